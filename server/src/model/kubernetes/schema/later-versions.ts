/** Objects of well-known projects under an API version later than any that the project has. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { groupOf, isBuiltInGroup } from '../kinds.ts';
import { judgedObjects } from '../metadata.ts';
import type { KubernetesObject } from '../objects.ts';
import { bundledBy, bundledKinds } from './bundled.ts';
import { describerOf } from './described.ts';

/** `group kind` to the API version of the project that comes last. */
const LATEST: ReadonlyMap<string, string> = latest();

function latest(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const one of bundledKinds()) {
    const [apiVersion = '', kind = ''] = one.split(' ');
    const key = `${groupOf(apiVersion)} ${kind}`;
    const known = found.get(key);
    if (known === undefined || majorOf(apiVersion) > majorOf(known)) found.set(key, apiVersion);
  }
  return found;
}

function majorOf(apiVersion: string): number {
  return Number(/\/v(\d{1,6})(?:(?:alpha|beta)\d+)?$/.exec(apiVersion)?.[1] ?? 0);
}

export interface LaterVersion {
  readonly object: KubernetesObject;
  /** The API version that the project has. */
  readonly known: string;
  /** The project with its release. */
  readonly by: string;
}

/** Where neither the repository nor the cluster nor a catalogue describes the version either. */
export function* laterVersions(db: Database, file: FilePath): Generator<LaterVersion> {
  for (const object of judgedObjects(db, file)) {
    const { group, kind, apiVersion } = object;
    if (isBuiltInGroup(group)) continue;
    const known = LATEST.get(`${group} ${kind}`);
    if (known === undefined || majorOf(apiVersion) <= majorOf(known)) continue;
    if (describerOf(db, `${apiVersion} ${kind}`).from === undefined)
      yield { object, known, by: bundledBy(`${known} ${kind}`) ?? '' };
  }
}
