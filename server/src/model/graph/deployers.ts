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

/** Seen from `file`, whose repository the directory lies in. */
export function deployersOf(db: Database, file: FilePath, directory: FilePath): readonly Deployer[] {
  const files = new Set(
    referencesTo(db, file, { space: PATH, key: directory, scope: undefined })
      .filter(({ role }) => role === 'flux/path' || role === 'argocd/path')
      .map((site) => site.file),
  );
  return [...files].flatMap((from) => [
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
