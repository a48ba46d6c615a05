/** What a file that a kustomization names and nobody has written yet would start with. */
import { basename, dirname, extname, type FilePath, isInside, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { apiVersionOf } from './build/resource.ts';
import { kustomizationFile, type PathField } from './file.ts';
import { gatheredObjects } from './gathered.ts';

export interface NewFile {
  readonly file: FilePath;
  readonly text: string;
}

/** The file to create for a missing path of the field; undefined where it is not known what it would hold. */
export function newFileFor(db: Database, kustomization: FilePath, field: PathField, path: FilePath): NewFile | undefined {
  const root = repositoryOf(db, kustomization)?.root;
  if (root === undefined || !isInside(root, path) || path === root) return undefined;
  const isManifest = /^\.ya?ml$/.test(extname(path));
  switch (field) {
    case 'resources':
    case 'bases':
      if (extname(path) === '') return emptyKustomization(path, 'Kustomization');
      return isManifest && field === 'resources' ? { file: path, text: manifest(db, kustomization, path) } : undefined;
    case 'components':
      return extname(path) === '' ? emptyKustomization(path, 'Component') : undefined;
    case 'patches':
    case 'patchesStrategicMerge': {
      const text = isManifest ? emptyPatch(db, kustomization, path) : undefined;
      return text === undefined ? undefined : { file: path, text };
    }
    case 'configMapGenerator':
    case 'secretGenerator':
      return { file: path, text: '' };
    default:
      return undefined;
  }
}

function emptyKustomization(directory: FilePath, kind: 'Kustomization' | 'Component'): NewFile {
  const version = kind === 'Component' ? 'v1alpha1' : 'v1beta1';
  const text = `apiVersion: kustomize.config.k8s.io/${version}\nkind: ${kind}\nresources: []\n`;
  return { file: join(directory, 'kustomization.yaml'), text };
}

/** Kinds that files are often named after, by lower-case name. */
const KINDS: ReadonlyMap<string, readonly [apiVersion: string, kind: string]> = new Map(
  (
    [
      ['v1', 'ConfigMap'],
      ['v1', 'Namespace'],
      ['v1', 'PersistentVolumeClaim'],
      ['v1', 'Secret'],
      ['v1', 'Service'],
      ['v1', 'ServiceAccount'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
      ['batch/v1', 'CronJob'],
      ['batch/v1', 'Job'],
      ['networking.k8s.io/v1', 'Ingress'],
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ['policy/v1', 'PodDisruptionBudget'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
      ['rbac.authorization.k8s.io/v1', 'Role'],
      ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
    ] as const
  ).map((one) => [one[1].toLowerCase(), one]),
);

/** An object of the kind that the file is named after, else a ConfigMap with the file's name. */
function manifest(db: Database, kustomization: FilePath, path: FilePath): string {
  const stem = basename(path).slice(0, -extname(path).length);
  const found = KINDS.get(stem.toLowerCase().replace(/[^a-z]/g, ''));
  const [apiVersion, kind] = found ?? ['v1', 'ConfigMap'];
  const namespace = kind === 'Namespace' ? kustomizationFile(db, kustomization)?.namespace : undefined;
  const name = namespace ?? (found === undefined ? stem : basename(dirname(path)));
  return object(apiVersion, kind, nameOf(name));
}

/** A patch that changes nothing yet, for the object that the file is named after, else the first one. */
function emptyPatch(db: Database, kustomization: FilePath, path: FilePath): string | undefined {
  const objects = gatheredObjects(db, kustomization).map(({ id }) => id);
  const words = basename(path).toLowerCase();
  const id =
    objects.find(({ kind, name }) => words.includes(kind.toLowerCase()) && words.includes(name)) ??
    objects.find(({ kind, name }) => words.includes(kind.toLowerCase()) || words.includes(name)) ??
    objects[0];
  return id && object(apiVersionOf(id), id.kind, id.name, id.namespace);
}

function object(apiVersion: string, kind: string, name: string, namespace = ''): string {
  const quoted = (text: string): string => (isPlain(text) ? text : JSON.stringify(text));
  const lines = [`apiVersion: ${apiVersion}`, `kind: ${kind}`, 'metadata:', `  name: ${quoted(name)}`];
  if (namespace !== '') lines.push(`  namespace: ${quoted(namespace)}`);
  return `${lines.join('\n')}\n`;
}

/** A name that an object may have. */
function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'app' : name;
}

/** True for names that YAML reads as texts without quotes. */
function isPlain(text: string): boolean {
  return /^[a-z][a-z0-9.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/.test(text);
}
