/** The URL of a remote, read in linear time: which host and repository it names, and whether it may be used at all. */
import type { RemoteUrl } from '../../base/pull-request.ts';

/** A remote that names a program, hides an option, or leads nowhere known. */
export type Refused = { readonly refused: string };

const LONGEST = 2048;

export function parseRemote(text: string): RemoteUrl | Refused {
  const url = text.trim();
  if (url === '' || url.length > LONGEST || /[\u0000-\u0020\u007f]/.test(url)) return { refused: 'its URL cannot be read' };
  if (url.startsWith('-')) return { refused: 'its URL reads as an option' };
  const helper = /^([A-Za-z0-9+.-]{1,30})::/.exec(url)?.[1];
  if (helper !== undefined) return { refused: `its URL asks for the program git-remote-${helper}` };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]{0,20}):\/\//.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return url.startsWith('/') || url.startsWith('.') || /^[A-Za-z]:[\\/]/.test(url) ? directory(url) : scpLike(url);
  const rest = url.slice(scheme.length + 3);
  if (scheme === 'file') return directory(rest);
  const known = scheme === 'git+ssh' || scheme === 'ssh+git' ? 'ssh' : scheme;
  if (known !== 'https' && known !== 'http' && known !== 'ssh' && known !== 'git')
    return { refused: `its URL has the scheme ${scheme}, which is none of git's` };
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const address = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /:([0-9]{1,5})$/.exec(address)?.[1];
  const host = port === undefined ? address.replace(/:$/, '') : address.slice(0, -port.length - 1);
  return named(known, host, known === 'ssh' || known === 'git' ? undefined : port, slash < 0 ? '' : rest.slice(slash + 1));
}

/** `user@host:path`. */
function scpLike(url: string): RemoteUrl | Refused {
  const colon = url.indexOf(':');
  if (colon <= 0 || url.slice(0, colon).includes('/')) return directory(url);
  return named('ssh', url.slice(url.lastIndexOf('@', colon) + 1, colon), undefined, url.slice(colon + 1));
}

function named(scheme: RemoteUrl['scheme'], host: string, port: string | undefined, written: string): RemoteUrl | Refused {
  const path = repositoryPath(written);
  if (host === '' || host.startsWith('-') || !/^[A-Za-z0-9._[\]:-]+$/.test(host)) return { refused: 'its URL names no host' };
  if (path === '' || path.split('/').some((part) => part.startsWith('-') || part === '..'))
    return { refused: 'its URL names no repository' };
  const lower = host.toLowerCase();
  // ssh.github.com and altssh.gitlab.com are the doors on port 443 of the same hosts.
  const web = lower === 'ssh.github.com' ? 'github.com' : lower === 'altssh.gitlab.com' ? 'gitlab.com' : lower;
  return { scheme, host: web, webHost: port === undefined ? web : `${web}:${port}`, path };
}

function directory(path: string): RemoteUrl {
  return { scheme: 'file', host: '', webHost: '', path };
}

function repositoryPath(text: string): string {
  let path = text;
  while (path.startsWith('/')) path = path.slice(1);
  while (path.endsWith('/')) path = path.slice(0, -1);
  if (path.toLowerCase().endsWith('.git')) path = path.slice(0, -4);
  return path.split('/').filter(Boolean).join('/');
}
