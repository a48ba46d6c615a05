/** Where a field stands in an object: by keys of mappings and by what identifies the items of lists, not by their positions. */
import { deepEqual } from '../../base/equal.ts';
import { asArray, asObject, fieldOf, type Json, type JsonObject } from './json.ts';

/** A step down: a key; the item with these values under its map keys; the item of a set; an item of a list without keys. */
export type Step =
  | { readonly key: string }
  | { readonly match: JsonObject }
  | { readonly value: Json }
  | { readonly index: number };

export type FieldPath = readonly Step[];

/** `spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].name`. */
export function pathText(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if ('key' in step) text += isName(step.key) ? `${text === '' ? '' : '.'}${step.key}` : `[${JSON.stringify(step.key)}]`;
    else if ('match' in step) text += `[${Object.entries(step.match).map(([key, value]) => `${key}=${shown(value)}`)}]`;
    else if ('value' in step) text += `[=${shown(step.value)}]`;
    else text += `[${step.index}]`;
  }
  return text;
}

function isName(key: string): boolean {
  return /^[A-Za-z_$][\w$-]*$/.test(key);
}

function shown(value: Json): string {
  return typeof value === 'string' && /^[^\s,=[\]"]+$/.test(value) ? value : JSON.stringify(value);
}

export function keys(...names: readonly string[]): FieldPath {
  return names.map((key) => ({ key }));
}

/** The value that a step leads to. */
export function stepInto(json: Json | undefined, step: Step): Json | undefined {
  if ('key' in step) return fieldOf(json, step.key);
  const index = indexOf(json, step);
  return index < 0 ? undefined : asArray(json)?.[index];
}

/** The position of the item that a step means in a list; -1 where there is none. */
export function indexOf(json: Json | undefined, step: Exclude<Step, { key: string }>): number {
  const items = asArray(json);
  if (items === undefined) return -1;
  if ('index' in step) return step.index < items.length ? step.index : -1;
  if ('value' in step) return items.findIndex((item) => deepEqual(item, step.value));
  const exact = items.findIndex((item) => matches(item, step.match, false));
  return exact >= 0 ? exact : items.findIndex((item) => matches(item, step.match, true));
}

/** True where the item has these values; with `lenient`, keys that it leaves to the server's default do not count. */
export function matches(item: Json | undefined, wanted: JsonObject, lenient: boolean): boolean {
  if (asObject(item) === undefined) return false;
  let said = 0;
  for (const [key, value] of Object.entries(wanted)) {
    const own = fieldOf(item, key);
    if (own === undefined && lenient) continue;
    if (!deepEqual(own, value)) return false;
    said++;
  }
  return said > 0;
}

export function valueAt(json: Json | undefined, path: FieldPath): Json | undefined {
  let found = json;
  for (const step of path) {
    if (found === undefined) return undefined;
    found = stepInto(found, step);
  }
  return found;
}

/** True where `path` is `above` or stands below it. */
export function isBelow(path: FieldPath, above: FieldPath): boolean {
  return above.length <= path.length && above.every((step, i) => deepEqual(step, path[i]));
}

/** The value without what stands at the path. */
export function without(json: Json, path: FieldPath): Json {
  const [step, ...rest] = path;
  if (step === undefined) return json;
  const child = stepInto(json, step);
  if (child === undefined) return json;
  if ('key' in step) {
    const object = asObject(json) ?? {};
    const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
      if (key !== step.key) return [[key, value]];
      return rest.length === 0 ? [] : [[key, without(value, rest)]];
    });
    return Object.fromEntries(entries) as JsonObject;
  }
  const items = asArray(json) ?? [];
  const index = indexOf(json, step);
  return rest.length === 0 ? items.toSpliced(index, 1) : items.with(index, without(child, rest));
}
