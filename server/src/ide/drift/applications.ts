/** Which applications have to do with a file, and whether what they should have is still what was looked at. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { isDeployed } from '../../model/drift/deployed-as.ts';
import { type Desired, desiredObjects } from '../../model/drift/desired.ts';
import type { Json } from '../../model/drift/json.ts';
import type { Value } from '../../model/kustomize/build/values.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { liveApplications } from '../live/declared.ts';

export type { Json } from '../../model/drift/json.ts';

/** The applications of a cluster that can be compared with files: Kind/namespace/name to the object. */
export function comparedApplications(facts: ClusterFacts): ReadonlyMap<string, Json> {
  return new Map(liveApplications(facts).flatMap(({ id, raw }) => (isDeployed(raw as Json) ? [[id, raw as Json] as const] : [])));
}

/** The same object for as long as nothing of it changed. */
export function desiredOf(db: Database, key: string): Desired {
  return desiredObjects(db, key);
}

/** True where at least one source of the application is open here. */
export function isHere(db: Database, key: string): boolean {
  return desiredObjects(db, key).isHere;
}

/** True where some field of what the application deploys was set in the file. */
export function deployingFrom(db: Database, key: string, file: FilePath): boolean {
  return desiredObjects(db, key).objects.some(({ value }) => isFrom(value, file));
}

function isFrom(value: Value, file: FilePath): boolean {
  if (value.source.file === file) return true;
  if (value.kind === 'scalar') return false;
  return (value.kind === 'list' ? value.items : value.values).some((one) => isFrom(one, file));
}
