/** The kinds that an object may be of, with the API versions that have them: the server's own, those of definitions, those in use. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { clusterKinds } from '../../workspace/outside.ts';
import { groupOf } from '../kinds.ts';
import { bundledKinds } from '../schema/bundled.ts';
import { endOf } from '../schema/lifecycle.ts';
import { ANY_MINOR, builtInKinds, KNOWN_MINORS } from '../schema/table.ts';
import { minorOf } from '../schema/version.ts';
import { usageAround } from './usage.ts';

/** A kind under one of its API versions. */
export interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  /** The sentence that says until when it is served; undefined where it stays. */
  readonly ends: string | undefined;
  readonly isRemoved: boolean;
  readonly isBuiltIn: boolean;
  /** True where the repository has such objects. */
  readonly isUsed: boolean;
  /** Better ones come first. */
  readonly rank: number;
}

/** What nobody keeps in a file: questions to the server, and what it writes itself. */
const UNWRITTEN =
  /(?:Review|Binding|Status|Event|Endpoints|EndpointSlice|ControllerRevision|StorageVersion|CSINode|Node|EvictionRequest|Eviction|VolumeAttachment|ResourceSlice|Lease|LeaseCandidate|IPAddress|CertificateSigningRequest|PodCertificateRequest)$/;
const WRITTEN = /^(?:ClusterRoleBinding|RoleBinding|\w+PolicyBinding)$/;

/** The kinds that are written most; they come first where nothing in the repository says otherwise. */
const COMMON: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'Namespace',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/** Every kind that can be written in the file, the likeliest first. */
export function servedKinds(db: Database, file: FilePath): readonly Served[] {
  const { kinds: inUse, defined } = usageAround(db, file);
  const names = new Set([
    ...builtInKinds(db, String(minorOf(db, file))).names(),
    ...defined,
    ...clusterKinds(db, ''),
    ...bundledKinds(),
    ...inUse.keys(),
  ]);
  const all = [...names].map((name): Served => {
    const [apiVersion = '', kind = ''] = name.split(' ');
    const end = ending(db, file, apiVersion, kind);
    const isBuiltIn = builtInKinds(db, String(ANY_MINOR)).kind(apiVersion, kind) !== undefined;
    const isCommon = isBuiltIn && COMMON.has(kind) && end === undefined && !/alpha|beta/.test(apiVersion);
    const isUnwritten = isBuiltIn && UNWRITTEN.test(kind) && !WRITTEN.test(kind);
    const rank = (isCommon ? 0 : inUse.has(name) ? 1 : isUnwritten ? 4 : 2) + (end === undefined ? 0 : 5) + unsteady(apiVersion);
    return { apiVersion, kind, ends: end?.text, isRemoved: end?.isRemoved === true, isBuiltIn, isUsed: inUse.has(name), rank };
  });
  return all.sort((a, b) => a.rank - b.rank || compare(a.kind, b.kind) || newerFirst(a.apiVersion, b.apiVersion));
}

function unsteady(apiVersion: string): number {
  return apiVersion.includes('alpha') ? 2 : apiVersion.includes('beta') ? 1 : 0;
}

function ending(
  db: Database,
  file: FilePath,
  apiVersion: string,
  kind: string,
): { text: string; isRemoved: boolean } | undefined {
  const end = endOf(apiVersion, kind);
  const minor = minorOf(db, file);
  const at = minor === ANY_MINOR ? (KNOWN_MINORS.at(-1) ?? 0) : minor;
  if (end === undefined) return undefined;
  const isRemoved = end.removed !== undefined && end.removed <= at;
  if (!isRemoved && (end.deprecated === undefined || end.deprecated > at)) return undefined;
  const next = end.replacement === undefined ? '' : `; ${end.replacement.apiVersion} takes its place`;
  return { text: isRemoved ? `removed in 1.${end.removed}${next}` : `deprecated in 1.${end.deprecated}${next}`, isRemoved };
}

/** `v2` before `v1`, `v1` before `v1beta1`; other groups by their names. */
export function newerFirst(a: string, b: string): number {
  if (groupOf(a) !== groupOf(b)) return compare(a, b);
  return unsteady(a) - unsteady(b) || b.localeCompare(a, 'en', { numeric: true });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
