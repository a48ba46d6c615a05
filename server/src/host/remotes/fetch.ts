/** Fetches one remote entry of a kustomization into the cache, on request of a person. */
import type { FilePath } from '../../base/paths.ts';
import { isRemoteFile, isRemoteRepository, remoteSpec } from '../../model/kustomize/remote.ts';
import type { Fetched } from '../../model/workspace/fetched.ts';
import { endpointOf } from './addresses.ts';
import { keep, lookUp } from './cache.ts';
import { clone } from './clone.ts';
import { download } from './download.ts';

export type FetchResult = Fetched | { readonly error: string };

/**
 * Like Kustomize: a URL is a file where the server has one there, and a repository otherwise; what looks like a
 * repository is asked for as such first. `root` is the repository that names the entry.
 */
export async function fetchEntry(
  entry: string,
  takesDirectories: boolean,
  root: FilePath,
  cache: string,
  allowed: ReadonlySet<string>,
): Promise<FetchResult> {
  const asFile = (): Promise<FetchResult> => fetchFile(entry, cache, allowed);
  const asRepository = (): Promise<FetchResult> => fetchRepository(entry, root, cache, allowed);
  const isRepository = takesDirectories && isRemoteRepository(entry);
  if (!isRemoteFile(entry)) return isRepository ? asRepository() : { error: 'it is neither a URL nor a repository' };
  if (!isRepository) return asFile();
  const looksLikeFile = /\.(?:ya?ml|json)$/.test(entry.split('?', 1)[0] ?? '');
  const first = await (looksLikeFile ? asFile() : asRepository());
  if (!('error' in first)) return first;
  const second = await (looksLikeFile ? asRepository() : asFile());
  return 'error' in second ? first : second;
}

async function fetchRepository(entry: string, root: FilePath, cache: string, allowed: ReadonlySet<string>): Promise<FetchResult> {
  const spec = remoteSpec(entry);
  if (spec === undefined) return { error: 'its directory lies outside of the repository' };
  const url = URL.parse(spec.url);
  if (url === null || !/^https?:$/.test(url.protocol)) return { error: 'only https:// and http:// are fetched' };
  const endpoint = await endpointOf(url, allowed);
  if ('error' in endpoint) return endpoint;
  const cloned = await clone(spec.url, spec.ref, endpoint, root);
  if ('error' in cloned) return cloned;
  const path = spec.path.replace(/\/+$/, '');
  const { commit, files } = cloned;
  const isFile = files.has(path);
  if (!isFile && path !== '' && ![...files.keys()].some((file) => file.startsWith(`${path}/`)))
    return { error: `there is no ${path} in ${spec.url} at ${commit.slice(0, 12)}` };
  keep(cache, { entry, url: spec.url, commit, path: path === '' ? '.' : path, kind: isFile ? 'file' : 'directory' }, files);
  return lookUp(cache, entry) ?? { error: 'the cache cannot be read' };
}

async function fetchFile(entry: string, cache: string, allowed: ReadonlySet<string>): Promise<FetchResult> {
  const url = URL.parse(entry);
  if (url === null) return { error: 'it is no URL' };
  const got = await download(entry, allowed);
  if ('error' in got) return got;
  const name = /[\w.-]+$/.exec(url.pathname)?.[0] ?? 'file';
  const path = name === '.' || name === '..' ? 'file' : name;
  keep(cache, { entry, url: `${url.origin}${url.pathname}`, path, kind: 'file' }, new Map([[path, got.content]]));
  return lookUp(cache, entry) ?? { error: 'the cache cannot be read' };
}
