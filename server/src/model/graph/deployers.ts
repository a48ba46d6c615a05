/** What Flux Kustomizations and Applications of the repository that build a directory do to the build. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { applicationsIn } from '../argocd/applications.ts';
import { fluxObjects } from '../flux/objects.ts';
import { referencesTo } from '../names.ts';
import { PATH } from '../spaces.ts';
import { kustomizationPath, sourcePath } from '../this-repository.ts';

export interface Deployer {
  readonly setsNamespace: boolean;
  readonly addsComponents: boolean;
}

/** The files with Flux Kustomizations and Applications that deploy a path, seen from a file of its repository. */
export function filesDeploying(db: Database, from: FilePath, path: FilePath): readonly FilePath[] {
  const sites = referencesTo(db, from, { space: PATH, key: path, scope: undefined });
  return [...new Set(sites.filter(({ role }) => role === 'flux/path' || role === 'argocd/path').map(({ file }) => file))];
}

/** Seen from `file`, whose repository the directory lies in. */
export function deployersOf(db: Database, file: FilePath, directory: FilePath): readonly Deployer[] {
  return filesDeploying(db, file, directory).flatMap((from) => [
    ...fluxObjects(db, from)
      .filter((object) => kustomizationPath(db, from, object) === directory)
      .map(({ targetNamespace, addsComponents }) => ({ setsNamespace: targetNamespace !== undefined, addsComponents })),
    ...applicationsIn(db, from)
      .flatMap(({ sources }) => sources)
      .filter((source) => sourcePath(db, from, source) === directory)
      .map(({ overrides }) => ({
        setsNamespace: overrides.includes('namespace'),
        addsComponents: overrides.includes('components'),
      })),
  ]);
}
