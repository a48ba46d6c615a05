/** Reading objects that came from a cluster: any part may be missing or of another type than its schema says. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What stands below these keys; undefined where nothing does. Keys of prototypes are never seen. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let here = value;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, key)) return undefined;
    here = (here as { readonly [key: string]: Json })[key];
  }
  return here;
}

/** The text below these keys; undefined where there is none, or an empty one. */
export function text(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function isTrue(value: Json | undefined, ...keys: readonly string[]): boolean {
  return at(value, ...keys) === true;
}

/** The list below these keys; empty where there is none. */
export function list(value: Json | undefined, ...keys: readonly string[]): readonly Json[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}
