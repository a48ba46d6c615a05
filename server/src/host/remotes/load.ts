/** Puts what was fetched into the database: of each repository what the builds that name it come to, and no more. */
import { statSync } from 'node:fs';
import { dirname, type FilePath, isInside, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { kustomizationFile, PATH_FIELDS } from '../../model/kustomize/file.ts';
import { allKustomizations, KUSTOMIZATION_NAMES } from '../../model/kustomize/recognise.ts';
import { allFetched, type Fetched, fetched } from '../../model/workspace/fetched.ts';
import { fileBytes, fileText, foundKind } from '../../model/workspace/inputs.ts';
import { noteProblem } from '../content.ts';
import { toNative } from '../native.ts';
import { readText } from '../reading.ts';
import { lookUp } from './cache.ts';

/** A remote entry of a kustomization. */
export interface Named {
  readonly entry: string;
  readonly kustomization: FilePath;
  readonly takesDirectories: boolean;
  readonly isFetched: boolean;
}

/** Entries that one repository may name, with what those name in turn. */
const MAX_ENTRIES = 500;

/** Loads from the cache what kustomizations name; returns every remote entry, each once. */
export function loadFetched(db: Database, cache: string): readonly Named[] {
  const loading = new Loading(db, cache);
  for (const file of allKustomizations(db, '')) loading.kustomization(file, undefined);
  return loading.done();
}

class Loading {
  readonly #db: Database;
  readonly #cache: string;
  readonly #entries = new Map<string, Fetched>();
  readonly #named = new Map<string, Named>();
  readonly #seen = new Set<FilePath>();

  constructor(db: Database, cache: string) {
    this.#db = db;
    this.#cache = cache;
  }

  /** `within` is what the file came with, where it was fetched itself. */
  kustomization(first: FilePath, within: Fetched | undefined): void {
    const waiting: { readonly file: FilePath; readonly within: Fetched | undefined }[] = [{ file: first, within }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const { field, path, written } of kustomizationFile(this.#db, next.file)?.paths ?? []) {
        const found = path === undefined ? this.#entry(written, PATH_FIELDS[field] !== 'file', next.file) : next.within;
        if (found === undefined) continue;
        const file = this.#path(path ?? found.path, found.root);
        if (file !== undefined) waiting.push({ file, within: found });
      }
    }
  }

  done(): readonly Named[] {
    const all = [...this.#entries.values()];
    const stale = allFetched(this.#db, '').filter(({ root }) => !all.some((one) => one.root === root));
    if (all.length > 0 || stale.length > 0) this.#db.set(allFetched, '', all);
    return [...this.#named.values()];
  }

  #entry(entry: string, takesDirectories: boolean, kustomization: FilePath): Fetched | undefined {
    const known = this.#entries.get(entry);
    if (known !== undefined) return known;
    const found = this.#entries.size < MAX_ENTRIES ? lookUp(this.#cache, entry) : undefined;
    this.#db.set(fetched, entry, found);
    this.#named.set(entry, { entry, kustomization, takesDirectories, isFetched: found !== undefined });
    if (found !== undefined) this.#entries.set(entry, found);
    return found;
  }

  /** Says what stands at a path of the content; a kustomization file that is to be followed, where it leads to one. */
  #path(path: FilePath, root: FilePath): FilePath | undefined {
    if (!isInside(root, path) || this.#seen.has(path)) return undefined;
    this.#seen.add(path);
    const kind = kindOf(path);
    this.#db.set(foundKind, path, kind);
    for (let above = dirname(path); kind !== undefined && isInside(root, above); above = dirname(above))
      this.#db.set(foundKind, above, 'directory');
    if (kind === 'file') this.#file(path);
    if (kind !== 'directory') return undefined;
    for (const name of KUSTOMIZATION_NAMES) this.#path(join(path, name), root);
    return KUSTOMIZATION_NAMES.map((name) => join(path, name)).find((file) => foundKind(this.#db, file) === 'file');
  }

  #file(path: FilePath): void {
    const read = readText(toNative(path));
    if (read.kind !== 'text') return;
    this.#db.set(fileText, path, read.text);
    this.#db.set(fileBytes, path, read.bytes);
    noteProblem(this.#db, path, read.problem);
  }
}

function kindOf(path: FilePath): 'file' | 'directory' | undefined {
  const stats = statSync(toNative(path), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return 'directory';
  return stats?.isFile() ? 'file' : undefined;
}
