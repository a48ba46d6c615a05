/** Secrets with their values sealed: whether two are equal can be told, what they are cannot. */
import { sha256 } from '../kustomize/build/sha256.ts';
import { asObject, type Json, type JsonObject, jsonAt, objectOf, textAt, withAt } from './json.ts';

const SEAL = 'sealed:';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function isSecret(object: Json): boolean {
  return textAt(object, 'apiVersion') === 'v1' && textAt(object, 'kind') === 'Secret';
}

/** The object, or the Secret without its values; what is sealed stays as it is. */
export function sealed(object: JsonObject): JsonObject {
  if (!isSecret(object)) return object;
  let result = object;
  for (const field of ['data', 'stringData']) {
    const values = asObject(object[field]);
    if (values === undefined) continue;
    result = withAt(result, [field], objectOf(Object.entries(values).map(([key, value]) => [key, seal(value)] as const)));
  }
  const annotations = asObject(jsonAt(object, 'metadata', 'annotations'));
  if (annotations === undefined) return result;
  const kept = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  const safe = kept.map(([key, value]) => [key, isCopy(key, value) ? seal(value) : value] as const);
  return withAt(result, ['metadata', 'annotations'], objectOf(safe));
}

/** Several tools keep the whole object, values and all, in an annotation of their own: as JSON, packed, or under a name that says so. */
function isCopy(key: string, value: Json): boolean {
  if (typeof value !== 'string') return true;
  return /^\s*[{[]|^H4sI/.test(value) || value.length > 512 || /last-applied|\/(?:original|applied)\b/.test(key);
}

/** True for a value of which only a digest is left. */
export function isSealed(value: Json | undefined): boolean {
  return typeof value === 'string' && value.startsWith(SEAL);
}

function seal(value: Json): Json {
  return typeof value === 'string' && value.startsWith(SEAL) ? value : SEAL + sha256(JSON.stringify(value) ?? '');
}

/** `stringData` written as the API server keeps it. */
export function withData(object: JsonObject): JsonObject {
  const texts = asObject(object.stringData);
  if (!isSecret(object) || texts === undefined) return object;
  const added = Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? base64(value) : value] as const);
  const data = objectOf([...Object.entries(asObject(object.data) ?? {}), ...added]);
  return withAt(withAt(object, ['stringData'], undefined), ['data'], data);
}

function base64(text: string): string {
  let units = '';
  for (const byte of new TextEncoder().encode(text)) units += String.fromCharCode(byte);
  return btoa(units);
}
