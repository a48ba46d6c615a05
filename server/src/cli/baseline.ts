/** `plumbline check --write-baseline`: what is found becomes what the repository accepts. */
import { type FilePath, relative } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { baselineAt } from '../ide/baseline.ts';
import type { Diagnostic } from '../ide/diagnostics.ts';
import { UsageError } from './arguments.ts';
import { CLEAN, FAILED } from './status.ts';
import { visible, visibleJson } from './visible.ts';
import type { World } from './world.ts';

/** Writes the baseline and says what it accepts and how it comes into force; all that it accepts no longer fails the check. */
export function writeBaseline(
  db: Database,
  world: World,
  target: string,
  files: readonly FilePath[],
  wanted: (one: Diagnostic) => boolean,
): number {
  const path = world.resolve(target);
  const baseline = baselineAt(db, path, files, wanted);
  if (baseline === undefined)
    throw new UsageError(`${visible(target)} lies in no repository that was checked, and a baseline belongs to one`);
  const failure = world.write(baseline.root, path, baseline.text);
  if (failure !== undefined) {
    world.err.write(`plumbline: ${visible(failure)}.\n`);
    return FAILED;
  }
  const { count, configured, root } = baseline;
  const findings = count === 1 ? '1 finding is' : `${count} findings are`;
  const advice = configured
    ? ''
    : ` To put it in force, add this to .plumbline.yaml:\nbaseline: ${yamlText(relative(root, path))}`;
  world.err.write(`plumbline: ${findings} accepted in ${visible(target)}.${advice}\n`);
  return CLEAN;
}

/** A path as a value in YAML; in quotes unless it is plain beyond doubt. */
function yamlText(path: string): string {
  return /^[.\w][-./\w]*[a-z]$/i.test(path) ? path : visibleJson(JSON.stringify(path));
}
