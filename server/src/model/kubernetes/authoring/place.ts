/** Whether a file that may be anything is likely meant to hold manifests. */
import { dirname, type FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { kustomizationOf } from '../../kustomize/recognise.ts';
import { languageOf } from '../../source.ts';
import { manifestsIn, mayHoldObjects, objectsIn } from '../objects.ts';

/** So many directories up are looked at. */
const HIGHEST = 3;

/** True where the file holds objects already, or stands beside some or below a kustomization. */
export function isManifestPlace(db: Database, file: FilePath): boolean {
  if (languageOf(file) !== 'yaml' || !mayHoldObjects(db, file)) return false;
  if (objectsIn(db, file).length > 0) return true;
  let directory = dirname(file);
  for (let i = 0; i < HIGHEST; i++) {
    if (kustomizationOf(db, directory) !== undefined || manifestsIn(db, directory).length > 0) return true;
    const above = dirname(directory);
    if (above === directory) break;
    directory = above;
  }
  return false;
}
