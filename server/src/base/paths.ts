/** Absolute paths with `/`, the only form in which the analysis knows files and directories. */

/** A normalized absolute path: `/` between parts, no `.` or `..`, no trailing slash (but `/` itself), a drive as `c:`. */
export type FilePath = string;

/** What may have to be taken out of an absolute path: `//`, `/.`, `/..` or a slash at its end. */
const UNTIDY = /\/(?:[/.]|$)/;

/** Takes `.`, `..`, doubled and trailing slashes out of an absolute or relative path. */
export function normalize(path: string): FilePath {
  const absolute = path.startsWith('/');
  if (absolute && path.length > 1 && !UNTIDY.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  return (absolute ? '/' : '') + parts.join('/') || (absolute ? '/' : '.');
}

/** `relative` as seen from the directory `from`; an absolute `relative` stands for itself. */
export function join(from: FilePath, relative: string): FilePath {
  return normalize(relative.startsWith('/') ? relative : `${from}/${relative}`);
}

/** The directory that holds the path; the root holds itself. */
export function dirname(path: FilePath): FilePath {
  const slash = path.lastIndexOf('/');
  if (slash > 0) return path.slice(0, slash);
  return slash === 0 ? '/' : '.';
}

export function basename(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The ending with its dot in lower case, or '' where the name has none; a leading dot is no ending. */
export function extname(path: FilePath): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** True where `path` is `directory` or lies below it. */
export function isInside(directory: FilePath, path: FilePath): boolean {
  if (directory === path || directory === '/') return true;
  return path.startsWith(directory) && path.charCodeAt(directory.length) === 47;
}

/** The way from the directory `from` to `to`, with `..` where needed; `.` where they are the same. */
export function relative(from: FilePath, to: FilePath): string {
  if (from !== to && from !== '/' && isInside(from, to) && !UNTIDY.test(to)) return to.slice(from.length + 1);
  const a = from.split('/').filter(Boolean);
  const b = to.split('/').filter(Boolean);
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  const up = a.slice(shared).map(() => '..');
  return [...up, ...b.slice(shared)].join('/') || '.';
}
