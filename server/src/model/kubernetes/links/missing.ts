/** Names of objects, and of keys in them, that nothing in a unit, in the repository or outside of it answers to. */
import { addTo } from '../../../base/groups.ts';
import type { Database } from '../../../engine/database.ts';
import { asMap, at, textOf, type Value } from '../../kustomize/build/values.ts';
import { declarationsOf } from '../../names.ts';
import { OBJECT, scopesMeet } from '../../spaces.ts';
import { isExternal } from '../../workspace/external.ts';
import { objectKey } from '../objects.ts';
import { Claims } from './claims.ts';
import { madeBy } from './made.ts';
import { type Named, namedBy } from './named.ts';
import { misspelled } from './near.ts';
import type { Fault } from './problems.ts';
import { BUILT } from './reader.ts';
import type { Member, Unit } from './unit.ts';

/** Names among which a slip is looked for; among very many one is always nearly alike. */
const MOST_SIBLINGS = 300;

/** Something that is there once the unit is deployed. */
export interface Present {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** As those call it that are written beside it. */
  readonly written: string;
  readonly scope: string | undefined;
  /** Where its name is said. */
  readonly at: Value;
  /** Undefined for what a controller makes. */
  readonly member: Member | undefined;
  readonly keys: ReadonlySet<string> | undefined;
}

export function* missing(db: Database, unit: Unit): Generator<Fault> {
  const there = presentIn(unit);
  const claims = new Claims(db, unit);
  const byKind = new Map<string, Present[]>();
  for (const one of [...there.values()].flat()) addTo(byKind, `${one.group}/${one.kind}`, one);
  for (const member of unit.members) {
    for (const named of namedBy<Value>(BUILT, member, member.body)) {
      const { group, kind, name, scope } = named;
      const found = keysOf(group, kind, name.text).flatMap(
        (key) => there.get(key)?.filter((one) => scopesMeet(one.scope, scope)) ?? [],
      );
      if (found.length > 0) yield* missingKeys(named, found);
      else if (!named.isOptional) yield* missingObject(db, named, byKind, claims);
    }
  }
}

/** Everything that a unit brings, by its key. */
export function presentIn(unit: Unit): ReadonlyMap<string, readonly Present[]> {
  const found = new Map<string, Present[]>();
  const add = (one: Present): void => {
    addTo(found, objectKey(one.group, one.kind, one.name), one);
  };
  for (const member of unit.members) {
    const { group, kind, name, written, scope, body } = member;
    add({ group, kind, name, written, scope, at: at(body, 'metadata', 'name') ?? body, member, keys: dataKeys(member) });
    for (const made of madeBy<Value>(BUILT, group, kind, body)) {
      const inNamespace = scope === '' ? undefined : scope;
      add({ ...made, written: made.name, scope: inNamespace, member: undefined });
    }
  }
  return found;
}

/** The keys of a ConfigMap or Secret; undefined for other kinds, and where something else puts keys in. */
function dataKeys({ group, kind, body }: Member): ReadonlySet<string> | undefined {
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return undefined;
  const keys = ['data', 'binaryData', 'stringData'].flatMap((list) => asMap(body.get(list))?.keys ?? []);
  if (keys.length === 0 || keys.some((key) => /[${}<>]/.test(key)) || body.get('sops') !== undefined) return undefined;
  const metadata = [at(body, 'metadata', 'annotations'), at(body, 'metadata', 'labels')];
  const isFilled = metadata.some((map) => asMap(map)?.keys.some((key) => FILLERS.test(key)) === true);
  return isFilled || textOf(body.get('type')) === 'kubernetes.io/service-account-token' ? undefined : new Set(keys);
}

/** Annotations and labels by which a controller is asked to put something in. */
const FILLERS =
  /inject|replicat|reflect|mittwald|secret-generator|autogenerate|vault|avp\.|external-secrets|kyverno|trust|sealedsecrets/i;

function* missingKeys({ keys, isOptional }: Named<Value>, found: readonly Present[]): Generator<Fault> {
  if (isOptional) return;
  for (const key of keys) {
    if (!found.every((one) => one.keys !== undefined && !one.keys.has(key.text))) continue;
    const [first] = found;
    if (first === undefined) return;
    const known = found.flatMap((one) => [...(one.keys ?? [])]);
    const meant = misspelled(key.text, known);
    const related = { spot: first.at, message: `${first.kind} "${first.written}"` };
    yield {
      code: 'missing-key',
      args: { kind: first.kind, name: first.written, key: key.text, hint: hintOf(meant) },
      at: key.at,
      meant,
      related,
    };
  }
}

function* missingObject(
  db: Database,
  named: Named<Value>,
  byKind: ReadonlyMap<string, readonly Present[]>,
  claims: Claims,
): Generator<Fault> {
  const { group, kind, name, scope } = named;
  const { file } = name.at.source;
  if (isExternal(db, file, kind, scope === '' ? undefined : scope, name.text)) return;
  if (WELL_KNOWN.has(`${kind}/${name.text}`)) return;
  const keys = keysOf(group, kind, name.text);
  if (keys.some((key) => declarationsOf(db, file, { space: OBJECT, key, scope }).length > 0)) return;
  const siblings = (byKind.get(`${group}/${kind}`) ?? []).filter((one) => scopesMeet(one.scope, scope));
  const candidates = siblings.length > MOST_SIBLINGS ? [] : siblings.map(({ written }) => written);
  const meant = misspelled(name.text, candidates);
  if (meant === undefined && !claims.has(named)) return;
  const sibling = siblings.find(({ written }) => written === meant);
  const related = sibling && { spot: sibling.at, message: `${kind} "${meant}"` };
  const where = scope === undefined || scope === '' ? '' : ` in namespace "${scope}"`;
  const args = { kind, name: name.text, where, hint: hintOf(meant) };
  yield { code: meant === undefined ? 'missing' : 'missing-near', args, at: name.at, meant, related };
}

/** The keys under which an object may be declared: some kinds are served by two groups. */
function keysOf(group: string, kind: string, name: string): readonly string[] {
  return [group, ...(ALSO_IN.get(group) ?? [])].map((one) => objectKey(one, kind, name));
}

const ALSO_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['apps', ['extensions']],
  ['networking.k8s.io', ['extensions']],
  ['rbac.authorization.k8s.io', ['authorization.openshift.io']],
  ['traefik.io', ['traefik.containo.us']],
  ['traefik.containo.us', ['traefik.io']],
]);

function hintOf(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

/** What is there in every cluster, or in those with the extension that it belongs to. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  'ServiceAccount/default',
  'ConfigMap/kube-root-ca.crt',
  'ConfigMap/openshift-service-ca.crt',
  'ConfigMap/istio-ca-root-cert',
  'ConfigMap/extension-apiserver-authentication',
  'PriorityClass/system-cluster-critical',
  'PriorityClass/system-node-critical',
  'Role/extension-apiserver-authentication-reader',
  'Service/kubernetes',
]);
