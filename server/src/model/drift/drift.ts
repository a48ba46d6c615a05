/** Desired against live, object by object: what differs, in which field, since when and by whom. */

import { deepEqual } from '../../base/equal.ts';
import { query } from '../../engine/database.ts';
import {
  type DeployedApplication,
  deployedApplication,
  type Engine,
  FIELD_MANAGERS,
  type ObservedObject,
  observation,
} from './application.ts';
import { declarationOf } from './declared-at.ts';
import { appliedTo, type DesiredObject, desiredObjects } from './desired.ts';
import { type Differing, differences } from './differences.ts';
import { extraObjects } from './extra.ts';
import { type FieldPath, isBelow, pathText, valueAt } from './field-path.ts';
import { fluxIgnoreRules, Ignored, type IgnoreRule, ignoreRules } from './ignored.ts';
import { asObject, type Json, type JsonObject, textAt } from './json.ts';
import { ManagedFields, type Manager } from './managed-fields.ts';
import type { ApplicationDrift, By, FieldDrift, ObjectDrift, ObjectState } from './result.ts';
import { isSealed, isSecret, sealed } from './sealed.ts';
import { isZero } from './spellings.ts';
import { removedByTakeover } from './takeover.ts';

/** The drift of an application (key: see `applicationKey`), as far as the cluster was looked at. */
export const driftOf = query(
  'drift',
  (db, key: string): ApplicationDrift => {
    const application = deployedApplication(db, key);
    const { objects, passing, unrendered, isHere } = desiredObjects(db, key);
    const seen = observation(db, key);
    if (application === undefined || !isHere || seen === undefined) return { at: seen?.at, objects: [], unrendered };
    const own = application.engine === 'flux' ? fluxIgnoreRules(application.object) : ignoreRules(application.object);
    const rules = [...own, ...(application.ignores ?? [])];
    const found = objects.map((object) => judged(object, seen.objects.get(object.key), application, rules));
    const known = new Set([...objects.map((object) => object.key), ...passing]);
    const extra = unrendered.length > 0 ? [] : extraObjects(application, known, seen.objects);
    return { at: seen.at, objects: [...found, ...extra], unrendered };
  },
  { retain: 64 },
);

/** What `drift` says of one object, from what was seen of it. */
export function judged(
  object: DesiredObject,
  seen: ObservedObject | undefined,
  application: DeployedApplication,
  rules: readonly IgnoreRule[],
): ObjectDrift {
  const { spot } = declarationOf(object.value, []);
  const base = { key: object.key, id: object.id, spot, fields: [], note: undefined, by: 'dry-run' as By };
  if (object.unjudged !== undefined) return { ...base, state: 'unjudged', note: object.unjudged };
  if (seen === undefined) return { ...base, state: 'unjudged', note: 'the cluster was not asked for it yet' };
  if (seen.refusal?.kind === 'unread') return { ...base, state: 'unjudged', note: seen.refusal.message };
  const control = controlOf(object, seen.live);
  if (control === 'off') return { ...base, state: 'in-sync', note: 'its annotations take it out of reconciliation' };
  if (seen.live === undefined) return { ...base, state: 'missing' };
  if (control === 'once') return { ...base, state: 'in-sync', note: 'its annotations have it applied only where it is missing' };
  return new Judgement(object, seen.live, seen, application, rules, control === 'merged').result(base);
}

/** What Flux's annotations and labels make of an object. */
function controlOf({ json }: DesiredObject, live: JsonObject | undefined): 'off' | 'once' | 'merged' | undefined {
  const flux = 'kustomize.toolkit.fluxcd.io';
  const says = (key: string, value: string): boolean =>
    [json, live].some((one) =>
      ['annotations', 'labels'].some((field) => textAt(one, 'metadata', field, `${flux}/${key}`)?.toLowerCase() === value),
    );
  if (says('reconcile', 'disabled') || says('ssa', 'ignore')) return 'off';
  if (says('ssa', 'ifnotpresent')) return 'once';
  return says('ssa', 'merge') ? 'merged' : undefined;
}

class Judgement {
  readonly #object: DesiredObject;
  readonly #live: JsonObject;
  readonly #seen: ObservedObject;
  readonly #application: DeployedApplication;
  readonly #ignored: Ignored;
  readonly #isMerged: boolean;
  readonly #owned: ManagedFields;

  constructor(
    object: DesiredObject,
    live: JsonObject,
    seen: ObservedObject,
    application: DeployedApplication,
    rules: readonly IgnoreRule[],
    isMerged: boolean,
  ) {
    this.#object = object;
    this.#live = sealed(live);
    this.#seen = seen;
    this.#application = application;
    this.#ignored = new Ignored(rules, object.id);
    this.#isMerged = isMerged;
    this.#owned = new ManagedFields(live);
  }

