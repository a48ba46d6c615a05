/** The user's kubeconfig files as data: which contexts there are, and what each would need. Never written, nothing is run. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { at, type Json, list, text } from '../../model/live/json.ts';

/** Kubeconfigs are written by hand or by tools, a few kilobytes a cluster. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Where kubeconfigs are looked for. */
export interface KubeconfigPlaces {
  /** The setting: it stands for itself, wherever it points. */
  readonly setting: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** The opened folders: what lies in them belongs to the repository, and counts only where a person picked it. */
  readonly workspace: readonly string[];
  /** A file that a person picked just now. */
  readonly picked?: string;
}

export interface KubeContext {
  readonly name: string;
  readonly cluster: Json;
  readonly user: Json;
  readonly server: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly namespace: string | undefined;
  /** The directories that relative paths of cluster and user start from. */
  readonly clusterDirectory: string;
  readonly userDirectory: string;
  /** The opened folder that the entry's file lies in, where a person picked it from there. */
  readonly clusterWithin: string | undefined;
  readonly userWithin: string | undefined;
}

export interface Kubeconfig {
  readonly contexts: readonly KubeContext[];
  readonly current: string | undefined;
  readonly files: readonly string[];
  /** Sentences on files that were left out or could not be read. */
  readonly remarks: readonly string[];
}

interface Entry {
  readonly value: Json;
  readonly directory: string;
  readonly within: string | undefined;
}

/** Reads and merges them as kubectl does: of two entries with one name the first counts. */
export function readKubeconfig(places: KubeconfigPlaces): Kubeconfig {
  const clusters = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  const contexts = new Map<string, Entry>();
  const files: string[] = [];
  const remarks: string[] = [];
  let current: string | undefined;
  const { paths, trusted } = pathsOf(places);
  for (const path of paths) {
    const config = readFile(path, trusted ? [] : places.workspace);
    if (typeof config === 'string') remarks.push(config);
    if (typeof config === 'string' || config === undefined) continue;
    files.push(path);
    const directory = dirname(path);
    const within = places.workspace.find((folder) => isBelow(realPath(path) ?? path, folder));
    current ??= text(config, 'current-context');
    for (const [key, entries] of [
      ['clusters', clusters],
      ['users', users],
      ['contexts', contexts],
    ] as const)
      for (const entry of list(config, key)) {
        const name = text(entry, 'name');
        if (name !== undefined && !entries.has(name)) entries.set(name, { value: entry, directory, within });
      }
  }
  return {
    contexts: [...contexts].flatMap(([name, entry]) => contextOf(name, entry.value, clusters, users)),
    current,
    files,
    remarks,
  };
}

function contextOf(
  name: string,
  entry: Json,
  clusters: ReadonlyMap<string, Entry>,
  users: ReadonlyMap<string, Entry>,
): readonly KubeContext[] {
  const clusterName = text(entry, 'context', 'cluster') ?? '';
  const userName = text(entry, 'context', 'user') ?? '';
  const cluster = clusters.get(clusterName);
  const user = users.get(userName);
  const server = text(cluster?.value, 'cluster', 'server');
  if (cluster === undefined || server === undefined) return [];
  return [
    {
      name,
      cluster: at(cluster.value, 'cluster') ?? {},
      user: at(user?.value, 'user') ?? {},
      server,
      clusterName,
      userName,
      namespace: text(entry, 'context', 'namespace'),
      clusterDirectory: cluster.directory,
      userDirectory: user?.directory ?? cluster.directory,
      clusterWithin: cluster.within,
      userWithin: user?.within,
    },
  ];
}

/** `trusted` where a person named the file. */
function pathsOf({ setting, env, home, picked }: KubeconfigPlaces): { paths: readonly string[]; trusted: boolean } {
  const named = picked ?? setting;
  if (named) return { paths: [named.startsWith('~/') ? join(home, named.slice(2)) : named], trusted: true };
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  return { paths: listed.length > 0 ? listed : [join(home, '.kube', 'config')], trusted: false };
}

/** The content; a sentence where the file is left out or wrong; undefined where there is none. */
function readFile(path: string, refused: readonly string[]): Json | undefined | string {
  if (!isAbsolute(path)) return `The kubeconfig "${path}" is left out: only absolute paths count.`;
  const real = realPath(path);
  if (real === undefined) return undefined;
  if (refused.some((folder) => isBelow(real, folder) || isBelow(resolve(path), folder)))
    return `The kubeconfig ${path} is left out because it lies in the opened folder: pick it yourself to use it.`;
  try {
    const content = readRegular(real);
    if (content === undefined) return `The kubeconfig ${path} is no regular file, or is larger than 4 MB.`;
    const config = load(content, { schema: CORE_SCHEMA });
    if (config === undefined || config === null) return undefined;
    // What js-yaml makes of the core schema is JSON.
    return typeof config === 'object' ? (config as Json) : `The kubeconfig ${path} holds no mapping.`;
  } catch (error) {
    // The message of a YAML error would quote the file.
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is no YAML';
    return `The kubeconfig ${path} cannot be read: ${why}.`;
  }
}

/** A file as text; undefined where it is none, or too large. What would hang is not waited for. */
export function readRegular(path: string): string | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = fstatSync(file);
    return fstatSync(file).isFile() && size <= MOST_BYTES ? readFileSync(file, 'utf8') : undefined;
  } finally {
    closeSync(file);
  }
}

/** Undefined where nothing is there. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** `path` without links in it. */
export function isBelow(path: string, folder: string): boolean {
  const real = realPath(folder) ?? folder;
  return path === real || path.startsWith(real.endsWith(sep) ? real : real + sep);
}

/** A server's address without a password that somebody put into it, even where it is no address. */
export function withoutPassword(server: string): string {
  return server.replace(/[^/]*@/g, '');
}
