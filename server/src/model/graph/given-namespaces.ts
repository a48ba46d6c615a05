/** Whether whoever deploys a file sets the namespace of what is built, so that Kustomize fills it in where objects name one another. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { applicationsIn } from '../argocd/applications.ts';
import { fluxObjects } from '../flux/objects.ts';
import { directoryOf } from '../kustomize/recognise.ts';
import { outermost } from '../kustomize/survival.ts';
import { useOf } from '../kustomize/uses.ts';
import { referencesTo } from '../names.ts';
import { PATH } from '../spaces.ts';
import { kustomizationPath, sourcePath } from '../this-repository.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { amendedKinds } from './amended-kinds.ts';

/**
 * True where a Flux Kustomization or an Application sets it, and where kustomizations build the file that nothing in the
 * repository deploys: a script or an operator says then where they go.
 */
export function isNamespaceGiven(db: Database, file: FilePath): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  const isListed = useOf(db, file).as === 'resource';
  const directories = isListed ? outermost(db, file).map(directoryOf) : directoriesAbove(file, root);
  const givers = directories.flatMap((directory) => giversOf(db, file, directory));
  if (givers.length === 0) return isListed;
  return givers.includes(true) || amendedKinds(db, root).has('Kustomization');
}

function directoriesAbove(file: FilePath, root: FilePath): readonly FilePath[] {
  const found: FilePath[] = [];
  for (let directory = dirname(file); directory.startsWith(root) && found.length < 32; directory = dirname(directory)) {
    found.push(directory);
    if (directory === dirname(directory)) break;
  }
  return found;
}

/** For each object that deploys the directory: whether it sets the namespace. */
function giversOf(db: Database, file: FilePath, directory: FilePath): readonly boolean[] {
  const files = new Set(
    referencesTo(db, file, { space: PATH, key: directory, scope: undefined })
      .filter(({ role }) => role.startsWith('flux/') || role.startsWith('argocd/'))
      .map((site) => site.file),
  );
  return [...files].flatMap((from) => [
    ...fluxObjects(db, from)
      .filter((object) => kustomizationPath(db, from, object) === directory)
      .map(({ targetNamespace }) => targetNamespace !== undefined),
    ...applicationsIn(db, from)
      .flatMap(({ sources }) => sources)
      .filter((source) => sourcePath(db, from, source) === directory)
      .map(({ overrides }) => overrides.includes('namespace')),
  ]);
}
