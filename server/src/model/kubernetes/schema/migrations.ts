/** What of an object changes beside its API version, where a later one has fields under other names or wants more of them. */
import { asMapping, at, entry, items, textOf } from '../../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import type { NewField } from '../../sketch.ts';
import { type Nested, nested } from '../authoring/nested.ts';
import { groupOf, podSpecPath } from '../kinds.ts';
import type { Mistake } from './mistake.ts';
import { isWritten } from './values.ts';

/** A change of an object's tree; entries are named by their keys. */
export type Change =
  | { readonly do: 'rename'; readonly key: NodeId; readonly to: string }
  | { readonly do: 'remove'; readonly key: NodeId }
  /** `put` adds the fields, `rewrite` has them instead of all others. */
  | { readonly do: 'put' | 'rewrite'; readonly node: NodeId; readonly fields: readonly NewField[] };

export interface Moves {
  readonly changes: readonly Change[];
  /** True for what the changes mend. */
  settles(mistake: Mistake): boolean;
}

/** Undefined where it is not certain what has to become of the object. */
export function movesTo(object: Mapping, apiVersion: string, kind: string): Moves | undefined {
  const mover = new Mover();
  const move = MOVES.get(kind);
  try {
    move?.(mover, object, apiVersion);
    return mover;
  } catch (thrown) {
    if (thrown instanceof Unclear) return undefined;
    throw thrown;
  }
}

class Unclear extends Error {}

class Mover implements Moves {
  readonly changes: Change[] = [];
  readonly #mended = new Set<NodeId>();
  readonly #given = new Set<string>();

  settles(mistake: Mistake): boolean {
    // Where any of several fields would do, they are named together.
    if (mistake.what === 'missing-field')
      return (
        this.#mended.has(mistake.mapping) ||
        mistake.field.split(',').some((name) => this.#given.has(`${mistake.mapping} ${name.trim()}`))
      );
    return this.#mended.has(mistake.at) || ('mapping' in mistake && this.#mended.has(mistake.mapping));
  }

  rename(mapping: Mapping, from: string, to: string): void {
    const found = entry(mapping, from);
    if (found === undefined) return;
    this.changes.push({ do: 'rename', key: found.key.id, to });
    this.#mended.add(found.key.id);
    this.#given.add(`${mapping.id} ${to}`);
  }

  remove(mapping: Mapping, name: string): void {
    const found = entry(mapping, name);
    if (found === undefined) return;
    this.changes.push({ do: 'remove', key: found.key.id });
    this.#mended.add(found.key.id);
  }

  put(mapping: Mapping, name: string, value: Nested, below?: readonly string[]): void {
    const field = { ...nested(name, value), ...(below !== undefined && { below }) };
    this.changes.push({ do: 'put', node: mapping.id, fields: [field] });
    this.#given.add(`${mapping.id} ${name}`);
  }

  rewrite(mapping: Mapping, fields: Readonly<Record<string, Nested | undefined>>): void {
    const written = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [nested(name, value)]));
    this.changes.push({ do: 'rewrite', node: mapping.id, fields: written });
    this.#mended.add(mapping.id);
    for (const { key } of mapping.entries) this.#mended.add(key.id);
  }
}

type Move = (mover: Mover, object: Mapping, apiVersion: string) => void;

/** Kinds whose fields moved; all others are the same under their new version, or refused where they are not. */
const MOVES: ReadonlyMap<string, Move> = new Map<string, Move>([
  ['Ingress', moveIngress],
  ['HorizontalPodAutoscaler', moveAutoscaler],
  ['PodDisruptionBudget', moveBudget],
  ['PriorityLevelConfiguration', moveLevel],
  ['Deployment', moveWorkload],
  ['DaemonSet', moveWorkload],
  ['ReplicaSet', moveWorkload],
  ['StatefulSet', moveWorkload],
]);

function ownMapping(node: Node | undefined): Mapping | undefined {
  return node?.kind === 'mapping' && node.entries.length > 0 ? node : undefined;
}

/** As it is written, with its quotes; only what stands in one word. */
function word(mapping: Mapping, name: string): string | undefined {
  const value = entry(mapping, name)?.value;
  if (value === undefined || !isWritten(value)) return undefined;
  if (value.kind !== 'scalar' || !/^[\w./-]+$/.test(value.value)) throw new Unclear();
  return value.style === 'plain' ? value.value : `"${value.value}"`;
}

/** Fails where the mapping says more than is moved. */
function insistOnly(mapping: Mapping, names: readonly string[]): void {
  if (!mapping.entries.every(({ key }) => key.kind === 'scalar' && names.includes(key.value))) throw new Unclear();
}

function moveIngress(mover: Mover, object: Mapping): void {
  const spec = ownMapping(at(object, 'spec'));
  if (spec === undefined) return;
  const only = ownMapping(at(spec, 'backend'));
  if (only !== undefined) moveBackend(mover, only);
  mover.rename(spec, 'backend', 'defaultBackend');
  for (const rule of items(at(spec, 'rules'))) {
    for (const one of items(at(rule, 'http', 'paths'))) {
      const path = ownMapping(one);
      const backend = ownMapping(at(path, 'backend'));
      if (path === undefined || backend === undefined) throw new Unclear();
      moveBackend(mover, backend);
      if (entry(path, 'pathType') === undefined) mover.put(path, 'pathType', 'ImplementationSpecific', ['path']);
    }
  }
}

