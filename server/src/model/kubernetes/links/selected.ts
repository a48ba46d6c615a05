/** What selectors, and ports by name or number, mean: the pods, Services and ports of the units that a file is part of. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import type { NodeId } from '../../../syntax/tree.ts';
import { asMap, at, type MapValue, textOf, type Value } from '../../kustomize/build/values.ts';
import { scopesMeet } from '../../spaces.ts';
import { namedBy } from './named.ts';
import { BUILT, valuesAt } from './reader.ts';
import { type Port, podsOf, type Selectable, serviceOf } from './selecting.ts';
import { type Member, ofKind, type Unit, unitAt, unitsOf } from './unit.ts';

/** One thing that is meant: the value to go to, and the object as people say it. */
export interface Linked {
  readonly at: Value;
  readonly label: string;
}

/** Nothing where the node selects nothing and names no port. */
export function linkedTo(db: Database, file: FilePath, node: NodeId): readonly Linked[] {
  const found = new Map<string, Linked>();
  for (const directory of unitsOf(db, file)) {
    const unit = unitAt(db, directory);
    if (unit === undefined) continue;
    for (const { from, to } of links(unit, file))
      if (from.at === node && from.source.file === file && from.source.inline === undefined)
        for (const one of to) found.set(`${one.at.source.file} ${one.at.at}`, one);
  }
  return [...found.values()];
}

interface Link {
  readonly from: Value;
  readonly to: readonly Linked[];
}

function* links(unit: Unit, file: FilePath): Generator<Link> {
  const mine = unit.members.filter(({ body }) => body.source.file === file);
  if (mine.length === 0) return;
  const pods = unit.members.flatMap((member) => podsOf(member) ?? []);
  const services = ofKind(unit, '/Service').map(serviceOf);
  for (const member of mine) {
    const spec = at(member.body, 'spec');
    switch (`${member.group}/${member.kind}`) {
      case '/Service': {
        const selected = selectedBy(member, asMap(at(spec, 'selector')), pods);
        yield* selecting(asMap(at(spec, 'selector')), selected);
        for (const port of BUILT.items(at(spec, 'ports'))) yield* toPort(at(port, 'targetPort'), selected);
        break;
      }
      case 'policy/PodDisruptionBudget':
        yield* selecting(...labels(member, at(spec, 'selector'), pods));
        break;
      case 'networking.k8s.io/NetworkPolicy':
        yield* selecting(...labels(member, at(spec, 'podSelector'), pods));
        break;
      case 'monitoring.coreos.com/ServiceMonitor':
      case 'monitoring.coreos.com/PodMonitor': {
        const isOfServices = member.kind === 'ServiceMonitor';
        const [selector, selected] = labels(member, at(spec, 'selector'), isOfServices ? services : pods);
        yield* selecting(selector, selected);
        const list = isOfServices ? 'endpoints' : 'podMetricsEndpoints';
        for (const port of valuesAt<Value>(BUILT, spec, [list, '*', 'port'])) yield* toPort(port, selected);
        break;
      }
    }
    for (const { pointer, kind, name, scope, port } of namedBy<Value>(BUILT, member, member.body)) {
      if (pointer.role !== 'kubernetes/service' || kind !== 'Service' || port === undefined) continue;
      yield* toPort(
        port.at,
        services.filter((one) => one.member.name === name.text && scopesMeet(one.member.scope, scope)),
      );
    }
  }
}

function labels(
  member: Member,
  selector: Value | undefined,
  all: readonly Selectable[],
): [MapValue | undefined, readonly Selectable[]] {
  const wanted = asMap(at(selector, 'matchLabels'));
  return [wanted, selectedBy(member, wanted, all)];
}

function selectedBy({ scope }: Member, selector: MapValue | undefined, all: readonly Selectable[]): readonly Selectable[] {
  if (selector === undefined || selector.size === 0) return [];
  return all.filter(
    ({ member, labels }) =>
      scopesMeet(member.scope, scope) && selector.keys.every((key, i) => labels.get(key) === textOf(selector.values[i])),
  );
}

/** Each of a selector's values stands for all that it selects. */
function* selecting(selector: MapValue | undefined, selected: readonly Selectable[]): Generator<Link> {
  const to = selected.map(({ member }) => ({ at: at(member.body, 'metadata', 'name') ?? member.body, label: labelOf(member) }));
  for (const from of selector?.values ?? []) yield { from, to };
}

function* toPort(from: Value | undefined, selected: readonly Selectable[]): Generator<Link> {
  if (from === undefined) return;
  const text = textOf(from);
  const by: keyof Port = /^\d+$/.test(text) ? 'number' : 'name';
  const to = selected.flatMap(({ member, ports = [] }) =>
    ports.filter((port) => port[by] === text).map((port) => ({ at: port.at, label: `port ${text} of ${labelOf(member)}` })),
  );
  yield { from, to };
}

function labelOf({ kind, name }: Member): string {
  return `${kind} ${name}`;
}
