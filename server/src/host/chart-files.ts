/** The files of a local chart, looked at before helm reads them: it follows links and waits for pipes. */
import { type Dirent, lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { type FilePath, isInside } from '../base/paths.ts';
import { realPath, toNative } from './native.ts';
import { MAX_FILE } from './reading.ts';

const MAX_FILES = 5_000;
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_DEPTH = 32;

/** What tells one state of a chart from another; a sentence where helm must not read it. */
export function chartFiles(
  chart: FilePath,
  roots: readonly FilePath[],
): { readonly fingerprint: string } | { readonly failed: string } {
  const real = realPath(chart);
  if (real === undefined) return { failed: `there is no chart at ${chart}; helm pull --untar brings it there` };
  const within = roots.map((root) => realPath(root) ?? root);
  if (!within.some((root) => isInside(root, real))) return { failed: `the chart ${chart} lies outside of the workspace` };
  const lines: string[] = [];
  let bytes = 0;
  let entries = 0;
  const waiting: { readonly path: FilePath; readonly depth: number }[] = [{ path: real, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of entriesOf(next.path)) {
      const path = `${next.path}/${entry.name}`;
      if (++entries > 2 * MAX_FILES) return { failed: `${chart} is too large` };
      const target = entry.isSymbolicLink() ? realPath(path) : path;
      if (target === undefined) continue;
      if (!within.some((root) => isInside(root, target))) return { failed: `${path} is a link that leaves the workspace` };
      const stats = statsOf(target);
      if (stats === undefined) continue;
      if (stats.isDirectory()) {
        if (next.depth >= MAX_DEPTH) return { failed: `${path} is nested too deep` };
        waiting.push({ path, depth: next.depth + 1 });
        continue;
      }
      if (!stats.isFile()) return { failed: `${path} is no regular file` };
      bytes += stats.size;
      if (stats.size > MAX_FILE || bytes > MAX_BYTES || lines.length >= MAX_FILES) return { failed: `${chart} is too large` };
      lines.push(`${path} ${stats.size} ${stats.mtimeMs} ${stats.ino}`);
    }
  }
  if (lines.length === 0) return { failed: `there is no chart at ${chart}; helm pull --untar brings it there` };
  return { fingerprint: lines.sort().join('\n') };
}

function entriesOf(directory: FilePath): readonly Dirent[] {
  try {
    return readdirSync(toNative(directory), { withFileTypes: true });
  } catch {
    return [];
  }
}

function statsOf(path: FilePath): Stats | undefined {
  try {
    const stats = lstatSync(toNative(path));
    return stats.isSymbolicLink() ? statSync(toNative(path)) : stats;
  } catch {
    return undefined;
  }
}
