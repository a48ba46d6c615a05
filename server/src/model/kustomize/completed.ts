/** Whether kustomizations may put into an object what its own file leaves out. */
import { dirname, type FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { kustomizationFile } from './file.ts';
import { kustomizationsIn } from './recognise.ts';
import { buildersOf, useOf } from './uses.ts';

/** Fields of kustomizations that can change what stands in a resource. */
const CHANGING: ReadonlySet<string> = new Set([
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'components',
  'vars',
]);

/** True where a kustomization on the way up patches what it builds: what is missing in the file may stand there. */
export function isCompletedByKustomize(db: Database, file: FilePath): boolean {
  const { by } = useOf(db, file);
  if (by.length === 0) return isSpareBelowPatches(db, dirname(file));
  return by.some(({ kustomization }) => buildersOf(db, kustomization).some((one) => changes(db, one)));
}

/**
 * True for a directory below a kustomization that patches: a file there that no kustomization lists, or lists no longer,
 * is one of a set from which the listed ones are chosen, written to be completed as they are.
 */
const isSpareBelowPatches = query('isSpareBelowPatches', (db, directory: FilePath): boolean => {
  const root = repositoryOf(db, directory)?.root;
  for (let at = directory; root !== undefined && at.length >= root.length; at = dirname(at)) {
    const [nearest] = kustomizationsIn(db, at);
    if (nearest !== undefined) return changes(db, nearest);
    if (at === dirname(at)) break;
  }
  return false;
});

function changes(db: Database, kustomization: FilePath): boolean {
  return kustomizationFile(db, kustomization)?.fields.some(({ name }) => CHANGING.has(name)) ?? false;
}
