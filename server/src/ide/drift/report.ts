/** Drift as plain data for people and machines: objects, fields, places; values that must not be seen are left out. */
import type { Position } from '../../base/lines.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { deployedApplication, type Engine, nameOf, namespaceOf } from '../../model/drift/application.ts';
import { driftOf } from '../../model/drift/drift.ts';
import type { Json } from '../../model/drift/json.ts';
import type { Manager } from '../../model/drift/managed-fields.ts';
import { apiVersionOf } from '../../model/drift/objects.ts';
import type { By, FieldDrift, ObjectDrift, ObjectState } from '../../model/drift/result.ts';
import { located } from '../../model/kustomize/build/origins.ts';
import type { Spot } from '../../model/kustomize/build/values.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { lines } from '../text.ts';

export { deploysFromHere } from '../../model/drift/desired.ts';

export interface DriftPlace extends Position {
  /** Relative to its repository. */
  readonly file: string;
}

export interface ReportedField {
  readonly field: string;
  /** Undefined where the field is, or would be, not there; both where they must not be seen. */
  readonly desired: Json | undefined;
  readonly live: Json | undefined;
  readonly hidden: boolean;
  readonly change: Manager | undefined;
  readonly place: DriftPlace | undefined;
  /** False where the place is that of what the field stands in. */
  readonly declared: boolean;
}

export interface ReportedObject {
  readonly key: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly state: ObjectState;
  readonly by: By;
  readonly note: string | undefined;
  readonly place: DriftPlace | undefined;
  /** The same place for editors. */
  readonly span: { readonly file: FilePath; readonly span: Span } | undefined;
  readonly fields: readonly ReportedField[];
}

export interface DriftReport {
  readonly engine: Engine;
  readonly namespace: string;
  readonly name: string;
  readonly at: number | undefined;
  readonly objects: readonly ReportedObject[];
  readonly unrendered: readonly string[];
  /** True where at least one object differs, is missing or is extra. */
  readonly drifted: boolean;
}

export function driftReport(db: Database, key: string): DriftReport | undefined {
  const application = deployedApplication(db, key);
  if (application === undefined) return undefined;
  const { at, objects, unrendered } = driftOf(db, key);
  return {
    engine: application.engine,
    namespace: namespaceOf(application.object),
    name: nameOf(application.object),
    at,
    objects: objects.map((object) => reported(db, object)),
    unrendered,
    drifted: objects.some(isDrift),
  };
}

export function isDrift({ state }: Pick<ObjectDrift, 'state'>): boolean {
  return state === 'differs' || state === 'missing' || state === 'extra';
}

function reported(db: Database, { key, id, state, by, note, spot, fields }: ObjectDrift): ReportedObject {
  return {
    key,
    apiVersion: apiVersionOf(id),
    kind: id.kind,
    namespace: id.namespace,
    name: id.name,
    state,
    by,
    note,
    place: placeOf(db, spot),
    span: spot && located(db, spot),
    fields: fields.map((field) => reportedField(db, field)),
  };
}

function reportedField(db: Database, { field, desired, live, secret, change, spot, declared }: FieldDrift): ReportedField {
  const shown = secret ? { desired: undefined, live: undefined } : { desired, live };
  return { field, ...shown, hidden: secret, change, place: placeOf(db, spot), declared };
}

function placeOf(db: Database, spot: Spot | undefined): DriftPlace | undefined {
  if (spot === undefined) return undefined;
  const { file, span } = located(db, spot);
  return { file: displayPath(db, file), ...lines(db, file).positionAt(span.start) };
}
