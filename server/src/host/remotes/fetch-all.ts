/** Fetches what the kustomizations of a workspace name of elsewhere, and what that names in turn. */
import { dirname, type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { fetchedWith } from '../../model/workspace/fetched.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import { cacheDirectory } from './cache.ts';
import { type FetchResult, fetchEntry } from './fetch.ts';
import { loadFetched, type Named } from './load.ts';

export interface Fetching {
  readonly entry: string;
  readonly kustomization: FilePath;
  readonly result: FetchResult;
}

/** How far what is fetched may lead to more. */
const MAX_ROUNDS = 10;

/**
 * `again` fetches also what was fetched before; of `entries` nothing but them, where they are given. The database has
 * everything once the last one is told.
 */
export async function* fetchRemotes(
  db: Database,
  below: readonly FilePath[],
  {
    again,
    allowed,
    entries,
    signal,
  }: {
    readonly again: boolean;
    readonly allowed: ReadonlySet<string>;
    readonly entries?: ReadonlySet<string>;
    readonly signal?: AbortSignal;
  },
): AsyncGenerator<Fetching> {
  const cache = cacheDirectory();
  const tried = new Set<string>();
  const isMeant = ({ entry, kustomization }: Named): boolean =>
    entries?.has(entry) ??
    (fetchedWith(db, kustomization) !== undefined || below.some((one) => isInside(one, dirname(kustomization))));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const wanted = loadFetched(db, cache).filter((one) => !tried.has(one.entry) && isMeant(one) && (again || !one.isFetched));
    if (wanted.length === 0) return;
    for (const { entry, kustomization, takesDirectories } of wanted) {
      if (signal?.aborted === true) break;
      tried.add(entry);
      const root = repositoryOf(db, kustomization)?.root ?? dirname(kustomization);
      yield { entry, kustomization, result: await fetchEntry(entry, takesDirectories, root, cache, allowed) };
    }
  }
  loadFetched(db, cache);
}
