/** Builds a database from files given in a test, the way the host does from a disk. */
import { dirname, type FilePath, isInside, join } from '../../server/src/base/paths.ts';
import { Database } from '../../server/src/engine/database.ts';
import type { Pace } from '../../server/src/engine/sweep.ts';
import { childNames, fileList, fileText, foundKind, repositories } from '../../server/src/model/workspace/inputs.ts';

/** Where the files of a test stand, as one repository. */
export const ROOT: FilePath = '/repo';

/** For work that may pause: it never does. */
export const PACE: Pace = { now: () => 0, pause: async () => {}, isCancelled: () => false };

/** A workspace in memory; paths are relative to the repository's root. */
export class TestWorkspace {
  readonly db = new Database();
  readonly #files = new Map<FilePath, string>();

  constructor(files: Readonly<Record<string, string>> = {}, remotes: readonly string[] = []) {
    this.db.set(repositories, '', [{ root: ROOT, remotes }]);
    for (const [path, text] of Object.entries(files)) this.#files.set(this.path(path), text);
    this.#write();
  }

  path(relative: string): FilePath {
    return join(ROOT, relative);
  }

  get files(): readonly FilePath[] {
    return [...this.#files.keys()].sort();
  }

  text(relative: string): string | undefined {
    return this.#files.get(this.path(relative));
  }

  /** Creates or changes a file, as typing in the editor does. */
  write(relative: string, text: string): void {
    const path = this.path(relative);
    const isNew = !this.#files.has(path);
    this.#files.set(path, text);
    if (isNew) this.#write();
    else this.db.set(fileText, path, text, 0);
  }

  remove(relative: string): void {
    const path = this.path(relative);
    this.#files.delete(path);
    this.db.set(fileText, path, undefined);
    this.db.set(foundKind, path, undefined);
    this.#write();
    for (let directory = dirname(path); directory !== ROOT && !this.#holdsFiles(directory); directory = dirname(directory)) {
      this.db.set(childNames, directory, []);
      this.db.set(foundKind, directory, undefined);
    }
  }

  #holdsFiles(directory: FilePath): boolean {
    return this.files.some((file) => isInside(directory, file));
  }

  #write(): void {
    const children = new Map<FilePath, Set<string>>([[ROOT, new Set()]]);
    for (const file of this.#files.keys()) {
      for (let path = file; path !== ROOT && path !== '/'; path = dirname(path)) {
        const parent = dirname(path);
        const names = children.get(parent) ?? new Set();
        children.set(parent, names.add(path.slice(parent.length + 1)));
      }
    }
    for (const [directory, names] of children) {
      this.db.set(foundKind, directory, 'directory');
      this.db.set(childNames, directory, [...names].sort());
    }
    for (const [file, text] of this.#files) {
      this.db.set(foundKind, file, 'file');
      this.db.set(fileText, file, text);
    }
    this.db.set(fileList, '', this.files);
  }
}
