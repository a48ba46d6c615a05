/** Which repository a URL names, whatever way it is written. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { repositoryOf } from './repository.ts';

/**
 * `host/path` in lower case, the same for `https://`, `ssh://` and `git@host:path`, with or without user, port, `.git` and
 * trailing slash; undefined for what names no repository on a host.
 */
export function normalizedRemote(url: string): string | undefined {
  const text = url.trim();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  const rest = scheme === undefined ? text : text.slice(scheme.length);
  // Without a scheme a colon parts host and path, as ssh reads it.
  const cut = scheme === undefined ? rest.indexOf(':') : rest.indexOf('/');
  if (cut <= 0 || (scheme === undefined && rest.slice(0, cut).includes('/'))) return undefined;
  const host = rest.slice(rest.lastIndexOf('@', cut) + 1, cut).replace(/:[0-9]+$/, '');
  const path = rest
    .slice(cut + 1)
    .split('/')
    .filter((part) => part !== '')
    .join('/')
    .replace(/\.git$/i, '');
  return host === '' || path === '' ? undefined : `${host}/${path}`.toLowerCase();
}

/** True where the URL names the repository that holds the file; undefined where its remotes are not known. */
export function isRemoteOf(db: Database, file: FilePath, url: string): boolean | undefined {
  const remotes = repositoryOf(db, file)?.remotes ?? [];
  if (remotes.length === 0) return undefined;
  const wanted = normalizedRemote(url);
  return wanted !== undefined && remotes.some((remote) => normalizedRemote(remote) === wanted);
}
