/** Roles and bindings that give away more than a workload should have. */
import { at, textOf, type Value } from '../../kustomize/build/values.ts';
import { BUILT, valuesAt } from '../links/reader.ts';
import { type Member, ofKind, type Unit } from '../links/unit.ts';
import type { Practice } from './practices.ts';

const RBAC = 'rbac.authorization.k8s.io';

export function* roles(unit: Unit): Generator<Practice> {
  for (const member of unit.members) {
    if (member.group !== RBAC) continue;
    if (member.kind === 'ClusterRoleBinding') yield* adminBinding(member);
    if (member.kind !== 'Role' && member.kind !== 'ClusterRole') continue;
    const isEverywhere = member.kind === 'ClusterRole' && isBoundEverywhere(unit, member.name);
    for (const rule of BUILT.items(at(member.body, 'rules'))) yield* ofRule(rule, isEverywhere, member);
  }
}

function* adminBinding({ name, body }: Member): Generator<Practice> {
  const role = at(body, 'roleRef', 'name');
  if (role !== undefined && textOf(role) === 'cluster-admin') yield { code: 'cluster-admin-binding', args: { name }, at: role };
}

function isBoundEverywhere(unit: Unit, role: string): boolean {
  return ofKind(unit, `${RBAC}/ClusterRoleBinding`).some(
    ({ body }) => textOf(at(body, 'roleRef', 'kind')) === 'ClusterRole' && textOf(at(body, 'roleRef', 'name')) === role,
  );
}

function* ofRule(rule: Value, isEverywhere: boolean, { kind, name }: Member): Generator<Practice> {
  const texts = (field: string): readonly Value[] => [...valuesAt<Value>(BUILT, rule, [field, '*'])];
  const [verbs, resources, groups] = [texts('verbs'), texts('resources'), texts('apiGroups').map(textOf)];
  const owner = `${kind} "${name}"`;
  const every = [...verbs, ...resources].find((one) => textOf(one) === '*');
  const all = verbs.some((one) => textOf(one) === '*') && resources.some((one) => textOf(one) === '*');
  if (every !== undefined)
    yield {
      code: 'wildcard-role',
      args: {
        owner,
        what: all
          ? 'everything with every resource'
          : verbs.includes(every)
            ? 'everything with these resources'
            : 'this with every resource',
      },
      at: every,
    };
  const can = (...wanted: readonly string[]): Value | undefined =>
    verbs.find((one) => wanted.includes(textOf(one)) || textOf(one) === '*');
  const secrets = resources.find((one) => textOf(one) === 'secrets');
  const isNarrow = BUILT.items(at(rule, 'resourceNames')).length > 0;
  if (
    isEverywhere &&
    !isNarrow &&
    secrets !== undefined &&
    can('get', 'list', 'watch') !== undefined &&
    groups.some((one) => one === '' || one === '*')
  )
    yield { code: 'cluster-wide-secrets', args: { owner }, at: secrets };
  if (isNarrow) return;
  for (const verb of verbs)
    if (ESCALATING_VERBS.has(textOf(verb)))
      yield { code: 'escalating-role', args: { owner, what: `"${textOf(verb)}"` }, at: verb };
  for (const resource of resources) {
    const needed = ESCALATING_RESOURCES.get(textOf(resource));
    if (needed !== undefined && can(...needed) !== undefined)
      yield { code: 'escalating-role', args: { owner, what: `"${textOf(resource)}"` }, at: resource };
  }
}

const ESCALATING_VERBS: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);

/** Subresources that lead into pods, nodes and accounts, with the verbs that it takes. */
const ESCALATING_RESOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pods/exec', ['create', 'get']],
  ['pods/attach', ['create', 'get']],
  ['nodes/proxy', ['get', 'create']],
  ['serviceaccounts/token', ['create']],
  ['certificatesigningrequests/approval', ['update', 'patch']],
]);
