/** Pods against recommended practice and the pod security standards (kubernetes.io/docs/concepts/security/pod-security-standards). */
import { dirname, type FilePath, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMap, at, textOf, type Value } from '../../kustomize/build/values.ts';
import { scopesMeet } from '../../spaces.ts';
import { pathKind } from '../../workspace/inputs.ts';
import { podsIn } from '../links/pointers.ts';
import { BUILT } from '../links/reader.ts';
import { type Member, ofKind, type Unit } from '../links/unit.ts';
import { isPlaceholder } from '../naming.ts';
import { baseline, restricted } from './pod-security.ts';
import type { Practice } from './practices.ts';

/** The pods of one workload. */
export interface Pods {
  readonly member: Member;
  /** The pod's own specification. */
  readonly spec: Value;
  readonly containers: readonly Container[];
  readonly isWindows: boolean;
}

export interface Container {
  readonly body: Value;
  readonly name: Value;
  /** `init` for those that end before the others start, and for those that run beside them from then on. */
  readonly role: 'main' | 'init';
}

/** Workloads whose pods answer for as long as they run. */
const SERVING: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'argoproj.io/Rollout',
  'apps.openshift.io/DeploymentConfig',
]);

export function* pods(db: Database, unit: Unit): Generator<Practice> {
  const all = unit.members.flatMap((member) => podsOf(member) ?? []);
  for (const each of all) {
    yield* baseline(each);
    yield* restricted(each);
    yield* token(unit, each);
    for (const container of each.containers) {
      yield* image(db, unit, container);
      if (container.role !== 'main') continue;
      if (SERVING.has(`${each.member.group}/${each.member.kind}`)) yield* probes(container);
      if (!isLimited(unit, each.member)) yield* resources(unit, each.member, container);
    }
  }
  for (const { kind, scope, body } of unit.members) {
    const namespace = at(body, 'metadata', 'namespace');
    if (scope === 'default' && namespace !== undefined) yield { code: 'default-namespace', args: { kind }, at: namespace };
  }
}

function podsOf(member: Member): Pods | undefined {
  const path = podsIn(member.group, member.kind);
  const spec = path === undefined ? undefined : at(member.body, ...path);
  if (spec === undefined || asMap(spec) === undefined) return undefined;
  const containers = (['containers', 'initContainers'] as const).flatMap((list) =>
    BUILT.items(at(spec, list)).map((body): Container => {
      return { body, name: at(body, 'name') ?? body, role: list === 'containers' ? 'main' : 'init' };
    }),
  );
  return { member, spec, containers, isWindows: textOf(at(spec, 'os', 'name')) === 'windows' };
}

function* image(db: Database, { directory }: Unit, { body }: Container): Generator<Practice> {
  const value = at(body, 'image');
  const text = textOf(value);
  if (value === undefined || text === '' || text === 'auto' || text.includes('@') || isPlaceholder(text)) return;
  const colon = text.lastIndexOf(':');
  const tag = colon > text.lastIndexOf('/') ? text.slice(colon + 1) : '';
  if (tag === '' && isBuiltOnTheWay(db, directory, text)) return;
  if (tag === '' || tag === 'latest')
    yield { code: 'floating-tag', args: { image: text, how: tag === '' ? 'without a tag' : 'tagged latest' }, at: value };
}

/** Skaffold puts the tags of what it has built in the place of bare names. */
function isBuiltOnTheWay(db: Database, directory: FilePath, image: string): boolean {
  if (/^[^/]*[.:][^/]*\//.test(image)) return false;
  for (let at = directory; ; at = dirname(at)) {
    if (SKAFFOLD.some((name) => pathKind(db, join(at, name)) === 'file')) return true;
    if (at === dirname(at)) return false;
  }
}

const SKAFFOLD = ['skaffold.yaml', 'skaffold.yml'];

/** Who declares a port is asked for something, and can be asked whether it is ready for it. */
function* probes({ body, name }: Container): Generator<Practice> {
  if (BUILT.items(at(body, 'ports')).length === 0) return;
  const args = { container: textOf(name) };
  if (at(body, 'readinessProbe') === undefined) yield { code: 'no-readiness-probe', args, at: name };
  if (at(body, 'livenessProbe') === undefined) yield { code: 'no-liveness-probe', args, at: name };
}

function* resources(unit: Unit, member: Member, { body, name }: Container): Generator<Practice> {
  const [requests, limits] = [at(body, 'resources', 'requests'), at(body, 'resources', 'limits')];
  // A limit is a request, too, where none is made.
  const missing = ['cpu', 'memory'].filter((one) => at(requests, one) === undefined && at(limits, one) === undefined);
  const args = { container: textOf(name) };
  if (missing.length > 0 && !isScaledVertically(unit, member))
    yield { code: 'no-resource-requests', args: { ...args, missing: missing.join(' and ') }, at: name };
  if (at(limits, 'memory') === undefined) yield { code: 'no-memory-limit', args, at: name };
}

/** A LimitRange fills in what containers do not say. */
function isLimited(unit: Unit, { scope }: Member): boolean {
  return ofKind(unit, '/LimitRange').some((one) => scopesMeet(one.scope, scope));
}

function isScaledVertically(unit: Unit, { kind, name, scope }: Member): boolean {
  return ofKind(unit, 'autoscaling.k8s.io/VerticalPodAutoscaler').some((one) => {
    if (!scopesMeet(one.scope, scope)) return false;
    const target = at(one.body, 'spec', 'targetRef');
    return textOf(at(target, 'kind')) === kind && textOf(at(target, 'name')) === name;
  });
}

/** A token that opens nothing to its pod still opens something to who takes it. */
function* token(unit: Unit, { member, spec }: Pods): Generator<Practice> {
  if (textOf(at(spec, 'automountServiceAccountToken')) === 'false') return;
  const named = at(spec, 'serviceAccountName') ?? at(spec, 'serviceAccount');
  const name = textOf(named) || 'default';
  const account = ofKind(unit, '/ServiceAccount').find((one) => one.name === name && scopesMeet(one.scope, member.scope));
  // What others declare they may bind as well.
  if (account === undefined ? name !== 'default' : textOf(at(account.body, 'automountServiceAccountToken')) === 'false') return;
  if (isBound(unit, name)) return;
  const place = named ?? at(member.body, 'metadata', 'name');
  if (place !== undefined)
    yield { code: 'mounted-token', args: { account: name, owner: `${member.kind} "${member.name}"` }, at: place };
}

function isBound(unit: Unit, account: string): boolean {
  return BINDINGS.flatMap((kind) => ofKind(unit, kind)).some(({ body }) =>
    BUILT.items(at(body, 'subjects')).some((one) => {
      const kind = textOf(at(one, 'kind'));
      return kind === 'Group' || (kind === 'ServiceAccount' && textOf(at(one, 'name')) === account);
    }),
  );
}

const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'];
