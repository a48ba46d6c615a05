/** The objects that a kustomization has gathered, in order, found by the ids they have and had. */
import { addTo } from '../../../base/groups.ts';
import { fail } from './problems.ts';
import { idKey, idText, type Resource } from './resource.ts';
import { withShared } from './shared.ts';
import type { Spot } from './values.ts';

export class ResourceList {
  #items: (Resource | undefined)[] = [];
  #current: Map<string, number[]> | undefined;
  #any: Map<string, number[]> | undefined;

  /** The objects that were not deleted. */
  get items(): readonly Resource[] {
    return this.#items.filter((item) => item !== undefined);
  }

  /** All objects in their places, undefined where one was deleted. */
  get places(): readonly (Resource | undefined)[] {
    return [...this.#items];
  }

  /** Adds an object; fails where one of the same id is there. */
  append(resource: Resource): void {
    const { key } = resource;
    this.#current ??= this.#index((one) => [one.key]);
    if (this.#current.has(key)) {
      fail('duplicate-id', spotOf(resource), { id: idText(resource.id) });
    }
    this.#current.set(key, [this.#items.length]);
    if (this.#any !== undefined) for (const id of idsOf(resource)) addTo(this.#any, id, this.#items.length);
    this.#items.push(resource);
  }

  appendAll(resources: readonly Resource[]): void {
    for (const resource of resources) this.append(resource);
  }

  /** The places of the objects that have or had the id. */
  indexesOf(id: string): readonly number[] {
    this.#any ??= this.#index(idsOf);
    return this.#any.get(id) ?? [];
  }

  at(index: number): Resource | undefined {
    return this.#items[index];
  }

  /** Puts a changed object in place of the old one, or nothing where it was deleted. */
  replace(index: number, changed: Resource | undefined): void {
    const old = this.#items[index];
    if (old === changed) return;
    const resource = old === undefined || changed === undefined ? changed : changed.with(withShared(old, changed));
    this.#items[index] = resource;
    if (old !== undefined && resource !== undefined && sameIds(old, resource)) return;
    this.#current = undefined;
    this.#any = undefined;
  }

  /** Changes every object. */
  transform(change: (resource: Resource) => Resource | undefined): void {
    for (let i = 0; i < this.#items.length; i++) {
      const item = this.#items[i];
      if (item !== undefined) this.replace(i, change(item));
    }
  }

  /** Forgets deleted and empty objects. */
  dropEmpty(): void {
    if (this.#items.every((item) => item !== undefined && item.root.size > 0)) return;
    this.#reset(this.#items.filter((item) => item !== undefined && item.root.size > 0));
  }

  /** The same objects in another order, or some of them. */
  reset(items: readonly Resource[]): void {
    this.#reset([...items]);
  }

  /** Fails where two objects have the same id now. */
  demandUniqueIds(code: 'duplicate-id' | 'namespace-conflict', spot?: Spot): void {
    const seen = new Set<string>();
    for (const item of this.items) {
      const { key } = item;
      if (seen.has(key)) fail(code, spot ?? spotOf(item), { id: idText(item.id) });
      seen.add(key);
    }
  }

  #reset(items: (Resource | undefined)[]): void {
    this.#items = items;
    this.#current = undefined;
    this.#any = undefined;
  }

  #index(keys: (resource: Resource) => readonly string[]): Map<string, number[]> {
    const index = new Map<string, number[]>();
    for (const [i, item] of this.#items.entries()) if (item !== undefined) for (const key of keys(item)) addTo(index, key, i);
    return index;
  }
}

/** Each id once. */
function idsOf(resource: Resource): readonly string[] {
  return [...new Set([...resource.previousIds.map(idKey), resource.key])];
}

function sameIds(a: Resource, b: Resource): boolean {
  return a.memory.previous === b.memory.previous && a.key === b.key;
}

/** Where an object stands. */
export function spotOf(resource: Resource): Spot {
  const name = resource.root.get('metadata') ?? resource.root;
  return { source: name.source, at: name.at };
}
