/** What pods say of themselves in several places: volumes and their mounts, ports, names of containers. */
import { asMapping, asScalar, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import { certainNumber, certainText, isFilledIn, isOpen, isPresent, isWritten } from '../values.ts';
import { below, headOf, type Seen } from './check.ts';

const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

export function checkPod(seen: Seen): void {
  checkTolerations(seen);
  checkNames(seen);
  checkVolumes(seen);
  checkHostPorts(seen);
  checkNetwork(seen);
  checkSleep(seen);
}

interface Container {
  readonly mapping: Mapping;
  readonly list: (typeof LISTS)[number];
  readonly path: string;
}

function* containers({ mapping, path }: Seen): Generator<Container> {
  for (const list of LISTS)
    for (const item of items(entry(mapping, list)?.value)) {
      const found = asMapping(item);
      if (found !== undefined) yield { mapping: found, list, path: `${below(path, list)}[]` };
    }
}

/** Two containers of one name in one list are told by the list's own keys. */
function checkNames(seen: Seen): void {
  const known = new Map<string, { readonly node: Node; readonly list: string }>();
  for (const { mapping, list, path } of containers(seen)) {
    const name = certainText(mapping, 'name');
    const node = entry(mapping, 'name')?.value;
    if (name === undefined || name === '' || isOpen(name) || node === undefined) continue;
    const first = known.get(name);
    if (first === undefined) known.set(name, { node, list });
    else if (first.list !== list)
      seen.add({
        what: 'duplicate-entry',
        at: node.id,
        first: first.node.id,
        path: path.slice(0, -2),
        text: name,
        isRefused: true,
        hinges: [{ node: node.id }, { node: first.node.id }],
      });
  }
}

interface Volume {
  readonly mapping: Mapping;
  readonly name: string;
}

function checkVolumes(seen: Seen): void {
  const { mapping, root } = seen;
  const volumes: Volume[] = [];
  for (const item of items(entry(mapping, 'volumes')?.value)) {
    const found = asMapping(item);
    const name = found === undefined ? undefined : certainText(found, 'name');
    // One that cannot be read could be any.
    if (found === undefined || name === undefined) return;
    volumes.push({ mapping: found, name });
  }
  const claims = claimTemplates(root);
  if (claims === undefined) return;
  for (const container of containers(seen)) {
    checkMounts(seen, container, volumes, claims, 'volumeMounts');
    checkMounts(seen, container, volumes, claims, 'volumeDevices');
    checkPlaces(seen, container);
  }
}

/** The names of the claims that a StatefulSet makes for its pods, which are volumes as well; undefined where they cannot be read. */
function claimTemplates(root: Mapping): readonly string[] | undefined {
  if (textOf(entry(root, 'kind')?.value) !== 'StatefulSet') return [];
  const names = items(at(root, 'spec', 'volumeClaimTemplates')).map((one) => certainText(entry(one, 'metadata')?.value, 'name'));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function checkMounts(
  { mapping, root, add }: Seen,
  container: Container,
  volumes: readonly Volume[],
  claims: readonly string[],
  list: 'volumeMounts' | 'volumeDevices',
): void {
  for (const mount of items(entry(container.mapping, list)?.value)) {
    const node = entry(mount, 'name')?.value;
    const name = asMapping(mount) === undefined ? undefined : certainText(mount, 'name');
    if (name === undefined || name === '' || isOpen(name) || node === undefined || claims.includes(name)) continue;
    const path = `${container.path}.${list}[].name`;
    const volume = volumes.find((one) => one.name === name);
    if (volume === undefined) {
      const hinges: Hinge[] = [{ node: node.id }, { mapping: mapping.id, list: 'volumes', by: ['name'], lacks: name }];
      const spec = asMapping(entry(root, 'spec')?.value);
      if (spec !== undefined && textOf(entry(root, 'kind')?.value) === 'StatefulSet')
        hinges.push({ mapping: spec.id, list: 'volumeClaimTemplates', by: ['metadata', 'name'], lacks: name });
      const known = [...volumes.map((one) => one.name), ...claims];
      add({ what: 'dangling-name', at: node.id, path, text: name, wanted: 'volume', known, hinges });
    } else if (
      list === 'volumeDevices' &&
      !['persistentVolumeClaim', 'ephemeral'].some((one) => isWritten(entry(volume.mapping, one)?.value))
    )
      add({
        what: 'conflicting-fields',
        at: node.id,
        path,
        problem: 'must be a volume of a claim: others are no devices',
        hinges: [
          { node: node.id },
          ...['persistentVolumeClaim', 'ephemeral'].map((field) => ({ mapping: volume.mapping.id, field, isThere: false })),
        ],
      });
  }
}

/** Paths that a container has twice among its mounts and devices; within one list its keys tell. */
function checkPlaces({ add }: Seen, { mapping, path }: Container): void {
  const mounted = new Map<string, NodeId>();
  for (const one of items(entry(mapping, 'volumeMounts')?.value)) {
    const node = entry(one, 'mountPath')?.value;
    const text = textOf(node);
    if (node !== undefined && text !== undefined) mounted.set(text, node.id);
  }
  for (const one of items(entry(mapping, 'volumeDevices')?.value)) {
    const node = entry(one, 'devicePath')?.value;
    const text = textOf(node);
    const first = text === undefined ? undefined : mounted.get(text);
    if (node === undefined || text === undefined || first === undefined || isFilledIn(text)) continue;
    const hinges: Hinge[] = [{ node: node.id }, { node: first }];
    add({ what: 'duplicate-entry', at: node.id, first, path: `${path}.volumeDevices`, text, isRefused: true, hinges });
  }
}

/** `checkHostPortConflicts`: a port of the node goes to one container alone. */
function checkHostPorts(seen: Seen): void {
  const isOnHost = certainText(seen.mapping, 'hostNetwork') === 'true';
  const taken = new Map<string, NodeId>();
  for (const { mapping, path, list } of containers(seen)) {
    // Those that run one after the other may take the same one.
    if (list === 'initContainers') continue;
    for (const port of items(entry(mapping, 'ports')?.value)) {
      const number = certainNumber(port, 'containerPort');
      const host = certainNumber(port, 'hostPort');
      const node = entry(port, 'hostPort')?.value;
      const protocol = certainText(port, 'protocol');
      const ip = certainText(port, 'hostIP');
      if (node === undefined || host === undefined || host === 0 || protocol === undefined || ip === undefined) continue;
      if (isOnHost && number !== undefined && host !== number) {
        const problem = `must be the same as containerPort (${number}) in the network of the node`;
        add(seen, { at: node, path: `${path}.ports[].hostPort`, problem });
      }
      const key = `${protocol === '' ? 'TCP' : protocol}/${ip}/${host}`;
      const first = taken.get(key);
      if (first === undefined) taken.set(key, node.id);
      else
        seen.add({
          what: 'duplicate-entry',
          at: node.id,
          first,
          path: `${path}.ports`,
          text: String(host),
          isRefused: true,
          hinges: [{ node: node.id }, { node: first }],
        });
    }
  }
}

function add(
  seen: Seen,
  { at: node, path, problem }: { readonly at: Node; readonly path: string; readonly problem: string },
): void {
  seen.add({ what: 'conflicting-fields', at: node.id, path, problem, hinges: [{ node: asScalar(node)?.id ?? node.id }] });
}

function checkNetwork(seen: Seen): void {
  const { mapping, path } = seen;
  if (certainText(mapping, 'dnsPolicy') === 'None') {
    const config = entry(mapping, 'dnsConfig');
    const owner = asMapping(config?.value) ?? mapping;
    const field = owner === mapping ? 'dnsConfig' : 'nameservers';
    if (!isPresent(entry(config?.value, 'nameservers')?.value))
      seen.add({
        what: 'missing-field',
        at: (entry(owner, field)?.key ?? config?.key ?? entry(mapping, 'dnsPolicy')?.key ?? headOf(seen)).id,
        mapping: owner.id,
        field,
        path: owner === mapping ? path : below(path, 'dnsConfig'),
        because: 'dnsPolicy is "None"',
        hinges: [{ mapping: owner.id, field, isThere: false }],
      });
  }
  const servers = entry(entry(mapping, 'dnsConfig')?.value, 'nameservers');
  if (servers !== undefined && items(servers.value).length > MOST_NAMESERVERS)
    add(seen, {
      at: servers.key,
      path: below(path, 'dnsConfig.nameservers'),
      problem: `must not have more than ${MOST_NAMESERVERS} items`,
    });
  const temporary = entry(mapping, 'ephemeralContainers');
  if (temporary !== undefined && isPresent(temporary.value))
    add(seen, { at: temporary.key, path: below(path, 'ephemeralContainers'), problem: 'are added to running pods only' });
  const shared = entry(mapping, 'shareProcessNamespace')?.value;
  if (shared !== undefined && textOf(shared) === 'true' && certainText(mapping, 'hostPID') === 'true')
    add(seen, { at: shared, path: below(path, 'shareProcessNamespace'), problem: 'cannot stand beside hostPID' });
  const gates = entry(mapping, 'schedulingGates')?.value;
  const node = entry(mapping, 'nodeName')?.value;
  if (isPresent(gates) && isPresent(node) && node !== undefined)
    add(seen, { at: node, path: below(path, 'nodeName'), problem: 'cannot be set while there are schedulingGates' });
}

/** `ValidateTolerations`: without a key every taint is meant, and then the operator has to say so. */
export function checkTolerations({ mapping, path, add }: Seen): void {
  for (const one of items(entry(mapping, 'tolerations')?.value)) {
    const found = asMapping(one);
    if (found === undefined || certainText(found, 'key') !== '') continue;
    const operator = certainText(found, 'operator');
    if (operator === undefined || operator === 'Exists') continue;
    const node = operator === '' ? (found.entries[0]?.key ?? found) : entry(found, 'operator')?.value;
    if (node !== undefined)
      add({
        what: 'conflicting-fields',
        at: node.id,
        path: `${below(path, 'tolerations')}[].operator`,
        problem: 'must be "Exists" where there is no key',
        hinges: [{ mapping: found.id, field: 'key', isThere: false }],
      });
  }
}

/** Variables are told single labels, volumes none of what is known late. */
export function checkVariable({ mapping, path, add }: Seen): void {
  tellField({ path, add }, entry(entry(mapping, 'fieldRef')?.value, 'fieldPath')?.value, /^metadata\.(?:labels|annotations)$/);
}

function tellField({ path, add }: Pick<Seen, 'path' | 'add'>, node: Node | undefined, refused: RegExp): void {
  const text = textOf(node);
  if (node === undefined || text === undefined || !refused.test(text)) return;
  const problem = 'cannot be told here';
  add({ what: 'invalid-value', at: node.id, path: below(path, 'fieldRef.fieldPath'), text, format: 'other', problem });
}

/** Volumes belong to no container, so that what they tell of one has to name it. */
export function checkDownward({ mapping, path, add }: Seen): void {
  tellField({ path, add }, entry(entry(mapping, 'fieldRef')?.value, 'fieldPath')?.value, /^(?:spec|status)\./);
  const found = entry(mapping, 'resourceFieldRef');
  const selector = asMapping(found?.value);
  if (found === undefined || selector === undefined || certainText(selector, 'containerName') !== '') return;
  add({
    what: 'missing-field',
    at: (entry(selector, 'containerName') ?? found).key.id,
    mapping: selector.id,
    field: 'containerName',
    path: below(path, 'resourceFieldRef'),
    hinges: [{ mapping: selector.id, field: 'containerName', isThere: false }],
  });
}

const MOST_NAMESERVERS = 3;

/** A container cannot sleep longer than it has to end. */
function checkSleep(seen: Seen): void {
  const written = certainText(seen.mapping, 'terminationGracePeriodSeconds');
  const grace = written === '' ? DEFAULT_GRACE : certainNumber(seen.mapping, 'terminationGracePeriodSeconds');
  if (grace === undefined) return;
  for (const { mapping, path } of containers(seen))
    for (const when of ['preStop', 'postStart']) {
      const node = at(mapping, 'lifecycle', when, 'sleep', 'seconds');
      const seconds = Number(textOf(node) ?? Number.NaN);
      if (node !== undefined && seconds > Math.max(grace, 1))
        add(seen, {
          at: node,
          path: `${path}.lifecycle.${when}.sleep.seconds`,
          problem: `must not be more than terminationGracePeriodSeconds, which is ${grace}`,
        });
    }
}

const DEFAULT_GRACE = 30;
