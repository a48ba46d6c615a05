/** Whether what Argo CD and Flux deploy from is the very repository at hand, so that their paths can be checked in it. */
import { deepEqual } from '../base/equal.ts';
import { type FilePath, join, normalize } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { applicationsIn, isTemplated, type Source } from './argocd/applications.ts';
import { gitGeneratorsIn } from './argocd/sets/git-generators.ts';
import { type FluxObject, fluxObjects, isFilledIn } from './flux/objects.ts';
import { type Origin, originOf } from './flux/sources.ts';
import { gitopsFiles } from './gitops-files.ts';
import { pathKind } from './workspace/inputs.ts';
import { isRemoteOf, normalizedRemote } from './workspace/remotes.ts';
import { followsBranch, repositoryOf } from './workspace/repository.ts';

/**
 * True where the URL names the repository that holds the file. Its remotes say so; where they are not known, the paths
 * do: of those that the repository's Applications and Kustomizations take from this URL, at least half, and one at
 * least, exist here. Other repositories' trees look different, and one wrong path must not hide itself.
 */
export function isThisRepository(db: Database, file: FilePath, url: string): boolean {
  const byRemote = isRemoteOf(db, file, url);
  if (byRemote !== undefined) return byRemote;
  const key = normalizedRemote(url);
  return key !== undefined && isLikely(db, file, key);
}

/** The absolute path of an Application source's `path`, where it lies in this repository. */
export function sourcePath(db: Database, file: FilePath, source: Source): FilePath | undefined {
  return source.path === undefined || source.chart !== undefined ? undefined : pathInSource(db, file, source, source.path.text);
}

/** The absolute path of a path seen from an Application source's root, where that root is this repository's. */
export function pathInSource(db: Database, file: FilePath, source: Source, path: string): FilePath | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || !isHere(db, root, source) || isTemplated(path)) return undefined;
  return isThisRepository(db, file, source.url?.text ?? '') ? below(root, path) : undefined;
}

/** The directory that a Flux Kustomization builds, where it lies in this repository. */
export function kustomizationPath(db: Database, file: FilePath, object: FluxObject): FilePath | undefined {
  const root = repositoryOf(db, file)?.root;
  const path = object.path?.text;
  if (root === undefined || path === undefined || isFilledIn(path)) return undefined;
  const origin = originOf(db, root, object);
  if (origin === undefined) return undefined;
  const here = 'urls' in origin ? origin.urls.every((url) => isThisRepository(db, file, url)) : isLikely(db, file, keyOf(origin));
  return here ? below(root, path) : undefined;
}

/** Paths cannot leave the source: the controllers join them securely. */
export function below(root: FilePath, path: string): FilePath {
  return join(root, `.${normalize(`/${path}`)}`);
}

function isHere(db: Database, root: FilePath, { url, revision }: Source): boolean {
  return url !== undefined && !isTemplated(url.text) && followsBranch(db, root, revision?.text);
}

function keyOf(origin: Extract<Origin, { bootstrap: string }>): string {
  return `bootstrap:${origin.bootstrap}`;
}

/** A path that a file takes from a source, and whether it is there. */
interface Claim {
  readonly key: string;
  readonly path: FilePath;
  readonly present: boolean;
}

const claimsOf = query(
  'sourceClaims',
  (db, file: FilePath): readonly Claim[] => {
    const root = repositoryOf(db, file)?.root;
    if (root === undefined) return [];
    const found: Claim[] = [];
    const claim = (key: string | undefined, text: string): void => {
      const path = below(root, text);
      const kind = path === root || key === undefined ? 'unknown' : pathKind(db, path);
      // The root is everywhere, and of what is not looked into nothing is known.
      if (kind !== 'unknown') found.push({ key: key ?? '', path, present: kind !== undefined });
    };
    for (const { sources } of applicationsIn(db, file)) {
      for (const source of sources) {
        if (source.path === undefined || source.chart !== undefined || isTemplated(source.path.text)) continue;
        if (isHere(db, root, source)) claim(normalizedRemote(source.url?.text ?? ''), source.path.text);
      }
    }
    for (const { url, revision, paths } of gitGeneratorsIn(db, file))
      if (followsBranch(db, root, revision)) for (const path of paths) claim(normalizedRemote(url), path);
    for (const object of fluxObjects(db, file)) {
      if (object.path === undefined || isFilledIn(object.path.text)) continue;
      const origin = originOf(db, root, object);
      if (origin === undefined) continue;
      for (const key of 'urls' in origin ? origin.urls.map(normalizedRemote) : [keyOf(origin)]) claim(key, object.path.text);
    }
    return found;
  },
  { equal: deepEqual },
);

/** The keys of a repository (key: its root) whose paths are here for the most part. */
const likely = query(
  'likelyThisRepository',
  (db, root: FilePath): ReadonlySet<string> => {
    const paths = new Map<string, Map<FilePath, boolean>>();
    for (const file of gitopsFiles(db, root)) {
      for (const { key, path, present } of claimsOf(db, file)) {
        const known = paths.get(key);
        if (known === undefined) paths.set(key, new Map([[path, present]]));
        else known.set(path, present);
      }
    }
    const found = new Set<string>();
    for (const [key, known] of paths) {
      const present = [...known.values()].filter(Boolean).length;
      if (present > 0 && present * 2 >= known.size) found.add(key);
    }
    return found;
  },
  { equal: deepEqual },
);

function isLikely(db: Database, file: FilePath, key: string): boolean {
  const root = repositoryOf(db, file)?.root;
  return root !== undefined && likely(db, root).has(key);
}