  result(base: Omit<ObjectDrift, 'state'>): ObjectDrift {
    const applied = sealed(appliedTo(this.#object, this.#live, this.#application));
    const { result, applied: tried, refusal } = this.#seen;
    const isTried = result !== undefined && tried !== undefined && deepEqual(tried, applied);
    const by: By = isTried ? 'dry-run' : 'managedFields';
    const found = isTried ? this.#fromResult(sealed(result)) : this.#fromDeclared(applied);
    const gone = removedByTakeover(applied, this.#live, this.#owned, this.#application.engine, this.#isMerged);
    const fields = this.#fields([...found, ...this.#strippedOf(gone, found)]);
    const unknown = this.#ignored.unknown;
    if (fields.length > 0 && unknown.length > 0)
      return {
        ...base,
        by,
        state: 'unjudged',
        note: `what is to be ignored has ${unknown.join(', ')}, which is not evaluated here`,
      };
    const state: ObjectState = fields.length > 0 ? 'differs' : 'in-sync';
    return { ...base, by, state, fields, note: isTried ? undefined : noteOf(refusal) };
  }

  /** Both sides as the same server wrote them. */
  #fromResult(result: JsonObject): readonly Differing[] {
    const both = new ManagedFields(result, this.#live);
    return differences(this.#ignored.strip(result, this.#owned), this.#ignored.strip(this.#live, this.#owned), {
      listKind: (path) => both.listKind(path),
      extent: 'all',
    });
  }

  /** What the object declares against what is there; what the controller owns and it declares no more. */
  #fromDeclared(applied: JsonObject): readonly Differing[] {
    const live = this.#ignored.strip(this.#live, this.#owned);
    const wanted = this.#ignored.strip(applied, this.#owned);
    const listKind = (path: FieldPath): ReturnType<ManagedFields['listKind']> => this.#owned.listKind(path);
    const found = [...differences(wanted, live, { listKind, extent: 'declared' })];
    const manager = FIELD_MANAGERS[this.#application.engine];
    for (const path of this.#owned.leavesOf(({ name, operation }) => name === manager && operation === 'Apply')) {
      const value = valueAt(live, path);
      if (value === undefined || valueAt(wanted, path) !== undefined || found.some((one) => isBelow(path, one.path))) continue;
      if (asObject(value) !== undefined || isZero(value) || isKeyOfItem(path)) continue;
      if (this.#owned.ownersOf(path).some(({ name }) => name !== manager)) continue;
      found.push({ path, desired: undefined, live: value });
    }
    return found;
  }

  /** Fields that are not ignored and not found already. */
  #strippedOf(gone: readonly FieldPath[], found: readonly Differing[]): readonly Differing[] {
    const live = this.#ignored.strip(this.#live, this.#owned);
    return gone.flatMap((path) => {
      const value = valueAt(live, path);
      if (value === undefined || found.some((one) => isBelow(path, one.path))) return [];
      return [{ path, desired: undefined, live: value }];
    });
  }

  #fields(all: readonly Differing[]): readonly FieldDrift[] {
    const isHidden = isSecret(this.#live);
    return all.map(({ path, desired, live }) => {
      const { spot, exact, value } = declarationOf(this.#object.value, path);
      const [first] = path;
      const isData = first !== undefined && 'key' in first && (first.key === 'data' || first.key === 'stringData');
      const via = value?.source.via;
      const place = isHidden && isData && !exact ? stringDataSpot(this.#object, path) : undefined;
      return {
        path,
        field: pathText(path),
        desired,
        live,
        secret: (isHidden && (isData || isSealed(desired) || isSealed(live))) || via === 'replacement' || via === 'var',
        change: changeOf(this.#owned, path, this.#application.engine),
        spot: place ?? spot,
        declared: exact || place !== undefined,
      };
    });
  }
}

/** True for a field by which its item is known: controllers write defaults of those out. */
function isKeyOfItem(path: FieldPath): boolean {
  const [item, last] = path.slice(-2);
  return item !== undefined && last !== undefined && 'match' in item && 'key' in last && Object.hasOwn(item.match, last.key);
}

/** The server knows `data` only; the text may have said `stringData`. */
function stringDataSpot({ value }: DesiredObject, path: FieldPath): FieldDrift['spot'] {
  const { spot, exact } = declarationOf(value, [{ key: 'stringData' }, ...path.slice(1)]);
  return exact ? spot : undefined;
}

/** The manager that last set the field: another than the controller, where there is one. */
export function changeOf(owned: ManagedFields, path: FieldPath, engine: Engine): Manager | undefined {
  const owners = owned.ownersOf(path);
  return owners.find(({ name }) => name !== FIELD_MANAGERS[engine]) ?? owners[0];
}

function noteOf(refusal: ObservedObject['refusal']): string | undefined {
  if (refusal === undefined) return undefined;
  return refusal.kind === 'forbidden'
    ? 'compared by managed fields: the user may not apply it, not even as a dry run'
    : `compared by managed fields: the API server would not take it: ${refusal.message}`;
}

/** The live object without what only servers write, for people to read. */
export function readable(object: JsonObject): Json {
  return (
    asObject(
      new Ignored([], { group: '', version: '', kind: '', namespace: '', name: '' }).strip(sealed(object), new ManagedFields()),
    ) ?? {}
  );
}
