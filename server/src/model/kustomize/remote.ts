/** Which entries of a kustomization file Kustomize fetches from elsewhere instead of reading a path. */
import { normalize } from '../../base/paths.ts';

/** `http:` and `https:` URLs are downloaded where a file is expected (`loader.IsRemoteFile`). */
export function isRemoteFile(entry: string): boolean {
  return /^https?:\/\/[^/]/i.test(entry);
}

/** Entries that are cloned where a directory is expected, as `git.NewRepoSpecFromURL` in Kustomize's `api/internal/git` tells them. */
export function isRemoteRepository(entry: string): boolean {
  if (entry.startsWith('/')) return false;
  let rest = (entry.split('?', 1)[0] ?? '').replace(/^git::/i, '');
  const scheme = /^(ssh|https?|file):\/\//i.exec(rest)?.[0] ?? '';
  rest = rest.slice(scheme.length);
  if (scheme.toLowerCase() === 'file://') return rest.length > 0;
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(rest)?.[0] ?? '';
  rest = rest.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const allowsColon = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !allowsColon) return false;
  const slash = rest.indexOf('/');
  const colon = allowsColon ? rest.indexOf(':') : -1;
  const separator = colon > 0 && (slash < 0 || colon < slash) ? colon : slash;
  if (separator < 0) return false;
  return hasRepositoryPath(rest.slice(separator + 1));
}

/** An explicit end of the repository's path (`_git/`, `//`, `.git`), or an owner and a name. */
function hasRepositoryPath(path: string): boolean {
  const marked = path.includes('_git/') || path.indexOf('//') > 0 || path.indexOf('.git') > 0;
  return marked || (!path.includes('//') && path.split('/').length >= 2 && !path.startsWith('/'));
}

/** What a remote directory is cloned from. */
export interface RemoteSpec {
  /** For git, without the directory and the query. */
  readonly url: string;
  /** The directory in the repository; '' for its root. */
  readonly path: string;
  /** A branch, tag or commit; '' for the default branch. */
  readonly ref: string;
}

/** The parts of an entry that {@link isRemoteRepository}; undefined where the directory leaves the repository. */
export function remoteSpec(entry: string): RemoteSpec | undefined {
  const [written = '', query = ''] = entry.split(/\?(.*)/s, 2);
  const ref = query.split('&').reduce((found, pair) => {
    const [name, value = ''] = pair.split('=', 2);
    return name === 'ref' || (name === 'version' && found === '') ? decoded(value) : found;
  }, '');
  const text = written.replace(/^git::/i, '');
  const github = /^(?:(?:https?|ssh):\/\/)?(git@)?github\.com[/:]/i.exec(text);
  const usesSsh = github?.[1] !== undefined;
  const host = github?.[0] ?? /^(?:[a-z]+:\/\/)?[^/:]+(?::\d+)?[/:]/i.exec(text)?.[0] ?? '';
  const server = github === null ? host : usesSsh ? 'git@github.com:' : 'https://github.com/';
  const [repository, path] = split(text.slice(host.length));
  const directory = path.replace(/^\/+/, '');
  if (repository === '' || normalize(directory).split('/')[0] === '..') return undefined;
  return { url: server + repository, path: directory, ref };
}

/** Whom an entry is fetched from, as people are asked about it: a host with its port, and what is taken of it. */
export function remoteSource(entry: string, takesDirectories: boolean): { readonly host: string; readonly ref: string } {
  const spec = takesDirectories && isRemoteRepository(entry) ? remoteSpec(entry) : undefined;
  const url = URL.parse(spec?.url ?? entry);
  const ssh = /^[^@/]+@([^:/]+)/.exec(spec?.url ?? '')?.[1];
  return { host: url?.host || ssh || entry.split(/[/:]/, 1)[0] || entry, ref: spec?.ref ?? '' };
}

/** The repository's own path and what lies behind it (`parsePathParts` in Kustomize's `api/internal/git`). */
function split(rest: string): readonly [repository: string, path: string] {
  const azure = /^(.*?_git\/[^/]*)\/?(.*)$/s.exec(rest);
  if (azure !== null) return [azure[1] ?? '', azure[2] ?? ''];
  const slashes = rest.indexOf('//');
  if (slashes >= 0) return [rest.slice(0, slashes), rest.slice(slashes + 2)];
  const suffix = rest.indexOf('.git');
  if (suffix >= 0) return [rest.slice(0, suffix + 4), rest.slice(suffix + 4)];
  const [owner = '', name = '', ...more] = rest.split('/');
  return [`${owner}/${name}`, more.join('/')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
