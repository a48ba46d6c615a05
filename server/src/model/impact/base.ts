/** The other side of a comparison: the files of a commit, as a database like that of the working tree. */
import { basename, dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, Inputs } from '../../engine/database.ts';
import {
  childNames,
  fileBytes,
  fileList,
  fileText,
  foundKind,
  type PathKind,
  pathKind,
  type TextProblem,
  textProblems,
} from '../workspace/inputs.ts';
import { wantedBy } from '../workspace/wanted.ts';

/** What a commit has at a path; `unknown` for links, submodules and files that are too large. */
export interface BaseFile {
  readonly kind: 'file' | 'unknown';
  readonly text: string | undefined;
  readonly problem: TextProblem | undefined;
  readonly bytes: string | undefined;
}

/** Path to content in the commit, undefined where the commit has nothing there; all other paths are as they are now. */
export type BaseFiles = ReadonlyMap<FilePath, BaseFile | undefined>;

/** Makes `before` what `after` would be with these files in the stead of its own. */
export function writeBase(before: Database, after: Database, files: BaseFiles): void {
  before.adopt(after, new Base(after, files).inputs);
}

/** Files whose text the changed files of the base ask for and that the working tree has no use for any more. */
export function missingTexts(before: Database, changed: Iterable<FilePath>): readonly FilePath[] {
  const missing = new Set<FilePath>();
  for (const file of changed) {
    for (const wanted of wantedBy(before, file))
      if (pathKind(before, wanted) === 'file' && fileText(before, wanted) === undefined) missing.add(wanted);
  }
  return [...missing];
}

class Base {
  readonly inputs = new Inputs();
  readonly #after: Database;
  readonly #kinds = new Map<FilePath, PathKind>();
  readonly #children = new Map<FilePath, Set<string>>();
  readonly #problems: Map<FilePath, TextProblem>;

  constructor(after: Database, files: BaseFiles) {
    this.#after = after;
    this.#problems = new Map(textProblems(after, ''));
    const known = fileList(after, '');
    const list = new Set(known);
    for (const [path, file] of files) {
      // What the working tree's side does not look into must not appear on this side alone.
      if (pathKind(after, path) === 'unknown') continue;
      this.#content(path, file);
      if (file === undefined) {
        list.delete(path);
        this.#remove(path);
      } else {
        if (pathKind(after, path) === undefined && file.kind === 'file') list.add(path);
        this.#add(path, file.kind);
      }
    }
    if (list.size !== known.length || known.some((path) => !list.has(path))) this.inputs.set(fileList, '', [...list].sort());
    this.inputs.set(textProblems, '', this.#problems);
    for (const [path, kind] of this.#kinds) this.inputs.set(foundKind, path, kind);
    for (const [path, names] of this.#children) this.inputs.set(childNames, path, [...names].sort());
  }

  #content(path: FilePath, file: BaseFile | undefined): void {
    this.inputs.set(fileText, path, file?.text);
    if (file?.problem === undefined) this.#problems.delete(path);
    else this.#problems.set(path, file.problem);
    this.inputs.set(fileBytes, path, file?.bytes);
  }

  #childrenOf(directory: FilePath): Set<string> {
    let names = this.#children.get(directory);
    if (names === undefined) {
      names = new Set(childNames(this.#after, directory));
      this.#children.set(directory, names);
    }
    return names;
  }

  #kindOf(path: FilePath): PathKind {
    return this.#kinds.has(path) ? this.#kinds.get(path) : foundKind(this.#after, path);
  }

  #add(path: FilePath, kind: PathKind): void {
    this.#kinds.set(path, kind);
    for (let child = path, parent = dirname(child); parent !== child; child = parent, parent = dirname(child)) {
      const names = this.#childrenOf(parent);
      if (names.has(basename(child)) && this.#kindOf(parent) === 'directory') return;
      names.add(basename(child));
      this.#kinds.set(parent, 'directory');
    }
  }

  /** A directory is there as long as something is in it. */
  #remove(path: FilePath): void {
    for (let child = path, parent = dirname(child); parent !== child; child = parent, parent = dirname(child)) {
      this.#kinds.set(child, undefined);
      const names = this.#childrenOf(parent);
      names.delete(basename(child));
      if (names.size > 0) return;
    }
  }
}

/** The file as the database has it, to be compared with what a commit has. */
export function differsFromBase(before: Database, after: Database, path: FilePath): boolean {
  return (
    foundKind(before, path) !== foundKind(after, path) ||
    comparable(fileText(before, path)) !== comparable(fileText(after, path)) ||
    fileBytes(before, path) !== fileBytes(after, path)
  );
}

/** Git may write other line ends into the working tree than it keeps. */
function comparable(text: string | undefined): string | undefined {
  return text?.includes('\r') === true ? text.replaceAll('\r\n', '\n') : text;
}

/** Directly in a directory, by its children. */
export function childrenOf(db: Database, directory: FilePath): readonly FilePath[] {
  return childNames(db, directory).map((name) => join(directory, name));
}
