/** Selectors, and ports by name or number, held against the pods and Services of the same unit. */
import { addTo } from '../../../base/groups.ts';
import { asMap, at, isMissingOrNull, type MapValue, textOf, type Value } from '../../kustomize/build/values.ts';
import { scopesMeet } from '../../spaces.ts';
import { isPlaceholder } from '../naming.ts';
import { namedBy } from './named.ts';
import { isMisspelling, misspelled } from './near.ts';
import { podsIn } from './pointers.ts';
import type { Fault } from './problems.ts';
import { BUILT, valuesAt } from './reader.ts';
import { type Member, ofKind, type Unit } from './unit.ts';

/** What can be selected: a Service, or the pods that a workload makes. */
export interface Selectable {
  readonly member: Member;
  readonly labels: ReadonlyMap<string, string>;
  /** Names and numbers of its ports; undefined where something else adds some. */
  readonly ports: readonly Port[] | undefined;
}

export interface Port {
  readonly name: string;
  readonly number: string;
  /** Where it is called so. */
  readonly at: Value;
}

export function* selecting(unit: Unit): Generator<Fault> {
  const pods = unit.members.flatMap((member) => podsOf(member) ?? []);
  const services = ofKind(unit, '/Service').map(serviceOf);
  const byName = new Map<string, Selectable[]>();
  for (const service of services) addTo(byName, service.member.name, service);
  for (const member of unit.members) {
    switch (`${member.group}/${member.kind}`) {
      case '/Service':
        yield* ofService(member, pods);
        break;
      case 'policy/PodDisruptionBudget':
      case 'networking.k8s.io/NetworkPolicy': {
        const path = member.kind === 'NetworkPolicy' ? 'podSelector' : 'selector';
        const selector = at(member.body, 'spec', path);
        if (isMissingOrNull(at(selector, 'matchExpressions')))
          yield* select(member, asMap(at(selector, 'matchLabels')), pods, 'pod');
        break;
      }
      case 'monitoring.coreos.com/ServiceMonitor':
        yield* ofMonitor(member, services, 'endpoints', 'Service');
        break;
      case 'monitoring.coreos.com/PodMonitor':
        yield* ofMonitor(member, pods, 'podMetricsEndpoints', 'pod');
        break;
    }
    yield* backends(member, byName);
  }
}

export function podsOf(member: Member): Selectable | undefined {
  const path = podsIn(member.group, member.kind);
  if (path === undefined) return undefined;
  const template = at(member.body, ...path.slice(0, -1)) ?? member.body;
  const spec = at(member.body, ...path);
  if (asMap(spec) === undefined) return undefined;
  const containers = ['containers', 'initContainers'].flatMap((list) => BUILT.items(at(spec, list)));
  const isInjected = containers.some((one) => textOf(at(one, 'image')) === 'auto');
  const ports = containers.flatMap((one) => BUILT.items(at(one, 'ports'))).map((port) => portOf(port, 'containerPort'));
  const labels = textsOf(asMap(at(template, 'metadata', 'labels')));
  return { member, labels, ports: isInjected ? undefined : ports };
}

export function serviceOf(member: Member): Selectable {
  const ports = BUILT.items(at(member.body, 'spec', 'ports')).map((port) => portOf(port, 'port'));
  const isElsewhere = textOf(at(member.body, 'spec', 'type')) === 'ExternalName' || ports.length === 0;
  return { member, labels: textsOf(asMap(at(member.body, 'metadata', 'labels'))), ports: isElsewhere ? undefined : ports };
}

function portOf(port: Value, number: string): Port {
  return { name: textOf(at(port, 'name')), number: textOf(at(port, number)), at: at(port, 'name') ?? at(port, number) ?? port };
}

function textsOf(map: MapValue | undefined): ReadonlyMap<string, string> {
  return new Map(map?.keys.map((key, i) => [key, textOf(map.values[i])]));
}

function* ofService(service: Member, pods: readonly Selectable[]): Generator<Fault> {
  if (textOf(at(service.body, 'spec', 'type')) === 'ExternalName') return;
  const selected = yield* select(service, asMap(at(service.body, 'spec', 'selector')), pods, 'pod');
  for (const port of BUILT.items(at(service.body, 'spec', 'ports'))) {
    const target = at(port, 'targetPort');
    // Pods are free to listen on ports that they do not declare; a name has to be declared.
    if (target !== undefined && !/^\d*$/.test(textOf(target))) yield* unknownPort(target, selected, 'name');
  }
}

