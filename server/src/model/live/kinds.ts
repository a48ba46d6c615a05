/** The kinds of Argo CD and Flux that are followed in a cluster. */

export interface LiveKind {
  readonly engine: 'argocd' | 'flux';
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** `application`: deploys objects. `source`: what such an application is fetched from. `set`: makes applications. */
  readonly role: 'application' | 'source' | 'set';
  /** True for what is told in addition: who may not list it misses nothing that has to be said. */
  readonly isExtra?: boolean;
  /** Where the engine's objects stand by custom: asked for where a user may not list all namespaces. */
  readonly namespace: string;
}

const SOURCES = 'source.toolkit.fluxcd.io';

export const LIVE_KINDS: readonly LiveKind[] = [
  argocd('Application', 'applications'),
  { ...argocd('ApplicationSet', 'applicationsets'), role: 'set', isExtra: true },
  flux('kustomize.toolkit.fluxcd.io', 'Kustomization', 'kustomizations', 'application'),
  flux('helm.toolkit.fluxcd.io', 'HelmRelease', 'helmreleases', 'application'),
  flux(SOURCES, 'GitRepository', 'gitrepositories', 'source'),
  flux(SOURCES, 'OCIRepository', 'ocirepositories', 'source'),
  flux(SOURCES, 'HelmRepository', 'helmrepositories', 'source'),
  flux(SOURCES, 'Bucket', 'buckets', 'source'),
];

/** The kind that an object's apiVersion and kind name; undefined for kinds that are not followed. */
export function liveKind(apiVersion: string, kind: string): LiveKind | undefined {
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  return LIVE_KINDS.find((one) => one.kind === kind && one.group === group);
}

/** Kind/namespace/name: names an object within its cluster. */
export function liveId(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function argocd(kind: string, plural: string): LiveKind {
  return { engine: 'argocd', group: 'argoproj.io', kind, plural, role: 'application', namespace: 'argocd' };
}

function flux(group: string, kind: string, plural: string, role: LiveKind['role']): LiveKind {
  return { engine: 'flux', group, kind, plural, role, namespace: 'flux-system' };
}
