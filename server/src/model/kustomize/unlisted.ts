/** Manifests that lie beside a kustomization file and are used by nothing. */
import { deepEqual } from '../../base/equal.ts';
import { basename, dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { asSequence } from '../../syntax/navigate.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { type KubernetesObject, objectsIn } from '../kubernetes/objects.ts';
import { referencesTo } from '../names.ts';
import { languageOf } from '../source.ts';
import { PATH } from '../spaces.ts';
import { childNames } from '../workspace/inputs.ts';
import { repositoryFiles, repositoryOf } from '../workspace/repository.ts';
import { kustomizationFile, kustomizationMapping, topField } from './file.ts';
import { kustomizationOf } from './recognise.ts';
import { useOf } from './uses.ts';

/** A manifest that its directory's kustomization leaves out. */
export interface LeftBeside {
  readonly kustomization: FilePath;
  readonly object: KubernetesObject;
  /** The list of resources; undefined where there is none to add to. */
  readonly list: NodeId | undefined;
}

/**
 * What a file declares in vain. Where more than one file of the directory is left out, or files of the same name are left
 * out elsewhere too, that is how the repository is meant; so it is with files that say so in their name.
 */
export function isLeftBeside(db: Database, file: FilePath): LeftBeside | undefined {
  const kustomization = kustomizationOf(db, dirname(file));
  const root = repositoryOf(db, file)?.root;
  if (kustomization === undefined || root === undefined || !isCandidate(db, file)) return undefined;
  if ((leftNames(db, root).get(basename(file)) ?? 0) > 1 || !isAlone(db, file)) return undefined;
  if (referencesTo(db, file, { space: PATH, key: file, scope: undefined }).length > 0) return undefined;
  const object = objectsIn(db, file).find(({ name, partial }) => name !== undefined && !partial);
  if (object === undefined) return undefined;
  const list = asSequence(topField(kustomizationMapping(db, kustomization), 'resources'));
  return { kustomization, object, list: list?.items.length === 0 ? undefined : list?.id };
}

/** Files that lie about on purpose. */
const ON_PURPOSE = /example|sample|template|test|suite|old|bak|disabled|secret|local|kind|demo|patch|values/i;

/** True for a manifest that no kustomization uses, beside a kustomization that lists at least two of its neighbours. */
function isCandidate(db: Database, file: FilePath): boolean {
  return !ON_PURPOSE.test(basename(file)) && useOf(db, file).as === undefined && isUnlistedManifest(db, file);
}

const isUnlistedManifest = query('isUnlistedManifest', (db, file: FilePath): boolean => {
  const kustomization = kustomizationOf(db, dirname(file));
  if (kustomization === undefined || !objectsIn(db, file).some(({ name, partial }) => name !== undefined && !partial))
    return false;
  const beside = kustomizationFile(db, kustomization)?.paths.filter(
    ({ field, path }) =>
      field === 'resources' && path !== undefined && dirname(path) === dirname(file) && languageOf(path) !== undefined,
  );
  return beside !== undefined && beside.length >= 2;
});

function isAlone(db: Database, file: FilePath): boolean {
  const directory = dirname(file);
  return childNames(db, directory).every((name) => join(directory, name) === file || !isCandidate(db, join(directory, name)));
}

/** How often a name is left out in the repository with this root. */
const leftNames = query(
  'unlistedNames',
  (db, root: FilePath): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    for (const file of repositoryFiles(db, root))
      if (isCandidate(db, file)) found.set(basename(file), (found.get(basename(file)) ?? 0) + 1);
    return found;
  },
  { equal: deepEqual },
);
