/** The working tree beside the commit that it is compared with: a second database that shares what does not differ. */
import type { FilePath } from '../base/paths.ts';
import { Database } from '../engine/database.ts';
import { type BaseFile, missingTexts, writeBase } from '../model/impact/base.ts';
import { repositoryOf } from '../model/workspace/repository.ts';
import { type BaseCommit, readAt, readBase } from './base.ts';

/** Rounds in which texts that only the base wants are read; each may ask for more. */
const MAX_ROUNDS = 5;

export interface Compared {
  readonly before: Database;
  /** Files that may differ. */
  readonly files: readonly FilePath[];
  readonly bases: readonly Pick<BaseCommit, 'root' | 'ref' | 'commit'>[];
}

export class Comparison {
  readonly before = new Database();
  readonly #after: Database;
  #bases: readonly BaseCommit[] = [];

  constructor(after: Database) {
    this.#after = after;
  }

  /**
   * Asks git what differs from the base of each repository. `open` are files whose text is the editor's and may differ from
   * what git sees on disk. A sentence where no repository can be compared.
   */
  async look(
    roots: readonly FilePath[],
    ref: string | undefined,
    open: readonly FilePath[] = [],
  ): Promise<Compared | { readonly error: string }> {
    const bases: BaseCommit[] = [];
    const errors: string[] = [];
    for (const root of roots) {
      const base = await readBase(root, ref);
      if ('error' in base) errors.push(base.error);
      else bases.push(base);
    }
    if (bases.length === 0) return { error: errors[0] ?? 'there is no git repository here' };
    this.#bases = bases;
    const files = new Map<FilePath, BaseFile | undefined>(bases.flatMap((base) => [...base.files]));
    await this.#addOpen(
      open.filter((path) => !files.has(path)),
      files,
    );
    const extra = new Map(files);
    writeBase(this.before, this.#after, extra);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const missing = missingTexts(this.before, files.keys()).filter((path) => !extra.has(path));
      if (missing.length === 0) break;
      for (const [path, file] of await this.#readAt(missing)) extra.set(path, file);
      if (!missing.some((path) => extra.has(path))) break;
      writeBase(this.before, this.#after, extra);
    }
    return {
      before: this.before,
      files: [...files.keys()],
      bases: bases.map(({ root, ref: of, commit }) => ({ root, ref: of, commit })),
    };
  }

  async #addOpen(open: readonly FilePath[], files: Map<FilePath, BaseFile | undefined>): Promise<void> {
    if (open.length === 0) return;
    const found = await this.#readAt(open);
    for (const path of open)
      if (this.#bases.some(({ root }) => repositoryOf(this.#after, path)?.root === root)) files.set(path, found.get(path));
  }

  async #readAt(paths: readonly FilePath[]): Promise<ReadonlyMap<FilePath, BaseFile>> {
    const found = new Map<FilePath, BaseFile>();
    for (const { root, commit } of this.#bases) {
      const own = paths.filter((path) => repositoryOf(this.#after, path)?.root === root);
      for (const [path, file] of await readAt(root, commit, own)) found.set(path, file);
    }
    return found;
  }
}

/** A database like `after` in which these files are as a commit has them. */
export async function withoutChanges(
  after: Database,
  root: FilePath,
  commit: string,
  paths: readonly FilePath[],
): Promise<Database> {
  const found = await readAt(root, commit, paths);
  const database = new Database();
  writeBase(database, after, new Map(paths.map((path) => [path, found.get(path)])));
  return database;
}