function moveBackend(mover: Mover, backend: Mapping): void {
  if (entry(backend, 'resource') !== undefined) return;
  insistOnly(backend, ['serviceName', 'servicePort']);
  const [name, port] = [word(backend, 'serviceName'), entry(backend, 'servicePort')?.value];
  const written = word(backend, 'servicePort');
  if (name === undefined || port === undefined || written === undefined) throw new Unclear();
  const isNumber = port.kind === 'scalar' && port.style === 'plain' && /^\d+$/.test(port.value);
  // A number in quotes was taken for one, too.
  const number = /^"(\d+)"$/.exec(written)?.[1];
  const to = isNumber || number !== undefined ? { number: number ?? written } : { name: written };
  mover.rewrite(backend, { service: { name, port: to } });
}

/** `v2beta1` has its targets in fields of their own. */
function moveAutoscaler(mover: Mover, object: Mapping, apiVersion: string): void {
  if (!apiVersion.endsWith('/v2beta1')) return;
  for (const metric of items(at(object, 'spec', 'metrics'))) {
    const type = textOf(at(metric, 'type')) ?? '';
    const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    const source = ownMapping(at(metric, name));
    if (source === undefined) throw new Unclear();
    moveMetric(mover, source, name);
  }
}

const TARGETS: readonly (readonly [string, string, string])[] = [
  ['targetAverageUtilization', 'Utilization', 'averageUtilization'],
  ['targetAverageValue', 'AverageValue', 'averageValue'],
  ['averageValue', 'AverageValue', 'averageValue'],
  ['targetValue', 'Value', 'value'],
];

function moveMetric(mover: Mover, source: Mapping, name: string): void {
  const [from, type, field] = TARGETS.find(([one]) => entry(source, one) !== undefined) ?? [];
  const amount = from === undefined ? undefined : word(source, from);
  if (from === undefined || type === undefined || field === undefined || amount === undefined) throw new Unclear();
  const target = { type, [field]: amount };
  switch (name) {
    case 'resource':
    case 'containerResource':
      insistOnly(source, ['name', 'container', from]);
      mover.rewrite(source, { name: word(source, 'name'), container: word(source, 'container'), target });
      return;
    case 'pods':
    case 'external':
      insistOnly(source, ['metricName', from]);
      mover.rewrite(source, { metric: { name: word(source, 'metricName') ?? '' }, target });
      return;
    case 'object': {
      insistOnly(source, ['metricName', 'target', from]);
      const of = ownMapping(at(source, 'target'));
      if (of === undefined) throw new Unclear();
      insistOnly(of, ['apiVersion', 'kind', 'name']);
      const names = ['apiVersion', 'kind', 'name'].flatMap((one) =>
        entry(of, one) === undefined ? [] : [[one, word(of, one) ?? '']],
      );
      const metric = { name: word(source, 'metricName') ?? '' };
      mover.rewrite(source, { describedObject: Object.fromEntries(names), metric, target });
      return;
    }
    default:
      throw new Unclear();
  }
}

/** An empty selector was for no pods, and is for all of the namespace now. */
function moveBudget(_: Mover, object: Mapping): void {
  const selector = asMapping(at(object, 'spec', 'selector'));
  if (selector === undefined || selector.entries.length === 0) throw new Unclear();
}

function moveLevel(mover: Mover, object: Mapping): void {
  const limited = ownMapping(at(object, 'spec', 'limited'));
  if (limited !== undefined) mover.rename(limited, 'assuredConcurrencyShares', 'nominalConcurrencyShares');
}

/** Selectors were those of the pods' labels where none was written. */
function moveWorkload(mover: Mover, object: Mapping, apiVersion: string): void {
  const spec = ownMapping(at(object, 'spec'));
  if (spec === undefined) return;
  // Pods were replaced only when somebody deleted them, where nothing else was asked for.
  const kind = textOf(at(object, 'kind')) ?? '';
  const isOnDelete =
    (kind === 'DaemonSet' && groupOf(apiVersion) === 'extensions') || (kind === 'StatefulSet' && apiVersion === 'apps/v1beta1');
  if (isOnDelete && entry(spec, 'updateStrategy') === undefined) mover.put(spec, 'updateStrategy', { type: 'OnDelete' });
  mover.remove(spec, 'rollbackTo');
  mover.remove(spec, 'templateGeneration');
  if (isWritten(entry(spec, 'selector')?.value)) return;
  const pods = podSpecPath('apps', kind)?.slice(0, -1) ?? [];
  const labels = ownMapping(at(object, ...pods, 'metadata', 'labels'));
  const own = (labels?.entries ?? []).map(({ key, value }) => [textOf(key) ?? '', textOf(value) ?? ''] as const);
  if (own.length === 0 || !own.every(([key, value]) => /^[\w./-]+$/.test(key) && /^[A-Za-z][\w.-]*$/.test(value)))
    throw new Unclear();
  mover.put(spec, 'selector', { matchLabels: Object.fromEntries(own) }, ['replicas']);
}
