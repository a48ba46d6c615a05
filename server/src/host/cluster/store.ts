/** The objects of a cluster by kind, as they were last seen; who listens is told in bunches. */
import { at, type Json, text } from '../../model/live/json.ts';

export class Store {
  readonly #kinds = new Map<string, Map<string, Json>>();
  #all: readonly Json[] | undefined;

  get all(): readonly Json[] {
    this.#all ??= [...this.#kinds.values()].flatMap((objects) => [...objects.values()]);
    return this.#all;
  }

  /** Puts all objects of a kind in the place of those that were there, of one namespace where it is named. */
  replace(kind: string, objects: readonly Json[], apiVersion: string, namespace?: string): void {
    const kept = namespace === undefined ? [] : [...(this.#kinds.get(kind) ?? [])];
    const others = kept.filter(([, object]) => text(object, 'metadata', 'namespace') !== namespace);
    this.#kinds.set(
      kind,
      new Map([...others, ...objects.map((object): [string, Json] => [keyOf(object), slim(object, kind, apiVersion)])]),
    );
    this.#all = undefined;
  }

  set(kind: string, object: Json, apiVersion: string): void {
    let objects = this.#kinds.get(kind);
    if (objects === undefined) {
      objects = new Map();
      this.#kinds.set(kind, objects);
    }
    objects.set(keyOf(object), slim(object, kind, apiVersion));
    this.#all = undefined;
  }

  remove(kind: string, object: Json): void {
    if (this.#kinds.get(kind)?.delete(keyOf(object))) this.#all = undefined;
  }
}

function keyOf(object: Json): string {
  return `${text(object, 'metadata', 'namespace') ?? ''}/${text(object, 'metadata', 'name') ?? ''}`;
}

/** Items of lists lack kind and version; what managed which field is as large as the rest and asked for when needed. */
function slim(object: Json, kind: string, apiVersion: string): Json {
  const metadata = at(object, 'metadata');
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return object;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return object;
  const { managedFields: _, ...rest } = metadata as { readonly [key: string]: Json };
  return { ...object, apiVersion, kind, metadata: rest };
}
