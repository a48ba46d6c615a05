/** The directories and value files that Applications name and that are not there. */
import { type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { nearPath } from '../near-path.ts';
import type { Place } from '../place.ts';
import { pathInSource, sourcePath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { type Application, applicationsIn, fillIn, isTemplated, type Source } from './applications.ts';
import { valueFilesOf, writtenAs } from './values.ts';

export interface MissingPath {
  readonly at: Place;
  /** The path that is missing: as written, or with a generator's values filled in. */
  readonly text: string;
  /** What to write in its stead, where something similar exists. */
  readonly meant: string | undefined;
  /** The generator's element that leads there. */
  readonly element: Place | undefined;
}

export function* missingPaths(db: Database, file: FilePath): Generator<MissingPath> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file)) return;
  for (const application of applicationsIn(db, file)) {
    for (const source of application.sources) {
      if (source.path === undefined || source.chart !== undefined) continue;
      if (isTemplated(source.path.text)) yield* missingForElements(db, file, application, source);
      const target = sourcePath(db, file, source);
      if (target === undefined || pathKind(db, target) !== undefined) continue;
      const near = nearPath(db, root, target, 'directory');
      const { at, text } = source.path;
      yield { at, text, meant: near === undefined ? undefined : relative(root, near), element: undefined };
    }
  }
}

/** With a list generator alone it is known what each Application's path will be. */
function* missingForElements(db: Database, file: FilePath, { elements }: Application, source: Source): Generator<MissingPath> {
  if (source.path === undefined) return;
  const { at, text } = source.path;
  for (const values of elements) {
    const filled = fillIn(text, values);
    const target = filled === undefined ? undefined : pathInSource(db, file, source, filled);
    if (filled === undefined || target === undefined || pathKind(db, target) !== undefined) continue;
    const used = [...values].find(([name, value]) => name !== '' && text.includes(name) && filled.includes(value.text));
    yield { at, text: filled, meant: undefined, element: used?.[1].at };
  }
}

/** Value files that are missing from a chart or repository directory that is there. */
export function* missingValueFiles(db: Database, file: FilePath): Generator<Omit<MissingPath, 'element'>> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file)) return;
  for (const application of applicationsIn(db, file)) {
    for (const value of valueFilesOf(db, file, application)) {
      if (value.optional || pathKind(db, value.path) !== undefined) continue;
      const near = nearPath(db, root, value.path, 'file');
      yield { at: value.at, text: value.text, meant: near === undefined ? undefined : writtenAs(value, near) };
    }
  }
}
