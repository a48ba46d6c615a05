/** Files that everything which deploys their neighbours passes over, for now or since they were switched off. */
import { dirname, type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { kustomizationFile } from '../kustomize/file.ts';
import { directoryOf, kustomizationOf } from '../kustomize/recognise.ts';
import { includedBy } from '../kustomize/uses.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { filesDeploying } from './deployers.ts';

/** So many files and directories are looked at on the way up. */
const MOST_STEPS = 64;

/**
 * True where every way up from the file, by kustomizations and by the Flux Kustomizations and Applications that build them, ends at a
 * directory or file that the kustomization above lists not, while it lists others beside it.
 */
export function isLeftOut(db: Database, file: FilePath): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  const waiting = [file];
  const seen = new Set(waiting);
  for (const at of waiting) {
    const next = above(db, at, root);
    if (next === undefined || seen.size > MOST_STEPS) return false;
    for (const one of new Set(next)) {
      // What builds itself is the cluster's own beginning.
      if (seen.has(one)) return false;
      seen.add(one);
      waiting.push(one);
    }
  }
  return true;
}

/** What takes up a path: nothing where it is left out; undefined where that is not known. */
function above(db: Database, path: FilePath, root: FilePath): readonly FilePath[] | undefined {
  const deployers = filesDeploying(db, path, path);
  const builders = includedBy(db, path).map(({ kustomization }) => directoryOf(kustomization));
  if (deployers.length + builders.length > 0) return [...deployers, ...builders];
  const parent = dirname(path);
  if (path === root || parent === path) return undefined;
  const kustomization = kustomizationOf(db, parent);
  if (kustomization === undefined) return [parent];
  const listed = kustomizationFile(db, kustomization)?.paths.filter(
    (one) => (one.field === 'resources' || one.field === 'components') && one.path !== undefined && isInside(parent, one.path),
  );
  return listed !== undefined && listed.length >= 2 ? [] : [parent];
}
