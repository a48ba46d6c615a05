/** What drift is, for those who show it: applications, objects, fields. */
import type { Spot } from '../kustomize/build/values.ts';
import type { FieldPath } from './field-path.ts';
import type { Json } from './json.ts';
import type { Manager } from './managed-fields.ts';
import type { ObjectId } from './objects.ts';

export type ObjectState = 'in-sync' | 'differs' | 'missing' | 'extra' | 'unjudged';

/** How it was found out: by the API server itself, or from what it says about who owns which field. */
export type By = 'dry-run' | 'managedFields';

export interface FieldDrift {
  readonly path: FieldPath;
  /** The path as text. */
  readonly field: string;
  /** What the cluster would hold after a sync; undefined where the field would go. */
  readonly desired: Json | undefined;
  readonly live: Json | undefined;
  /** True where the values must not be shown. */
  readonly secret: boolean;
  /** Who set the live value, where that is recorded. */
  readonly change: Manager | undefined;
  /** What declares the field: itself, or for a field that is declared nowhere, what it stands in. */
  readonly spot: Spot | undefined;
  readonly declared: boolean;
}

export interface ObjectDrift {
  readonly key: string;
  readonly id: ObjectId;
  readonly state: ObjectState;
  readonly by: By;
  readonly fields: readonly FieldDrift[];
  /** Why nothing can be said, or what to know about how it was found out. */
  readonly note: string | undefined;
  /** Where the object is declared. */
  readonly spot: Spot | undefined;
}

export interface ApplicationDrift {
  /** When the cluster was last looked at, in milliseconds since 1970; undefined where it was not. */
  readonly at: number | undefined;
  readonly objects: readonly ObjectDrift[];
  readonly unrendered: readonly string[];
}
