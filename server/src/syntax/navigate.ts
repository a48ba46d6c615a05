/** Questions about a tree: fields by name, walks, paths. Aliases and merge keys are followed as controllers do. */
import { isMergeKey } from './scalars.ts';
import type { Entry, Mapping, Node, NodeId, Scalar, Sequence } from './tree.ts';

/** How many aliases a walk follows before it gives up; deeper ones are hostile. */
const MAX_ALIASES = 64;

/** The node itself, or what an alias stands for; undefined where the anchor is missing or the aliases run in a circle. */
export function resolved(node: Node | undefined): Scalar | Mapping | Sequence | undefined {
  let at = node;
  for (let hops = 0; at !== undefined && at.kind === 'alias'; hops++) {
    if (hops >= MAX_ALIASES) return undefined;
    at = at.target;
  }
  return at;
}

export function asMapping(node: Node | undefined): Mapping | undefined {
  const found = resolved(node);
  return found?.kind === 'mapping' ? found : undefined;
}

export function asSequence(node: Node | undefined): Sequence | undefined {
  const found = resolved(node);
  return found?.kind === 'sequence' ? found : undefined;
}

export function asScalar(node: Node | undefined): Scalar | undefined {
  const found = resolved(node);
  return found?.kind === 'scalar' ? found : undefined;
}

/** The text of a scalar that holds some; undefined for an empty plain scalar, `null` and `~`. */
export function textOf(node: Node | undefined): string | undefined {
  const scalar = asScalar(node);
  if (scalar === undefined || (scalar.style === 'plain' && /^(~|null|Null|NULL)?$/.test(scalar.value))) return undefined;
  return scalar.value;
}

/** The value of the mapping's last own entry with this key, else what a merge key (`<<`) brings. */
export function field(node: Node | undefined, key: string): Node | undefined {
  return entry(node, key)?.value;
}

/**
 * Like {@link field}, with the key node. Own keys win over merged ones and the first merged mapping over the next, as in
 * go-yaml v3, with which Kustomize reads. (v2 lets a `<<` that is written below a key replace it.)
 */
export function entry(node: Node | undefined, key: string): Entry | undefined {
  const mapping = asMapping(node);
  if (mapping === undefined) return undefined;
  return ownEntry(mapping, key) ?? (mapping.entries.some((one) => isMergeKey(one.key)) ? mergedEntry(mapping, key) : undefined);
}

function ownEntry(mapping: Mapping, key: string): Entry | undefined {
  for (let i = mapping.entries.length - 1; i >= 0; i--) {
    const one = mapping.entries[i];
    if (one?.key.kind === 'scalar' && one.key.value === key) return one;
  }
  return undefined;
}

/** Looks into every merged mapping once, however often and deeply they merge one another. */
function mergedEntry(mapping: Mapping, key: string): Entry | undefined {
  const seen = new Set<Mapping>([mapping]);
  const waiting = mergedInto(mapping);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const found = ownEntry(next, key);
    if (found !== undefined) return found;
    for (const one of mergedInto(next)) waiting.push(one);
  }
  return undefined;
}

/** What the merge keys of a mapping bring, what counts most last. */
function mergedInto(mapping: Mapping): Mapping[] {
  const merged = mapping.entries
    .filter(({ key }) => isMergeKey(key))
    .flatMap(({ value }) => asSequence(value)?.items ?? [value])
    .map(asMapping);
  return merged.filter((one) => one !== undefined).reverse();
}

/** The field at a path of keys. */
export function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((current, key) => field(current, key), node);
}

/** The items of a sequence; nothing for everything else. */
export function items(node: Node | undefined): readonly Node[] {
  return asSequence(node)?.items ?? [];
}

/** The node to which keys and indexes lead; undefined where there is none. */
export function nodeAt(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  return path.reduce<Node | undefined>((node, step) => (typeof step === 'number' ? items(node)[step] : field(node, step)), root);
}

/** Every node below and including `node`, keys too, in reading order; aliases are not followed. */
export function* descendants(node: Node | undefined): Generator<Node> {
  const waiting: Node[] = node === undefined ? [] : [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (next.kind === 'mapping') {
      for (let i = next.entries.length - 1; i >= 0; i--) {
        const one = next.entries[i];
        if (one !== undefined) waiting.push(one.value, one.key);
      }
    } else if (next.kind === 'sequence') {
      for (let i = next.items.length - 1; i >= 0; i--) {
        const item = next.items[i];
        if (item !== undefined) waiting.push(item);
      }
    }
  }
}

/** The steps from the root to the node with this id: mapping keys and sequence indexes; undefined where it is not below. */
export function pathTo(root: Node, id: NodeId): readonly (string | number)[] | undefined {
  const path: (string | number)[] = [];
  let node: Node = root;
  while (node.id !== id) {
    const step = stepTowards(node, id);
    if (step === undefined) return undefined;
    path.push(step.key);
    if (step.isKey) return path;
    node = step.node;
  }
  return path;
}

/** Ids grow in reading order, so the child that holds `id` is the last one that does not start after it. */
function stepTowards(node: Node, id: NodeId): { key: string | number; node: Node; isKey: boolean } | undefined {
  if (id < node.id) return undefined;
  if (node.kind === 'sequence') {
    const i = lastAtMost(node.items.length, (i) => node.items[i]?.id ?? 0, id);
    const item = node.items[i];
    return item === undefined ? undefined : { key: i, node: item, isKey: false };
  }
  if (node.kind === 'mapping') {
    const one = node.entries[lastAtMost(node.entries.length, (i) => node.entries[i]?.key.id ?? 0, id)];
    if (one === undefined) return undefined;
    const key = one.key.kind === 'scalar' ? one.key.value : '?';
    return one.value.id <= id ? { key, node: one.value, isKey: false } : { key, node: one.key, isKey: true };
  }
  return undefined;
}

/** The last of `count` growing numbers that is at most `limit`; -1 where none is. */
function lastAtMost(count: number, numberOf: (i: number) => number, limit: number): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numberOf(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
