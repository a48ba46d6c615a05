/** The analysis's form of paths and the system's, both ways. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FilePath, normalize } from '../base/paths.ts';

const WINDOWS = process.platform === 'win32';

/** A path of the system, absolute or relative to the working directory, as the analysis writes it. */
export function fromNative(path: string, base = '.'): FilePath {
  const absolute = resolve(base, path);
  if (!WINDOWS) return normalize(absolute);
  const slashed = absolute.replaceAll('\\', '/');
  return normalize(slashed.charAt(0).toLowerCase() + slashed.slice(1));
}

/** The same path as the system's calls take it. */
export function toNative(path: FilePath): string {
  return WINDOWS && path.endsWith(':') ? `${path}/` : path;
}

/** Where a path leads when all links are followed; undefined where it leads nowhere. */
export function realPath(path: FilePath): FilePath | undefined {
  try {
    return fromNative(realpathSync.native(toNative(path)));
  } catch {
    return undefined;
  }
}
