/** URLs as Go's net/url reads those of requests. */
import { func, method, type Overload, STRING, URL } from '../overload.ts';
import { Failure, type Run } from '../run.ts';
import { Dict, List, Url } from '../values.ts';

const LONGEST = 65_536;
const HOST = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:<>"]|[^\0-\x7f]|%[89a-fA-F][0-9a-fA-F])*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

/** Undefined for what `url.ParseRequestURI` refuses: what is not absolute, and what is written badly; or, where it is no longer `ofRequest`, `url.Parse`. */
export function urlOf(text: string, ofRequest: boolean): Url | undefined {
  if (text === '' || text.length > LONGEST || /[\0-\x1f\x7f]/.test(text) || text.startsWith(':')) return undefined;
  const bare = ofRequest ? text : (text.split('#', 1)[0] ?? '');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(bare)?.[1] ?? '';
  const [rest = '', query = ''] = bare.slice(scheme === '' ? 0 : scheme.length + 1).split(/\?(.*)/s);
  const parts = { text, scheme: scheme.toLowerCase(), query };
  if (text === '*') return new Url({ ...parts, host: '', path: '*' });
  if (!rest.startsWith('/')) return scheme === '' ? undefined : new Url({ ...parts, host: '', path: '' });
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (!ofRequest && !rest.startsWith('///')));
  const authority = hasAuthority ? (/^[^/]*/.exec(rest.slice(2))?.[0] ?? '') : undefined;
  const path = authority === undefined ? rest : rest.slice(2 + authority.length);
  const host = authority === undefined ? '' : hostOf(authority);
  if (host === undefined || /%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  return new Url({ ...parts, host, path });
}

function hostOf(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && !USER.test(authority.slice(0, at))) return undefined;
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host) ? host : undefined;
  const port = /:([^:]*)$/.exec(host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port)) return undefined;
  return HOST.test(host) ? host : undefined;
}

function hostname(host: string): string {
  return /^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
}

/** As it is written where that is a good form, else with escapes. */
function escapedPath(path: string): string {
  if (/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/]|%[0-9a-fA-F]{2})*$/.test(path)) return path;
  const bytes = new TextEncoder().encode(unescaped(path) ?? path);
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function queryOf(run: Run, query: string): Dict {
  run.text(query.length);
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const [key = '', value = ''] = pair.split(/=(.*)/s).map((part) => unescaped(part.replaceAll('+', ' ')));
    if (key === undefined || value === undefined) continue;
    const values = found.get(key);
    if (values === undefined) found.set(key, [value]);
    else values.push(value);
  }
  return new Dict(new Map([...found].map(([key, values]) => [key, new List(values)])));
}

export const URLS: readonly Overload[] = [
  func('url', [STRING], (run, text) => {
    run.text(text.length);
    const found = urlOf(text, true) === undefined ? undefined : urlOf(text, false);
    if (found === undefined)
      throw new Failure(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`);
    return found;
  }),
  func('isURL', [STRING], (run, text) => {
    run.text(text.length);
    return urlOf(text, true) !== undefined;
  }),
  method('getScheme', [URL], (_, { scheme }) => scheme),
  method('getHost', [URL], (_, { host }) => unescaped(host) ?? host),
  method('getHostname', [URL], (_, { host }) => hostname(unescaped(host) ?? host)),
  method('getPort', [URL], (_, { host }) => /:(\d*)$/.exec(host.replace(/^\[[^\]]*\]/, ''))?.[1] ?? ''),
  method('getEscapedPath', [URL], (run, { path }) => {
    run.text(path.length);
    return escapedPath(path);
  }),
  method('getQuery', [URL], (run, { query }) => queryOf(run, query)),
];
