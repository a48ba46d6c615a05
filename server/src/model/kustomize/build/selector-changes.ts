/**
 * What labels do to the selectors of workloads, which cannot be changed once they are deployed: values that a base has set
 * become others, or different workloads come to select the same pods.
 */
import { addTo } from '../../../base/groups.ts';
import { dirname } from '../../../base/paths.ts';
import type { Accumulator } from './accumulator.ts';
import { effectiveNamespace, idText, type Resource } from './resource.ts';
import { asMap, at, type MapValue, textOf } from './values.ts';

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Runs `write`, which puts the labels into selectors, and remarks on what becomes of those. */
export function judgeSelectors(into: Accumulator, labels: MapValue, write: () => void): void {
  const before = selectorsOf(into.list.items);
  write();
  const after = selectorsOf(into.list.items);
  const here = dirname(labels.source.file);
  for (const [i, key] of labels.keys.entries()) {
    const place = labels.values[i] ?? labels;
    const changed = [...before].flatMap(([id, old]) => {
      const now = after.get(id);
      const value = old.labels.get(key);
      if (now === undefined || value === undefined || now.labels.get(key) === value) return [];
      return [{ old, now, value, isInherited: dirname(old.resource.root.source.file) !== here }];
    });
    const same = collision(changed.map(({ old, now }) => ({ old, now })));
    if (same !== undefined) into.remark('selectors-collide', place, { key, ...same });
    const inherited = changed.find(({ isInherited }) => isInherited);
    if (same === undefined && inherited !== undefined)
      into.remark('selector-overwritten', place, { key, id: idText(inherited.old.resource.id), value: inherited.value });
  }
}

interface Selecting {
  readonly resource: Resource;
  readonly labels: ReadonlyMap<string, string>;
}

function selectorsOf(resources: readonly Resource[]): ReadonlyMap<string, Selecting> {
  const found = new Map<string, Selecting>();
  for (const resource of resources) {
    if (!WORKLOADS.has(resource.id.kind)) continue;
    const selector = asMap(at(resource.root, 'spec', 'selector', 'matchLabels'));
    if (selector === undefined || selector.size === 0) continue;
    const labels = new Map(selector.keys.map((key, i) => [key, textOf(selector.values[i])]));
    found.set(resource.key, { resource, labels });
  }
  return found;
}

/** Two workloads of one namespace that selected different pods before and the same ones now. */
function collision(
  changed: readonly { readonly old: Selecting; readonly now: Selecting }[],
): { readonly first: string; readonly second: string } | undefined {
  const groups = new Map<string, { old: Selecting; now: Selecting }[]>();
  for (const one of changed) addTo(groups, `${effectiveNamespace(one.now.resource.id)} ${keyOf(one.now)}`, one);
  for (const group of groups.values()) {
    const [first, ...others] = group;
    const second = others.find(({ old }) => first !== undefined && keyOf(old) !== keyOf(first.old));
    if (first !== undefined && second !== undefined)
      return { first: idText(first.now.resource.id), second: idText(second.now.resource.id) };
  }
  return undefined;
}

function keyOf({ labels }: Selecting): string {
  return JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}
