/** Which values of a build must not be shown: those of Secrets, and what a build carried from them to elsewhere. */
import type { BuildResult, BuiltObject } from '../build/build.ts';
import { fieldsOf } from '../build/origins.ts';
import { asMap, type Value } from '../build/values.ts';

/** What stands in place of a secret. */
export const MASK = '••••••';

const VALUES = ['data', 'stringData'] as const;

export class Secrets {
  readonly #build: BuildResult;
  #texts: readonly string[] | undefined;

  constructor(build: BuildResult) {
    this.#build = build;
  }

  /** True for a field of an object, at a path of keys and indexes, whose value nobody may read over a shoulder. */
  hides(object: Pick<BuiltObject, 'id'>, path: readonly (string | number)[], value: Value): boolean {
    if (isSecretPath(object, path)) return true;
    // Replacements and vars alone carry values from one object to another.
    const { via } = value.source;
    if (value.kind !== 'scalar' || (via !== 'replacement' && via !== 'var')) return false;
    this.#texts ??= secretTexts(this.#build);
    return this.#texts.some((text) => value.text.includes(text));
  }
}

/** The values of a Secret; also the copies that `kubectl apply` leaves in an annotation. */
function isSecretPath(object: Pick<BuiltObject, 'id'>, path: readonly (string | number)[]): boolean {
  if (object.id.kind !== 'Secret') return false;
  const [first, second, third] = path;
  if (VALUES.some((field) => field === first)) return true;
  return first === 'metadata' && second === 'annotations' && third === 'kubectl.kubernetes.io/last-applied-configuration';
}

/** The values of all Secrets, as written and decoded. */
function secretTexts(build: BuildResult): readonly string[] {
  const texts = new Set<string>();
  for (const { id, value } of build.objects) {
    if (id.kind !== 'Secret') continue;
    for (const name of VALUES) {
      const map = asMap(value.get(name));
      if (map === undefined) continue;
      for (const field of fieldsOf(map)) {
        if (field.value.kind !== 'scalar') continue;
        const text = field.value.text.trim();
        texts.add(text).add(decoded(text));
      }
    }
  }
  texts.delete('');
  return [...texts];
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s/g, '')), (unit) => unit.charCodeAt(0))).trim();
  } catch {
    return text;
  }
}
