/**
 * Where a catalogue keeps its schemas: a URL or a path with variables in it, written as kubeconform's `-schema-location` takes
 * it. What stands in for the variables comes from manifests, so that nothing but plain names ever does.
 */

import { type FilePath, isInside, join } from '../../base/paths.ts';

/** A kind as variables name it. */
export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What is wrong with a location, as half a sentence that follows it. */
export type LocationProblem = string;

const VARIABLE = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** The layout that catalogues of custom kinds usually have, for locations that name none. */
const USUAL = '{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json';

const VALUES: Readonly<Record<string, (kind: CustomKind, minor: number | undefined) => string>> = {
  Group: ({ group }) => group,
  ResourceKind: ({ kind }) => kind.toLowerCase(),
  ResourceAPIVersion: ({ version }) => version,
  KindSuffix: ({ group, version }) => `-${(group.split('.')[0] ?? '').toLowerCase()}-${version.toLowerCase()}`,
  StrictSuffix: () => '-strict',
  NormalizedKubernetesVersion: (_, minor) => (minor === undefined ? 'master' : `v1.${minor}.0`),
};

/** The variables that a location may have. */
export const LOCATION_VARIABLES: readonly string[] = Object.keys(VALUES);

/** True for what a server has, and not the disk. */
export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location);
}

/** The host that a location's schemas are asked from; undefined for paths and for what is no URL. */
export function hostOf(location: string): string | undefined {
  const url = isUrl(location) ? URL.parse(location.replace(VARIABLE, 'x')) : null;
  return url === null || url.host === '' ? undefined : url.host;
}

/** Undefined for locations that can be used. */
export function locationProblem(location: string): LocationProblem | undefined {
  for (const [written, inside = ''] of location.matchAll(VARIABLE))
    if (!/^\.\w+$/.test(inside) || !Object.hasOwn(VALUES, inside.slice(1))) return `has the unknown variable ${written}`;
  const rest = location.replace(VARIABLE, 'x');
  if (/\{\{|\}\}/.test(rest)) return 'has braces that no variable needs';
  if (!isUrl(location)) return location.includes('\0') ? 'is no path' : undefined;
  const url = URL.parse(rest);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is neither a path nor an https:// or http:// address';
  if (url.username !== '' || url.password !== '') return 'holds credentials';
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(location)?.[1] ?? '';
  return /\{\{/.test(host) ? 'names a host by a variable' : undefined;
}

/** What is wrong with a location that a repository names: of the disk it may name only itself. */
export function repositoryLocationProblem(location: string, root: FilePath): LocationProblem | undefined {
  const problem = locationProblem(location);
  if (problem !== undefined || isUrl(location)) return problem;
  const isOwn = !/^(?:[/~\\]|[a-z]:)/i.test(location) && isInside(root, join(root, location.replace(VARIABLE, 'x')));
  return isOwn
    ? undefined
    : 'lies outside of the repository; folders elsewhere are named in settings of the editor or on the command line';
}

/** Where the schema of a kind stands; a location that ends in no `.json` is the root of a catalogue in the usual layout. */
export function schemaPlace(location: string, kind: CustomKind, minor: number | undefined): string {
  const template = location.endsWith('.json') ? location : `${location.replace(/\/+$/, '')}/${USUAL}`;
  return template.replace(VARIABLE, (_, inside: string) => VALUES[inside.slice(1)]?.(kind, minor) ?? '');
}

/** The kind that `apiVersion kind` names; undefined for names that no API server would serve, which nobody is asked for. */
export function customKind(key: string): CustomKind | undefined {
  const [, group = '', version = '', kind = ''] = KIND.exec(key) ?? [];
  return group === '' || group.length > 253 ? undefined : { group, version, kind };
}

const KIND = /^([a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9][a-z0-9-]{0,62})+)\/(v[a-z0-9]{1,30}) ([A-Za-z][A-Za-z0-9]{0,62})$/;
