/** Kustomizations as they are built, for people and machines: objects, their text, and where each field was set. */
import { LineIndex, type Position } from '../base/lines.ts';
import { basename, dirname, type FilePath, isInside } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { type BuildResult, type BuiltObject, kustomizeBuild } from '../model/kustomize/build/build.ts';
import { FILE_NAMES } from '../model/kustomize/build/kustomization-files.ts';
import { fieldsOf, located, problemSpan } from '../model/kustomize/build/origins.ts';
import type { Json } from '../model/kustomize/build/output.ts';
import { problemSentence } from '../model/kustomize/build/sentences.ts';
import type { Spot, Value } from '../model/kustomize/build/values.ts';
import { objectYaml } from '../model/kustomize/build/yaml-text.ts';
import { fileList, fileText } from '../model/workspace/inputs.ts';
import { displayPath } from '../model/workspace/repository.ts';

export interface RenderedPlace extends Position {
  /** As people write it, relative to the repository. */
  readonly file: string;
  /** What set it: resource, patch, generator, replacement or the name of a field. */
  readonly via: string;
}

export interface RenderedObject {
  readonly object: Json;
  /** As `kustomize build` prints it; with origins, each line ends with a comment that says where its field was set. */
  readonly yaml: string;
  readonly origin: RenderedPlace;
  /** JSON pointer to place. */
  readonly fields: ReadonlyMap<string, RenderedPlace>;
}

export interface RenderedProblem {
  readonly text: string;
  readonly file: string;
  readonly position: Position | undefined;
  /** True where the rest of the build is there all the same. */
  readonly isPartial: boolean;
}

export interface Rendered {
  readonly objects: readonly RenderedObject[];
  readonly problems: readonly RenderedProblem[];
}

/** The build of a directory; origins are looked up where they are wanted only. */
export function render(db: Database, directory: FilePath, wantsOrigins: boolean): Rendered {
  const result = kustomizeBuild(db, directory);
  const places = new Places(db);
  return {
    objects: result.objects.map((object) => rendered(object, places, wantsOrigins)),
    problems: problemsOf(db, result, places),
  };
}

function rendered(built: BuiltObject, places: Places, wantsOrigins: boolean): RenderedObject {
  const { value } = built;
  const fields = new Map<string, RenderedPlace>();
  if (wantsOrigins) for (const field of fieldsOf(value)) fields.set(field.pointer, places.of(field.value));
  const note = (field: Value): string => {
    const { file, line, via } = places.of(field);
    return `${file}:${line + 1} ${via}`;
  };
  return { object: built.object, yaml: objectYaml(value, wantsOrigins ? note : undefined), origin: places.of(value), fields };
}

function problemsOf(db: Database, result: BuildResult, places: Places): readonly RenderedProblem[] {
  return result.problems.map((problem) => {
    const span = problemSpan(db, problem);
    return {
      text: problemSentence(problem),
      file: displayPath(db, problem.file),
      position: span === undefined ? undefined : places.lines(problem.file).positionAt(span.start),
      isPartial: problem.missing !== undefined,
    };
  });
}

/** Every directory at or below one that holds a kustomization, sorted. */
export function kustomizationsBelow(db: Database, directory: FilePath): readonly FilePath[] {
  const names: ReadonlySet<string> = new Set(FILE_NAMES);
  const found = new Set<FilePath>();
  for (const file of fileList(db, '')) if (names.has(basename(file)) && isInside(directory, file)) found.add(dirname(file));
  return [...found].sort();
}

/** Places of one moment: the lines of each file are counted once. */
class Places {
  readonly #db: Database;
  readonly #lines = new Map<FilePath, LineIndex>();
  readonly #shown = new Map<FilePath, string>();

  constructor(db: Database) {
    this.#db = db;
  }

  of(spot: Spot): RenderedPlace {
    const { file, span, via } = located(this.#db, spot);
    const { line, character } = this.lines(file).positionAt(span.start);
    return { file: this.#show(file), line, character, via };
  }

  lines(file: FilePath): LineIndex {
    const known = this.#lines.get(file);
    if (known !== undefined) return known;
    const lines = new LineIndex(fileText(this.#db, file) ?? '');
    this.#lines.set(file, lines);
    return lines;
  }

  #show(file: FilePath): string {
    const known = this.#shown.get(file);
    if (known !== undefined) return known;
    const shown = displayPath(this.#db, file);
    this.#shown.set(file, shown);
    return shown;
  }
}
