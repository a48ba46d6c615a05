/** Where what is known of the workspace's custom kinds comes from. */
import type { Database } from '../engine/database.ts';
import { type Pace, sweep } from '../engine/sweep.ts';
import { kindsInUse } from '../model/kubernetes/authoring/usage.ts';
import { describerOf } from '../model/kubernetes/schema/described.ts';
import { customKindsInUse, type KindInUse } from '../model/kubernetes/schema/sources.ts';
import { knownMinor } from '../model/kubernetes/schema/version.ts';
import { configuredVersion } from '../model/workspace/config.ts';
import { clusterVersion } from '../model/workspace/outside.ts';
import { hostOf, isUrl, locationProblem } from '../model/workspace/schema-locations.ts';
import { repositoryRoots } from './files.ts';

export type { KindInUse };

/** Finds out who describes each kind, with pauses: definitions are large. Throws `Cancelled` when an input was written meanwhile. */
export function warmKinds(db: Database, pace: Pace): Promise<void> {
  return sweep(db, kindsInUse(db, '').keys(), pace, (key) => {
    describerOf(db, key);
  });
}

/** Every custom kind that the workspace has objects of; best after {@link warmKinds}. */
export function customKinds(db: Database): readonly KindInUse[] {
  return customKindsInUse(db, '');
}

/** The Kubernetes version that the workspace's first repository is for, as far as somebody says one that is known. */
export function targetVersion(db: Database): string | undefined {
  const [root] = repositoryRoots(db);
  const minor = knownMinor((root === undefined ? undefined : configuredVersion(db, root)) ?? clusterVersion(db, ''));
  return minor === undefined ? undefined : `1.${minor}`;
}

/** The host that a catalogue is asked from; the location itself where that is none. */
export function catalogueHost(location: string): string {
  return hostOf(location) ?? location;
}

/** What is wrong with where a catalogue is said to be, as half a sentence that follows it. */
export function catalogueProblem(location: string): string | undefined {
  return locationProblem(location);
}

/** True for a catalogue on a server. */
export function isCatalogueUrl(location: string): boolean {
  return isUrl(location);
}
