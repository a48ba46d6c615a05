/** Which object on one side is which on the other: by kind, namespace and name, hashes of content aside. */
import type { BuiltObject } from '../kustomize/build/build.ts';
import { deepEqualValues } from '../kustomize/build/output.ts';

export interface ObjectPair {
  /** Undefined where the object is new. */
  readonly before: BuiltObject | undefined;
  /** Undefined where the object is gone. */
  readonly after: BuiltObject | undefined;
}

/** Without the version: an object that moves to a newer one is the same object. */
export function identityOf({ id, stableName }: BuiltObject): string {
  return `${id.group}/${id.kind}/${id.namespace}/${stableName}`;
}

/** The objects that differ, in the order of the new side, what is gone behind; equal ones are left out. */
export function differingObjects(before: readonly BuiltObject[], after: readonly BuiltObject[]): readonly ObjectPair[] {
  const left = new Map<string, BuiltObject[]>();
  for (const object of before) {
    const key = identityOf(object);
    const same = left.get(key);
    if (same === undefined) left.set(key, [object]);
    else same.push(object);
  }
  const pairs: ObjectPair[] = [];
  for (const object of after) {
    const old = left.get(identityOf(object))?.shift();
    if (old === undefined || !deepEqualValues(old.value, object.value)) pairs.push({ before: old, after: object });
  }
  for (const gone of left.values()) for (const object of gone) pairs.push({ before: object, after: undefined });
  return pairs;
}
