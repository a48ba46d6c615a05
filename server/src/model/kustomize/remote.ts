/** Which entries of a kustomization file Kustomize fetches from elsewhere instead of reading a path. */

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
