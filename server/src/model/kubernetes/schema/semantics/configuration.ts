/** What ConfigMaps, Secrets, claims, roles and classes say in several fields at once. */
import { asMapping, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { formProblem } from '../forms.ts';
import type { Hinge } from '../mistake.ts';
import { certainNumber, certainText, entriesOf, isFilledIn, isOpen, isPresent, isWritten } from '../values.ts';
import { specialProblem } from './addresses.ts';
import { headOf, type Seen } from './check.ts';

/** `ValidateConfigMap`: a key stands in one of both mappings. */
export function checkConfigMap({ mapping, add }: Seen): void {
  const data = asMapping(entry(mapping, 'data')?.value);
  const binary = asMapping(entry(mapping, 'binaryData')?.value);
  for (const { key } of data === undefined || binary === undefined ? [] : entriesOf(binary)) {
    const first = key.kind === 'scalar' ? entry(data, key.value) : undefined;
    if (key.kind === 'scalar' && first !== undefined)
      add({
        what: 'duplicate-entry',
        at: key.id,
        first: first.key.id,
        path: 'data and binaryData',
        text: key.value,
        isRefused: true,
      });
  }
}

/** The keys that Secrets of a type have, all of them or one at least (`ValidateSecret`). */
const KEYS: Readonly<Record<string, { readonly keys: readonly string[]; readonly isEither?: boolean }>> = {
  'kubernetes.io/basic-auth': { keys: ['username', 'password'], isEither: true },
  'kubernetes.io/dockercfg': { keys: ['.dockercfg'] },
  'kubernetes.io/dockerconfigjson': { keys: ['.dockerconfigjson'] },
  'kubernetes.io/ssh-auth': { keys: ['ssh-privatekey'] },
  'kubernetes.io/tls': { keys: ['tls.crt', 'tls.key'] },
};

export function checkSecret(seen: Seen): void {
  const { mapping, add } = seen;
  const type = certainText(mapping, 'type');
  const needed = type === undefined ? undefined : KEYS[type];
  // What stands encrypted or is put in on the way has keys that are not seen.
  if (needed === undefined || entry(mapping, 'sops') !== undefined) return;
  const holders = ['data', 'stringData'].map((name) => entry(mapping, name));
  if (holders.some((one) => one !== undefined && isWritten(one.value) && asMapping(one.value) === undefined)) return;
  const lacking = needed.keys.filter((key) => holders.every((one) => entry(one?.value, key) === undefined));
  if (lacking.length === 0 || (needed.isEither && lacking.length < needed.keys.length)) return;
  const holder = holders.find((one) => one !== undefined);
  const owner = asMapping(holder?.value) ?? mapping;
  for (const field of needed.isEither ? [lacking.join(', ')] : lacking)
    add({
      what: 'missing-field',
      at: (holder?.key ?? entry(mapping, 'type')?.key ?? headOf(seen)).id,
      mapping: owner.id,
      field,
      path: 'data',
      because: `type is "${type}"`,
      hinges: needed.keys.map((key): Hinge => ({ mapping: owner.id, field: owner === mapping ? 'data' : key, isThere: false })),
    });
}

/** `ValidatePersistentVolumeClaimSpec`: how much is asked for. */
export function checkClaim({ mapping, path, add, holder }: Seen): void {
  const modes = items(entry(mapping, 'accessModes')?.value);
  const single = modes.find((one) => textOf(one) === 'ReadWriteOncePod');
  if (single !== undefined && modes.length > 1)
    add({
      what: 'conflicting-fields',
      at: single.id,
      path: `${path}.accessModes`,
      problem: 'cannot hold ReadWriteOncePod beside other modes',
      hinges: [{ node: single.id }],
    });
  const resources = entry(mapping, 'resources');
  const requests = entry(resources?.value, 'requests');
  if (!isPresent(resources?.value) || entry(requests?.value, 'storage') !== undefined) return;
  const owner = asMapping(requests?.value) ?? asMapping(resources?.value) ?? mapping;
  const field = owner === asMapping(requests?.value) ? 'storage' : 'requests';
  add({
    what: 'missing-field',
    at: (requests ?? resources)?.key.id ?? headOf({ mapping, holder }).id,
    mapping: owner.id,
    field,
    path: field === 'storage' ? `${path}.resources.requests` : `${path}.resources`,
    hinges: [{ mapping: owner.id, field, isThere: false }],
  });
}

/** `ValidateClusterRoleBinding`: outside of namespaces an account has to say its own. */
export function checkClusterBinding({ mapping, add }: Seen): void {
  for (const subject of items(entry(mapping, 'subjects')?.value)) {
    const found = asMapping(subject);
    if (found === undefined || textOf(entry(found, 'kind')?.value) !== 'ServiceAccount') continue;
    if (certainText(found, 'namespace') === '')
      add({
        what: 'missing-field',
        at: (entry(found, 'namespace') ?? found.entries[0])?.key.id ?? found.id,
        mapping: found.id,
        field: 'namespace',
        path: 'subjects[]',
        because: 'kind is "ServiceAccount"',
        hinges: [{ mapping: found.id, field: 'namespace', isThere: false }],
      });
  }
  const kind = at(mapping, 'roleRef', 'kind');
  if (kind !== undefined && textOf(kind) === 'Role')
    add({
      what: 'unknown-value',
      at: kind.id,
      path: 'roleRef.kind',
      text: 'Role',
      known: ['ClusterRole'],
      hinges: [{ node: kind.id }],
    });
  checkAccounts({ mapping, add });
}

export function checkBinding({ mapping, add }: Seen): void {
  checkAccounts({ mapping, add });
}

/** Names of accounts are names of objects. */
function checkAccounts({ mapping, add }: Pick<Seen, 'mapping' | 'add'>): void {
  for (const subject of items(entry(mapping, 'subjects')?.value)) {
    const name = entry(subject, 'name')?.value;
    const text = textOf(name);
    if (textOf(entry(subject, 'kind')?.value) !== 'ServiceAccount' || name === undefined || text === undefined || isOpen(text))
      continue;
    const problem = formProblem('subdomain', text);
    if (problem !== undefined)
      add({
        what: 'invalid-value',
        at: name.id,
        path: 'subjects[].name',
        text,
        format: 'other',
        problem,
        hinges: [{ node: name.id }],
      });
  }
}

/** `ValidateRole`: a Role reaches only into its namespace. */
export function checkRole({ mapping, add }: Seen): void {
  for (const rule of items(entry(mapping, 'rules')?.value)) {
    const urls = entry(rule, 'nonResourceURLs');
    if (urls !== undefined && isPresent(urls.value))
      add({
        what: 'conflicting-fields',
        at: urls.key.id,
        path: 'rules[].nonResourceURLs',
        problem: 'goes with ClusterRoles only',
      });
  }
}

/** Lists in which a star has to stand alone. */
const STARRED = ['operations', 'apiGroups', 'apiVersions', 'verbs', 'namespaces'];

export function checkStars({ mapping, path, add }: Seen): void {
  for (const name of STARRED) {
    const listed = items(entry(mapping, name)?.value);
    const star = listed.find((one) => textOf(one) === '*');
    if (star !== undefined && listed.length > 1)
      add({ what: 'conflicting-fields', at: star.id, path: `${path}.${name}`, problem: 'cannot hold "*" beside others' });
  }
}

/** `validateResources` of webhooks and policies: a star stands for all that could be named beside it. */
export function checkResourceStars({ mapping, path, add }: Seen): void {
  const listed = items(entry(mapping, 'resources')?.value);
  const names = listed.map((one) => textOf(one) ?? '');
  if (names.some((name) => isOpen(name))) return;
  listed.forEach((node, i) => {
    const [resource = '', sub] = (names[i] ?? '').split('/', 2);
    const others = names.filter((_, j) => j !== i);
    const isDoubled =
      (resource === '*' && sub === '*' && others.length > 0) ||
      (resource === '*' && sub === undefined && others.some((one) => !one.includes('/'))) ||
      (resource !== '*' && sub === '*' && others.some((one) => one.startsWith(`${resource}/`))) ||
      (resource === '*' && sub !== undefined && sub !== '*' && others.some((one) => one.endsWith(`/${sub}`)));
    if (!isDoubled) return;
    const problem = `cannot hold "${names[i]}" beside what it stands for`;
    add({ what: 'conflicting-fields', at: node.id, path: `${path}.resources`, problem });
  });
}

/** The versions of reviews that the server can send. */
export function checkReviews({ mapping, path, add }: Seen): void {
  const versions = entry(mapping, 'admissionReviewVersions');
  const texts = items(versions?.value).map((one) => textOf(one) ?? '');
  if (versions === undefined || texts.length === 0 || texts.some((one) => isOpen(one) || one === 'v1' || one === 'v1beta1'))
    return;
  const problem = 'must hold at least one of v1 and v1beta1';
  add({ what: 'conflicting-fields', at: versions.key.id, path: `${path}.admissionReviewVersions`, problem });
}

/** A token is one of an account. */
export function checkTokenSecret(seen: Seen): void {
  const { mapping, add } = seen;
  if (certainText(mapping, 'type') !== 'kubernetes.io/service-account-token') return;
  const metadata = asMapping(entry(mapping, 'metadata')?.value);
  const annotations = entry(metadata, 'annotations');
  const found = asMapping(annotations?.value);
  const field = 'kubernetes.io/service-account.name';
  if (metadata === undefined || (found !== undefined && entry(found, field) !== undefined)) return;
  add({
    what: 'missing-field',
    at: (annotations?.key ?? entry(mapping, 'metadata')?.key ?? headOf(seen)).id,
    mapping: (found ?? metadata).id,
    field: found === undefined ? 'annotations' : field,
    path: found === undefined ? 'metadata' : 'metadata.annotations',
    because: 'type is "kubernetes.io/service-account-token", which says the account there',
    hinges: [{ mapping: (found ?? metadata).id, field: found === undefined ? 'annotations' : field, isThere: false }],
  });
}

/** `ValidatePriorityClass`. */
export function checkPriorityClass({ mapping, add }: Seen): void {
  const value = entry(mapping, 'value')?.value;
  const number = certainNumber(mapping, 'value');
  const name = certainText(entry(mapping, 'metadata')?.value, 'name');
  const node = at(mapping, 'metadata', 'name');
  if (name === undefined || KNOWN_PRIORITIES.includes(name)) return;
  if (name.startsWith('system-') && node !== undefined) {
    const problem = 'cannot start with "system-", which is left to the system';
    add({ what: 'conflicting-fields', at: node.id, path: 'metadata.name', problem, hinges: [{ node: node.id }] });
    return;
  }
  if (value !== undefined && number !== undefined && number > HIGHEST_PRIORITY)
    add({
      what: 'out-of-range',
      at: value.id,
      path: 'value',
      text: String(number),
      bounds: { least: -(2 ** 31), most: HIGHEST_PRIORITY },
    });
}

const KNOWN_PRIORITIES = ['system-cluster-critical', 'system-node-critical'];

const HIGHEST_PRIORITY = 1_000_000_000;

/** `ValidateEndpointSlice`: addresses are what addressType says. */
export function checkEndpointSlice({ mapping, add }: Seen): void {
  const type = certainText(mapping, 'addressType');
  for (const endpoint of items(entry(mapping, 'endpoints')?.value))
    for (const one of items(entry(endpoint, 'addresses')?.value)) {
      const text = textOf(one) ?? '';
      const isV6 = text.includes(':');
      const problem =
        type === 'FQDN'
          ? formProblem('subdomain', text)
          : type === 'IPv4' || type === 'IPv6'
            ? (formProblem('ip', text) ?? (isV6 === (type === 'IPv6') ? specialProblem(text) : `is no ${type} address`))
            : undefined;
      if (problem !== undefined && !isFilledIn(text))
        add({ what: 'invalid-value', at: one.id, path: 'endpoints[].addresses', text, format: 'other', problem });
    }
}

/** Kinds to scale lie in a group, whose name is part of the version. */
export function checkScaleTarget({ mapping, path, add, holder }: Seen): void {
  const target = entry(mapping, 'scaleTargetRef');
  const found = asMapping(target?.value);
  const version = found === undefined ? undefined : certainText(found, 'apiVersion');
  const kind = found === undefined ? undefined : certainText(found, 'kind');
  if (found === undefined || target === undefined || version === undefined || /^[^/]+\/[^/]+$/.test(version)) return;
  if (kind === undefined || kind === 'ReplicationController' || kind === '') return;
  const node: Node = entry(found, 'apiVersion')?.value ?? target.key ?? headOf({ mapping, holder });
  if (version === '')
    add({
      what: 'missing-field',
      at: (entry(found, 'apiVersion') ?? target).key.id,
      mapping: found.id,
      field: 'apiVersion',
      path: `${path}.scaleTargetRef`,
      because: `kind is "${kind}"`,
      hinges: [{ mapping: found.id, field: 'apiVersion', isThere: false }],
    });
  else
    add({
      what: 'invalid-value',
      at: node.id,
      path: `${path}.scaleTargetRef.apiVersion`,
      text: version,
      format: 'other',
      problem: version.includes('/')
        ? 'must be a group and a version, such as apps/v1'
        : 'must name the group as well, such as apps/v1',
      hinges: [{ node: node.id }],
    });
}

/** `validateMatchResources` of a policy: what it looks at. */
export function checkPolicy(seen: Seen): void {
  const found = entry(seen.mapping, 'matchConstraints');
  const constraints = asMapping(found?.value);
  if (found === undefined || constraints === undefined || constraints.entries.length === 0) return;
  const rules = entry(constraints, 'resourceRules');
  if (isPresent(rules?.value)) return;
  seen.add({
    what: 'missing-field',
    at: (rules ?? found).key.id,
    mapping: constraints.id,
    field: 'resourceRules',
    path: `${seen.path}.matchConstraints`,
    hinges: [{ mapping: constraints.id, field: 'resourceRules', isThere: false }],
  });
}
