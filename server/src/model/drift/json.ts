/** JSON as API servers send it: reading it without trusting its shape, and copies that differ in one place. */
import type { Json } from '../kustomize/build/output.ts';

export type { Json } from '../kustomize/build/output.ts';
export type JsonObject = { readonly [key: string]: Json };

export function asObject(json: Json | undefined): JsonObject | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;
}

export function asArray(json: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(json) ? json : undefined;
}

export function asText(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

/** The own field of an object, whatever its name; nothing is inherited. */
export function fieldOf(json: Json | undefined, key: string): Json | undefined {
  const object = asObject(json);
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value at a path of keys. */
export function jsonAt(json: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = json;
  for (const key of path) found = fieldOf(found, key);
  return found;
}

export function textAt(json: Json | undefined, ...path: readonly string[]): string | undefined {
  return asText(jsonAt(json, ...path));
}

/** An object of these fields; keys such as `__proto__` are keys like any other. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries) as JsonObject;
}

/** The object with one field set, or without it where the value is undefined. */
export function withField(json: Json | undefined, key: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(asObject(json) ?? {});
  const kept = entries.filter(([name]) => name !== key);
  if (value === undefined) return objectOf(kept);
  const index = entries.findIndex(([name]) => name === key);
  return objectOf(index < 0 ? [...kept, [key, value]] : entries.map(([name, old]) => [name, name === key ? value : old]));
}

/** The object with the value at a path of keys set or taken away; objects are made where there are none. */
export function withAt(json: Json | undefined, path: readonly string[], value: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return asObject(value) ?? {};
  if (rest.length === 0) return withField(json, key, value);
  const child = fieldOf(json, key);
  if (value === undefined && asObject(child) === undefined) return asObject(json) ?? {};
  return withField(json, key, withAt(child, rest, value));
}

/** The same JSON text for the same value, whatever the order of its keys. */
export function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(',')}]`;
  const object = asObject(json);
  if (object === undefined) return JSON.stringify(json);
  const fields = Object.keys(object).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(object[key] ?? null)}`).join(',')}}`;
}

/** Null, or a mapping, list or text without content. */
export function isEmptyJson(json: Json | undefined): boolean {
  if (json === undefined || json === null || json === '') return true;
  if (Array.isArray(json)) return json.length === 0;
  const object = asObject(json);
  return object !== undefined && Object.keys(object).length === 0;
}
