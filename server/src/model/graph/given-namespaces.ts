/** Whether whoever deploys a file sets the namespace of what is built, so that Kustomize fills it in where objects name one another. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { directoryOf } from '../kustomize/recognise.ts';
import { outermost } from '../kustomize/survival.ts';
import { useOf } from '../kustomize/uses.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { amendedKinds } from './amended-kinds.ts';
import { deployersOf } from './deployers.ts';

/**
 * True where a Flux Kustomization or an Application sets it, and where kustomizations build the file that nothing in the
 * repository deploys: a script or an operator says then where they go.
 */
export function isNamespaceGiven(db: Database, file: FilePath): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  const isListed = useOf(db, file).as === 'resource';
  const directories = isListed ? outermost(db, file).map(directoryOf) : directoriesAbove(file, root);
  const deployers = directories.flatMap((directory) => deployersOf(db, file, directory));
  if (deployers.length === 0) return isListed;
  return deployers.some(({ setsNamespace }) => setsNamespace) || amendedKinds(db, root).has('Kustomization');
}

function directoriesAbove(file: FilePath, root: FilePath): readonly FilePath[] {
  const found: FilePath[] = [];
  for (let directory = dirname(file); directory.startsWith(root) && found.length < 32; directory = dirname(directory)) {
    found.push(directory);
    if (directory === dirname(directory)) break;
  }
  return found;
}
