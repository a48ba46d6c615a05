/** What Services, Ingresses and NetworkPolicies say in several fields at once. */
import { asMapping, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { formProblem } from '../forms.ts';
import type { Hinge } from '../mistake.ts';
import { certainNumber, certainText, isFilledIn, isPresent, isWritten } from '../values.ts';
import { checkSpecial } from './addresses.ts';
import { below, headOf, type Seen } from './check.ts';

/** `ValidateService`. */
export function checkService(seen: Seen): void {
  const { mapping, path, add } = seen;
  const type = certainText(mapping, 'type');
  const address = certainText(mapping, 'clusterIP');
  if (type === undefined || address === undefined) return;
  const ports = entry(mapping, 'ports');
  const isHeadless = address === 'None';
  if (!isPresent(ports?.value) && !isHeadless && type !== 'ExternalName')
    add({
      what: 'missing-field',
      at: (ports?.key ?? headOf(seen)).id,
      mapping: mapping.id,
      field: 'ports',
      path,
      because: 'it has an address',
      hinges: [{ mapping: mapping.id, field: 'ports', isThere: false }],
    });
  const ip = entry(mapping, 'clusterIP')?.value;
  if (isHeadless && ip !== undefined && (type === 'LoadBalancer' || type === 'NodePort'))
    conflict(seen, ip, below(path, 'clusterIP'), `cannot be "None" while type is "${type}"`, entry(mapping, 'type')?.value);
  for (const one of items(entry(mapping, 'externalIPs')?.value)) checkSpecial(seen, one, `${below(path, 'externalIPs')}[]`);
  checkTraffic(seen, type);
  checkFamilies(seen);
  checkServicePorts(seen, type);
}

function conflict(seen: Seen, at: Node, path: string, problem: string, other?: Node): void {
  const hinges: Hinge[] = [{ node: at.id }, ...(other === undefined ? [] : [{ node: other.id }])];
  seen.add({ what: 'conflicting-fields', at: at.id, path, problem, hinges });
}

function checkTraffic(seen: Seen, type: string): void {
  const { mapping, path } = seen;
  const policy = entry(mapping, 'externalTrafficPolicy')?.value;
  const isOutside =
    type === 'LoadBalancer' ||
    type === 'NodePort' ||
    (type !== 'ExternalName' && isPresent(entry(mapping, 'externalIPs')?.value));
  if (policy !== undefined && isPresent(policy) && !isOutside)
    conflict(seen, policy, below(path, 'externalTrafficPolicy'), 'goes with type "LoadBalancer" or "NodePort" only');
  const check = entry(mapping, 'healthCheckNodePort')?.value;
  const port = certainNumber(mapping, 'healthCheckNodePort');
  if (check !== undefined && port !== undefined && port !== 0 && !(type === 'LoadBalancer' && textOf(policy) === 'Local'))
    conflict(
      seen,
      check,
      below(path, 'healthCheckNodePort'),
      'goes with type "LoadBalancer" and externalTrafficPolicy "Local" only',
    );
}

function checkFamilies(seen: Seen): void {
  const { mapping, path, add } = seen;
  const known = new Map<string, Node>();
  for (const one of items(entry(mapping, 'ipFamilies')?.value)) {
    const text = textOf(one);
    if (text === undefined || isFilledIn(text)) continue;
    const first = known.get(text);
    if (first === undefined) known.set(text, one);
    else add({ what: 'duplicate-entry', at: one.id, first: first.id, path: below(path, 'ipFamilies'), text, isRefused: true });
  }
  const policy = entry(mapping, 'ipFamilyPolicy')?.value;
  if (known.size > 1 && policy !== undefined && textOf(policy) === 'SingleStack')
    conflict(seen, policy, below(path, 'ipFamilyPolicy'), 'cannot be "SingleStack" with two ipFamilies');
}

function checkServicePorts(seen: Seen, type: string): void {
  const { mapping, path, add } = seen;
  const ports = items(entry(mapping, 'ports')?.value);
  const names = new Map<string, Node>();
  const nodePorts = new Map<string, Node>();
  for (const port of ports) {
    const found = asMapping(port);
    if (found === undefined) continue;
    const name = certainText(found, 'name');
    const node = entry(found, 'name')?.value;
    const holder = port;
    if (ports.length > 1 && name === '')
      add({
        what: 'missing-field',
        at: (entry(found, 'name')?.key ?? headOf({ mapping: found, holder })).id,
        mapping: found.id,
        field: 'name',
        path: `${path}.ports[]`,
        because: 'there are several ports',
        hinges: [{ mapping: found.id, field: 'name', isThere: false }],
      });
    repeated(seen, names, name === '' ? undefined : name, node, `${path}.ports`);
    const asked = entry(found, 'nodePort')?.value;
    const number = certainNumber(found, 'nodePort');
    if (asked === undefined || number === undefined || number === 0) continue;
    if (type === '' || type === 'ClusterIP')
      conflict(seen, asked, `${path}.ports[].nodePort`, 'goes with type "NodePort" or "LoadBalancer" only');
    else
      repeated(seen, nodePorts, `${certainText(found, 'protocol') || 'TCP'} ${number}`, asked, `${path}.ports`, String(number));
  }
}

function repeated(
  { add }: Seen,
  known: Map<string, Node>,
  key: string | undefined,
  node: Node | undefined,
  path: string,
  text = key ?? '',
): void {
  if (key === undefined || node === undefined) return;
  const first = known.get(key);
  if (first === undefined) known.set(key, node);
  else {
    const hinges: Hinge[] = [{ node: node.id }, { node: first.id }];
    add({ what: 'duplicate-entry', at: node.id, first: first.id, path, text, isRefused: true, hinges });
  }
}

/** `validateIngressBackend`: a service has a port, by number or by name. */
export function checkIngressService(seen: Seen): void {
  const { mapping, path, add, holder } = seen;
  const port = entry(mapping, 'port');
  const found = asMapping(port?.value);
  const number = found === undefined ? '' : certainText(found, 'number');
  const name = found === undefined ? '' : certainText(found, 'name');
  if (number === undefined || name === undefined || name !== '' || (number !== '' && number !== '0')) return;
  if (port !== undefined && found === undefined && isWritten(port.value)) return;
  const owner = found ?? mapping;
  const fields = found === undefined ? ['port'] : ['name', 'number'];
  add({
    what: 'missing-field',
    at: (entry(owner, 'number') ?? entry(owner, 'name') ?? port)?.key.id ?? headOf({ mapping, holder }).id,
    mapping: owner.id,
    field: fields.join(', '),
    path: found === undefined ? path : below(path, 'port'),
    hinges:
      number === '0'
        ? [{ node: entry(owner, 'number')?.value.id ?? 0 }]
        : fields.map((field) => ({ mapping: owner.id, field, isThere: false })),
  });
}

/** A backend that is no service is named in full. */
export function checkIngressBackend({ mapping, path, add }: Seen): void {
  const resource = entry(mapping, 'resource');
  const found = asMapping(resource?.value);
  if (resource === undefined || found === undefined) return;
  for (const field of ['kind', 'name'])
    if (certainText(found, field) === '')
      add({
        what: 'missing-field',
        at: (entry(found, field) ?? resource).key.id,
        mapping: found.id,
        field,
        path: below(path, 'resource'),
        hinges: [{ mapping: found.id, field, isThere: false }],
      });
  for (const [field, form] of [['name', 'segment'] as const, ['apiGroup', 'subdomain'] as const]) {
    const node = entry(found, field)?.value;
    const text = textOf(node);
    const isWrong = text !== undefined && !isFilledIn(text) && (text !== '' || field === 'apiGroup');
    const problem = isWrong ? formProblem(form, text) : undefined;
    if (node !== undefined && text !== undefined && problem !== undefined)
      add({ what: 'invalid-value', at: node.id, path: `${path}.resource.${field}`, text, format: 'other', problem });
  }
}

/** What cannot be part of a path that is compared piece by piece. */
const NO_PIECES = ['//', '/./', '/../', '%2f', '%2F'];

export function checkIngressPath({ mapping, path, add }: Seen): void {
  const type = certainText(mapping, 'pathType');
  const node = entry(mapping, 'path')?.value;
  const text = textOf(node);
  if (node === undefined || text === undefined || isFilledIn(text) || (type !== 'Exact' && type !== 'Prefix')) return;
  const piece = NO_PIECES.find((one) => text.includes(one)) ?? ['/.', '/..'].find((one) => text.endsWith(one));
  if (piece === undefined) return;
  const problem = `must not hold "${piece}" where pathType is "${type}"`;
  add({
    what: 'invalid-value',
    at: node.id,
    path: below(path, 'path'),
    text,
    format: 'other',
    problem,
    hinges: [{ node: node.id }],
  });
}

/** `validateIngressRules`: hosts are names. */
export function checkIngressRule(seen: Seen): void {
  const host = entry(seen.mapping, 'host')?.value;
  const text = textOf(host);
  if (host === undefined || text === undefined || isFilledIn(text)) return;
  if (formProblem('ip', text) === undefined)
    seen.add({
      what: 'invalid-value',
      at: host.id,
      path: below(seen.path, 'host'),
      text,
      format: 'other',
      problem: 'must be a name and no IP address',
    });
}

/** `ValidateNetworkPolicyPort`. */
export function checkPolicyPort(seen: Seen): void {
  const { mapping, path } = seen;
  const end = entry(mapping, 'endPort')?.value;
  const port = entry(mapping, 'port')?.value;
  const last = certainNumber(mapping, 'endPort');
  const first = certainNumber(mapping, 'port');
  if (end === undefined || port === undefined || last === undefined || !isPresent(port)) return;
  if (first === undefined && !isFilledIn(textOf(port) ?? ''))
    conflict(seen, end, below(path, 'endPort'), 'goes with the number of a port only, and port is a name', port);
  else if (first !== undefined && last < first)
    conflict(seen, end, below(path, 'endPort'), `must not be less than port, which is ${first}`, port);
}

/** `ValidateIPBlock`: what is left out lies inside, and is smaller. */
export function checkBlock(seen: Seen): void {
  const { mapping, path } = seen;
  const outer = block(certainText(mapping, 'cidr'));
  const node = entry(mapping, 'cidr')?.value;
  if (outer === undefined) return;
  for (const one of items(entry(mapping, 'except')?.value)) {
    const inner = block(textOf(one));
    if (inner === undefined || (inner.bits > outer.bits && (inner.address & outer.mask) === (outer.address & outer.mask)))
      continue;
    conflict(seen, one, below(path, 'except'), `must lie within cidr, which is ${textOf(node)}, and be smaller`, node);
  }
}

/** A block of IPv4 addresses; others are not compared. */
function block(text: string | undefined): { readonly address: number; readonly bits: number; readonly mask: number } | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text ?? '');
  if (found === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = found.slice(1).map(Number);
  return { address: (a << 24) | (b << 16) | (c << 8) | d, bits, mask: bits === 0 ? 0 : -1 << (32 - bits) };
}
