/**
 * A label that one transformer writes into several places of an object is one node in Kustomize: what later changes it in
 * one place changes it in all. An overlay that sets the label without selectors thus changes selectors too, where its base
 * has set them. That is what is deployed, so it is what is built here.
 */
import type { Resource } from './resource.ts';
import { asMap, type MapValue, type ScalarValue, type Value } from './values.ts';

type Changes = Map<object, ScalarValue>;

/** The changed object with every change of a shared scalar made in all its places. */
export function withShared(before: Resource, after: Resource): MapValue {
  const { shared } = before.memory;
  if (shared.size === 0 || after.memory.shared.size === 0 || before.root === after.root) return after.root;
  const changes: Changes = new Map();
  collect(before.root, after.root, shared, changes);
  return changes.size === 0 ? after.root : (asMap(spread(before.root, after.root, changes)) ?? after.root);
}

/** Of several changes the last counts; fields are changed in the order of their names. */
function collect(before: Value, after: Value, shared: ReadonlySet<object>, changes: Changes): void {
  if (before === after || before.kind !== after.kind) return;
  if (before.kind === 'scalar') {
    if (after.kind !== 'scalar' || before.shared === undefined || !shared.has(before.shared) || sameScalar(before, after)) return;
    changes.set(before.shared, after);
    return;
  }
  if (before.kind === 'map') {
    if (after.kind !== 'map') return;
    const changed = before.keys.filter(
      (key, i) => before.values[i] !== (after.keys[i] === key ? after.values[i] : after.get(key)),
    );
    for (const key of changed.sort()) {
      const [old, value] = [before.get(key), after.get(key)];
      if (old !== undefined && value !== undefined) collect(old, value, shared, changes);
    }
    return;
  }
  if (after.kind !== 'list' || before.items.length !== after.items.length) return;
  for (const [i, old] of before.items.entries()) {
    const value = after.items[i];
    if (value !== undefined) collect(old, value, shared, changes);
  }
}

function sameScalar(a: ScalarValue, b: ScalarValue): boolean {
  return a.text === b.text && a.tag === b.tag && a.style === b.style;
}

/** Writes the changes into every place of their group, and keeps the places together. */
function spread(before: Value | undefined, after: Value, changes: Changes): Value {
  if (after.kind === 'scalar') {
    const group = after.shared ?? (before?.kind === 'scalar' ? before.shared : undefined);
    const change = group === undefined ? undefined : changes.get(group);
    return change === undefined ? after : change.sharing(group);
  }
  const children = after.kind === 'map' ? after.values : after.items;
  let changed: Value[] | undefined;
  for (const [i, child] of children.entries()) {
    const old =
      after.kind === 'map' ? asMap(before)?.get(after.keys[i] ?? '') : before?.kind === 'list' ? before.items[i] : undefined;
    const value = spread(old, child, changes);
    if (value === child) continue;
    changed ??= [...children];
    changed[i] = value;
  }
  if (changed === undefined) return after;
  return after.kind === 'map' ? after.withValues(changed) : after.with(changed);
}

/** Where a build notes origins it writes all annotations anew, each for itself. */
export function withOwnAnnotations({ root, memory }: Resource): MapValue {
  const metadata = asMap(root.get('metadata'));
  const annotations = asMap(metadata?.get('annotations'));
  if (memory.shared.size === 0 || metadata === undefined || annotations === undefined) return root;
  const values = annotations.values.map((value) => (value.kind === 'scalar' ? value.sharing(undefined) : value));
  if (values.every((value, i) => value === annotations.values[i])) return root;
  return root.set('metadata', metadata.set('annotations', annotations.withValues(values)));
}
