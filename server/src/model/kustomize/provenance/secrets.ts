/** Which values of a build must not be shown: those of Secrets, wherever a build carried them to. */
import type { BuildResult, BuiltObject } from '../build/build.ts';
import { fieldsOf } from '../build/origins.ts';
import { asMap, type Value } from '../build/values.ts';

/** What stands in place of a secret. */
export const MASK = '••••••';

/** Shorter texts, such as `true`, stand everywhere and give nothing away. */
const SHORTEST = 5;

const VALUES = ['data', 'stringData'] as const;

export class Secrets {
  readonly #texts: ReadonlySet<string>;

  constructor(build: BuildResult) {
    const texts = new Set<string>();
    for (const object of build.objects)
      for (const value of secretValues(object)) {
        texts.add(value);
        texts.add(decoded(value));
      }
    this.#texts = new Set([...texts].filter((text) => text.length >= SHORTEST));
  }

  /** True for a field of an object, at a path of keys and indexes, whose value nobody may read over a shoulder. */
  hides(object: BuiltObject, path: readonly (string | number)[], value: Value): boolean {
    if (isSecretPath(object, path)) return true;
    return value.kind === 'scalar' && this.#texts.has(value.text.trim());
  }
}

/** The values of a Secret; also the copies that `kubectl apply` leaves in an annotation. */
export function isSecretPath(object: BuiltObject, path: readonly (string | number)[]): boolean {
  if (object.id.kind !== 'Secret') return false;
  const [first, second, third] = path;
  if (VALUES.some((field) => field === first)) return true;
  return first === 'metadata' && second === 'annotations' && third === 'kubectl.kubernetes.io/last-applied-configuration';
}

function* secretValues(object: BuiltObject): Generator<string> {
  if (object.id.kind !== 'Secret') return;
  for (const field of VALUES) {
    const map = asMap(object.value.get(field));
    if (map !== undefined) for (const { value } of fieldsOf(map)) if (value.kind === 'scalar') yield value.text.trim();
  }
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s/g, '')), (unit) => unit.charCodeAt(0))).trim();
  } catch {
    return text;
  }
}
