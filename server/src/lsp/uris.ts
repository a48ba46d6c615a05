/**
 * URIs to paths and back; no other place does either.
 *
 * A `file:` URI is its decoded path, with a drive in lower case (`c:/repo`). Any other scheme becomes the first part of
 * the path, with the authority behind it (`/vscode-vfs:github/owner/repo`, `/untitled:/Untitled-1`): a scheme is longer
 * than a drive's letter, so the two are never taken for one another.
 */
import { type FilePath, normalize } from '../base/paths.ts';

const URI = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/;
const DRIVE = /^\/*([A-Za-z]):(?=\/|$)/;
const ON_DRIVE = /^[a-z]:(?=\/|$)/;
const VIRTUAL = /^\/([A-Za-z][A-Za-z0-9+.-]+):([^/]*)(\/.*)?$/;

/** The path that a URI stands for; undefined for what is no URI. */
export function toPath(uri: string): FilePath | undefined {
  const match = URI.exec(uri);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', encoded = ''] = match;
  const decoded = decode(encoded);
  if (scheme.toLowerCase() !== 'file' || (authority !== '' && authority.toLowerCase() !== 'localhost'))
    return normalize(`/${scheme.toLowerCase()}:${decode(authority)}/${decoded}`);
  const drive = DRIVE.exec(decoded)?.[1];
  return normalize(drive === undefined ? `/${decoded}` : decoded.replace(DRIVE, `${drive.toLowerCase()}:`));
}

/** The URI of a path, encoded as VS Code encodes it. */
export function toUri(path: FilePath): string {
  const virtual = VIRTUAL.exec(path);
  if (virtual === null) return `file://${ON_DRIVE.test(path) ? '/' : ''}${encodePath(path)}`;
  const [, scheme = '', authority = '', rest = ''] = virtual;
  if (scheme === 'untitled' && authority === '') return `untitled:${encodePath(rest.slice(1))}`;
  return `${scheme}://${encodeURIComponent(authority).replaceAll('%2B', '+')}${encodePath(rest)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid UTF-8 behind the percent signs: the text stands for itself, as in the editor.
    return text;
  }
}

/** Encodes everything but unreserved characters and `/`; VS Code does so too, also the colon of a drive. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('/');
}
