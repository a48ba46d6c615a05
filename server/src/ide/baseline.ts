/** What a repository accepts when its findings become its baseline. */
import { type FilePath, isInside, relative } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { type BaselineEntry, baselineText } from '../model/workspace/baseline.ts';
import { config } from '../model/workspace/config.ts';
import { repositoryOf } from '../model/workspace/repository.ts';
import { type Diagnostic, heard } from './diagnostics.ts';

export interface Baseline {
  /** The repository whose findings are accepted. */
  readonly root: FilePath;
  /** What the file is to hold. */
  readonly text: string;
  /** How many findings it accepts. */
  readonly count: number;
  /** True where `.plumbline.yaml` already names the file. */
  readonly configured: boolean;
}

/**
 * The baseline at `target` that accepts what `wanted` picks in `files`: also what a baseline accepts already, and what is beyond
 * the findings that are shown of one file. Undefined where `target` lies in no repository. Findings of other repositories are
 * not in it, because each has its own.
 */
export function baselineAt(
  db: Database,
  target: FilePath,
  files: readonly FilePath[],
  wanted: (one: Diagnostic) => boolean,
): Baseline | undefined {
  const root = repositoryOf(db, target)?.root;
  if (root === undefined) return undefined;
  const entries = new Map<string, BaselineEntry>();
  let count = 0;
  for (const path of files) {
    if (!isInside(root, path) || repositoryOf(db, path)?.root !== root) continue;
    const file = relative(root, path);
    for (const { rule, message } of heard(db, path).filter(wanted)) {
      const key = [rule, file, message].join('\0');
      entries.set(key, { rule, file, message, count: (entries.get(key)?.count ?? 0) + 1 });
      count++;
    }
  }
  return { root, text: baselineText([...entries.values()]), count, configured: config(db, root).baseline === target };
}
