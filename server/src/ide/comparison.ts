/** Two environments side by side, object by object: which belong together, and which of them differ. */
import { deepEqual } from '../base/equal.ts';
import { addTo } from '../base/groups.ts';
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { BuiltObject } from '../model/kustomize/build/build.ts';
import { deployedBuild } from '../model/kustomize/provenance/overlays.ts';
import { objectKey } from './rendered.ts';

/** An object of both environments, or of one alone. */
export interface ComparedObject {
  /** As people say it: `Deployment web`. */
  readonly label: string;
  /** By which {@link renderedText} finds it. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

export interface Comparison {
  readonly differing: readonly ComparedObject[];
  /** How many are the same in both. */
  readonly same: number;
  /** False where one of the two has nothing to compare because its build fails. */
  readonly isComplete: boolean;
}

export function comparison(db: Database, left: FilePath, right: FilePath): Comparison {
  const builds = [deployedBuild(db, left), deployedBuild(db, right)] as const;
  const isComplete = builds.every(({ objects, problems }) => objects.length > 0 || problems.length === 0);
  const ours = builds[0].objects;
  const rest = new Set(builds[1].objects);
  const differing: ComparedObject[] = [];
  let same = 0;
  const pairs = new Map<BuiltObject, BuiltObject>();
  // One text makes both, else they are called the same, else they are the only ones of their kind that are left.
  for (const identity of [sameText, sameName, sameKind]) {
    const left = groupBy(
      ours.filter((one) => !pairs.has(one)),
      identity,
    );
    const right = groupBy([...rest], identity);
    for (const [key, [one, ...more]] of left) {
      const [other, ...others] = right.get(key) ?? [];
      if (one === undefined || other === undefined || more.length + others.length > 0) continue;
      pairs.set(one, other);
      rest.delete(other);
    }
  }
  for (const one of ours) {
    const other = pairs.get(one);
    if (other !== undefined && deepEqual(one.object, other.object)) same++;
    else differing.push({ label: labelOf(one), left: objectKey(one), right: other && objectKey(other) });
  }
  for (const other of rest) differing.push({ label: labelOf(other), left: undefined, right: objectKey(other) });
  return { differing, same, isComplete };
}

function groupBy(
  objects: readonly BuiltObject[],
  identity: (object: BuiltObject) => string,
): ReadonlyMap<string, readonly BuiltObject[]> {
  const groups = new Map<string, BuiltObject[]>();
  for (const object of objects) addTo(groups, identity(object), object);
  return groups;
}

function sameText({ id, value }: BuiltObject): string {
  const { file, inline } = value.source;
  return `${id.kind} ${file} ${inline?.scalar ?? ''} ${value.at}`;
}

/** Names that end with a hash of their content differ in it. */
function sameName({ id }: BuiltObject): string {
  return `${id.group}/${id.kind} ${id.name.replace(/-[a-z0-9]{10}$/, '')}`;
}

function sameKind({ id }: BuiltObject): string {
  return `${id.group}/${id.kind}`;
}

function labelOf({ id }: BuiltObject): string {
  return `${id.kind} ${id.name}`;
}
