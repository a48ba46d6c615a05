/** Whether a repository answers for all objects of a kind in a namespace, so that what it does not have is nowhere. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { applicationsIn } from '../../argocd/applications.ts';
import { HELM_GROUP } from '../../flux/objects.ts';
import { gitopsFiles } from '../../gitops-files.ts';
import { textOf, type Value } from '../../kustomize/build/values.ts';
import { declaredUnder } from '../../names.ts';
import { OBJECT, scopesMeet } from '../../spaces.ts';
import { sourcePath } from '../../this-repository.ts';
import { repositoryOf } from '../../workspace/repository.ts';
import { isBuiltInGroup } from '../kinds.ts';
import { objectKey } from '../objects.ts';
import type { Named } from './named.ts';
import { BUILT, valuesAt } from './reader.ts';
import type { Member, Unit } from './unit.ts';

/**
 * The kinds that hardly anybody makes by hand, in the plural that roles name them by. Secrets are not among them: people
 * make these so that they are not in Git. Nor is what lies outside namespaces, which belongs to the whole cluster.
 */
const CLAIMED: ReadonlyMap<string, string> = new Map([
  ['/ConfigMap', 'configmaps'],
  ['/ServiceAccount', 'serviceaccounts'],
  ['/PersistentVolumeClaim', 'persistentvolumeclaims'],
  ['/Service', 'services'],
  ['apps/Deployment', 'deployments'],
  ['apps/StatefulSet', 'statefulsets'],
  ['rbac.authorization.k8s.io/Role', 'roles'],
  ['traefik.io/Middleware', 'middlewares'],
  ['external-secrets.io/SecretStore', 'secretstores'],
  ['keda.sh/TriggerAuthentication', 'triggerauthentications'],
  ['secrets-store.csi.x-k8s.io/SecretProviderClass', 'secretproviderclasses'],
]);

/** Groups of extensions whose objects become others by names that are known, or none. */
const INERT: ReadonlySet<string> = new Set([
  'bitnami.com',
  'cert-manager.io',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'keda.sh',
  'monitoring.coreos.com',
  'networking.istio.io',
  'security.istio.io',
  'traefik.containo.us',
  'traefik.io',
]);

/** Says of one unit what it answers for. */
export class Claims {
  readonly #db: Database;
  readonly #unit: Unit;
  /** The namespaces that the unit itself declares. */
  readonly #namespaces: ReadonlySet<string>;
  /** Where something stands of which an operator may make objects by names of its own. */
  readonly #asked: readonly (string | undefined)[];
  /** The plurals of what the unit's own programs may make. */
  readonly #made: ReadonlySet<string>;

  constructor(db: Database, unit: Unit) {
    this.#db = db;
    this.#unit = unit;
    this.#namespaces = new Set(
      unit.members.flatMap(({ group, kind, name }) => (group === '' && kind === 'Namespace' ? name : [])),
    );
    this.#asked = unit.members.filter(({ group }) => !isBuiltInGroup(group) && !INERT.has(group)).map((one) => one.scope);
    this.#made = new Set(unit.members.flatMap((member) => [...creatable(member)]));
  }

  /**
   * True where the object would have to be in this unit: Kustomize builds all of it, the namespace itself among it, out of this
   * repository, the object is of a kind that hardly anybody makes by hand, no chart and no other repository deploys into
   * the namespace, no operator is asked for something in it, and no program of the unit may make such objects.
   */
  has({ group, kind, scope }: Named<Value>): boolean {
    const plural = CLAIMED.get(`${group}/${kind}`);
    if (plural === undefined || !this.#unit.isComplete || !this.#unit.isBuilt) return false;
    if (scope === undefined || !this.#namespaces.has(scope)) return false;
    if (this.#asked.some((other) => scopesMeet(other, scope))) return false;
    if (this.#made.has(plural) || this.#made.has('*')) return false;
    const root = repositoryOf(this.#db, this.#unit.directory)?.root;
    return root !== undefined && !othersDeployInto(this.#db, root, scope);
  }
}

/** What a role lets its subjects create. */
function* creatable({ group, kind, body }: Member): Generator<string> {
  if (group !== 'rbac.authorization.k8s.io' || (kind !== 'Role' && kind !== 'ClusterRole')) return;
  for (const rule of BUILT.items(body.get('rules'))) {
    const verbs = [...valuesAt<Value>(BUILT, rule, ['verbs', '*'])].map(textOf);
    if (!verbs.includes('create') && !verbs.includes('*')) continue;
    for (const resource of valuesAt<Value>(BUILT, rule, ['resources', '*'])) yield textOf(resource);
  }
}

/** True where a chart, or something from another repository, is deployed into the namespace or may be. */
function othersDeployInto(db: Database, root: FilePath, namespace: string | undefined): boolean {
  return foreignNamespaces(db, root).some((other) => scopesMeet(other, namespace));
}

/** The namespaces into which a repository (key: its root) has something deployed that it does not hold; undefined for any. */
const foreignNamespaces = query(
  'foreignNamespaces',
  (db, root: FilePath): readonly (string | undefined)[] => {
    const found = new Set<string | undefined>();
    for (const [group, kind] of CHARTS)
      for (const site of declaredUnder(db, OBJECT, objectKey(group, kind, '')))
        if (repositoryOf(db, site.file)?.root === root) found.add(site.scope);
    for (const file of gitopsFiles(db, root)) {
      for (const application of applicationsIn(db, file)) {
        const isForeign = application.sources.some((source) => sourcePath(db, file, source) === undefined);
        const namespace = application.destination?.namespace?.text;
        if (isForeign) found.add(namespace === undefined || namespace.includes('{') ? undefined : namespace);
      }
    }
    return [...found];
  },
  { equal: deepEqual },
);

const CHARTS = [
  [HELM_GROUP, 'HelmRelease'],
  ['helm.cattle.io', 'HelmChart'],
  ['fleet.cattle.io', 'GitRepo'],
] as const;
