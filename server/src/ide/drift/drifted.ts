/** A drifted field by the names that an editor has for it. */
import type { Database } from '../../engine/database.ts';
import { type DesiredObject, desiredObjects } from '../../model/drift/desired.ts';
import { driftOf } from '../../model/drift/drift.ts';
import type { FieldDrift, ObjectDrift } from '../../model/drift/result.ts';
import type { Refusal } from '../rename.ts';

/** The names: the keys of an application and of its object, and the field's path as text. */
export interface FieldName {
  readonly application: string;
  readonly object: string;
  readonly field: string;
}

export interface Drifted {
  readonly application: string;
  readonly object: ObjectDrift;
  /** What the repository says of the object. */
  readonly built: DesiredObject;
  readonly field: FieldDrift;
}

/** The field as it was last looked at, which may be as in Git by now. */
export function drifted(db: Database, { application, object: key, field: text }: FieldName): Drifted | Refusal {
  const object = driftOf(db, application).objects.find((one) => one.key === key);
  const field = object?.fields.find((one) => one.field === text);
  const built = desiredObjects(db, application).objects.find((one) => one.key === key);
  if (object === undefined || field === undefined || built === undefined)
    return { refused: `${text} is as in Git by now: compare with the cluster again.` };
  return { application, object, built, field };
}

/** The drifted fields of an object. */
export function driftedFields(db: Database, application: string, object: string): readonly FieldDrift[] {
  return driftOf(db, application).objects.find((one) => one.key === object)?.fields ?? [];
}