function* ofMonitor(monitor: Member, all: readonly Selectable[], list: string, what: 'pod' | 'Service'): Generator<Fault> {
  const selector = at(monitor.body, 'spec', 'selector');
  const elsewhere = at(monitor.body, 'spec', 'namespaceSelector');
  if (!isMissingOrNull(at(selector, 'matchExpressions')) || !isMissingOrNull(elsewhere)) return;
  const selected = yield* select(monitor, asMap(at(selector, 'matchLabels')), all, what);
  for (const port of valuesAt<Value>(BUILT, monitor.body, ['spec', list, '*', 'port']))
    yield* unknownPort(port, selected, 'name');
}

/** What a near miss is looked for among. */
const MOST_ALIKE = 300;

/** What a selector selects in the namespace; yields where it selects nothing and something is nearly what it asks for. */
function* select(
  selecting: Member,
  selector: MapValue | undefined,
  all: readonly Selectable[],
  what: 'pod' | 'Service',
): Generator<Fault, readonly Selectable[]> {
  if (selector === undefined || selector.size === 0) return [];
  const wanted = textsOf(selector);
  if ([...wanted.values()].some((value) => value === '' || isPlaceholder(value))) return [];
  const near = all.filter(({ member }) => scopesMeet(member.scope, selecting.scope));
  const selected = near.filter(({ labels }) => [...wanted].every(([key, value]) => labels.get(key) === value));
  if (selected.length > 0) return selected;
  // Among very many something is always nearly alike.
  const misses = (near.length > MOST_ALIKE ? [] : near).flatMap((one) => {
    const miss = missOf(wanted, one.labels);
    return miss === undefined ? [] : [{ one, ...miss }];
  });
  const [first] = misses;
  const value = first && selector.get(first.key);
  if (first === undefined || value === undefined) return [];
  const { key, has, hasKey } = first;
  const { kind, name, body } = first.one.member;
  const args = { what, selected: `${key}: ${textOf(value)}`, owner: `${kind} "${name}"`, has: `${hasKey}: ${has}` };
  const isClear = misses.every((miss) => miss.key === key && miss.hasKey === key && miss.has === has);
  const related = { spot: at(body, 'metadata', 'name') ?? body, message: `${kind} "${name}"` };
  yield { code: 'selects-nothing', args, at: value, ...(isClear && { meant: has }), related };
  return [];
}

/** The one requirement that fails although a label is there that is nearly it, or has the same value under another key. */
function missOf(
  wanted: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): { readonly key: string; readonly hasKey: string; readonly has: string } | undefined {
  const failing = [...wanted].filter(([key, value]) => labels.get(key) !== value);
  const [one] = failing;
  if (one === undefined || failing.length > 1) return undefined;
  const [key, value] = one;
  const has = labels.get(key);
  if (has !== undefined) return isMisspelling(value, has) ? { key, hasKey: key, has } : undefined;
  if (!isWrittenByPeople(key)) return undefined;
  const other = [...labels].find(([, text]) => text === value);
  return other === undefined || wanted.has(other[0]) ? undefined : { key, hasKey: other[0], has: value };
}

/** Labels of other domains are those of operators: `cnpg.io/cluster` stands on pods that one makes, whatever else has that name. */
function isWrittenByPeople(key: string): boolean {
  return !key.includes('/') || key.startsWith('app.kubernetes.io/');
}

/** Ports of Services that are named beside them: numbers by Ingresses and routes, names by Ingresses. */
function* backends(member: Member, services: ReadonlyMap<string, readonly Selectable[]>): Generator<Fault> {
  for (const { pointer, kind, name, scope, port } of namedBy<Value>(BUILT, member, member.body)) {
    if (pointer.role !== 'kubernetes/service' || kind !== 'Service' || port === undefined) continue;
    const meant = services.get(name.text)?.filter((one) => scopesMeet(one.member.scope, scope)) ?? [];
    if (meant.length > 0) yield* unknownPort(port.at, meant, /^\d+$/.test(port.text) ? 'number' : 'name');
  }
}

function* unknownPort(port: Value, selected: readonly Selectable[], by: 'name' | 'number'): Generator<Fault> {
  const text = textOf(port);
  const [first] = selected;
  if (first === undefined || text === '' || isPlaceholder(text) || text === 'use-annotation') return;
  if (selected.some(({ ports }) => ports === undefined || ports.some((one) => one[by] === text))) return;
  const known = [...new Set(selected.flatMap(({ ports }) => ports?.map((one) => one[by]) ?? []))].filter(Boolean);
  const { kind, name, body } = first.member;
  const meant = known.length === 1 ? known[0] : misspelled(text, known);
  const args = {
    port: text,
    owner: `${kind} "${name}"`,
    known: known.length === 0 ? (by === 'name' ? 'it names none' : 'it has none') : `it has ${known.join(', ')}`,
  };
  yield {
    code: 'unknown-port',
    args,
    at: port,
    meant,
    related: { spot: at(body, 'metadata', 'name') ?? body, message: `${kind} "${name}"` },
  };
}
