/** `plumbline check`: every finding below the paths given, in the format asked for. */

import { nearest } from '../base/near.ts';
import { dirname, type FilePath, isInside, relative } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { sweep } from '../engine/sweep.ts';
import { affectedFiles } from '../ide/affected.ts';
import { type Diagnostic, diagnostics } from '../ide/diagnostics.ts';
import { ruleFailures } from '../ide/failures.ts';
import { objectCount, repositoryRoots, workspaceFiles } from '../ide/files.ts';
import { ruleIds } from '../ide/rules.ts';
import { warmForBuilds } from '../ide/warm.ts';
import { type Arguments, lastValue, UsageError } from './arguments.ts';
import { writeBaseline } from './baseline.ts';
import { FORMATS, type Format, PRETTY } from './formats/formats.ts';
import { Placer } from './placer.ts';
import { Progress } from './progress.ts';
import { type Report, reaches, SEVERITIES, type Severity } from './report.ts';
import { schemaLocations } from './schema-locations.ts';
import { CLEAN, FAILED, FOUND } from './status.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

export async function check(given: Arguments, world: World): Promise<number> {
  const started = world.pace.now();
  const rules = rulesIn(given);
  const format = formatIn(given);
  const locations = schemaLocations(given, world);
  const paths = pathsIn(given, world);
  const progress = new Progress(world.err);
  const db = await world.load(
    [...paths].map(([path, kind]) => (kind === 'directory' ? path : dirname(path))),
    (done, total) => progress.tell('Reading', done, total),
  );
  const all = workspaceFiles(db);
  const roots = repositoryRoots(db);
  tellUnchecked(paths, all, world, progress);
  const scope = await scopeOf(given, world, db, roots);
  if ('error' in scope) return fail(world, progress, scope.error);
  const wholeRepository = given.positionals.length === 0;
  const files = all.filter((file) => scope.has(file) && (wholeRepository || isBelow(paths.keys(), file)));

  await warmForBuilds(db, world.pace);
  await world.loadSchemas(db, { locations });
  const found: Diagnostic[] = [];
  let broken = 0;
  let done = 0;
  let objects = 0;
  await sweep(db, files, world.pace, (file) => {
    progress.tell('Checking', ++done, files.length);
    for (const one of diagnostics(db, file)) if (rules === undefined || rules.has(one.rule)) found.push(one);
    objects += objectCount(db, file);
    for (const { rule, error } of ruleFailures(db, file)) {
      broken++;
      progress.clear();
      world.err.write(
        `plumbline: the rule ${rule} failed on ${visible(file)}, which is a defect of Plumbline: ${visible(error)}\n`,
      );
    }
  });
  progress.clear();

  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of found) counts[severity]++;
  const least = severityIn(given, 'severity') ?? format.leastShown;
  const failOn = given.options.get('fail-on')?.[0] === 'never' ? 'never' : (severityIn(given, 'fail-on') ?? 'error');
  const root = commonRoot(roots);
  const placer = new Placer(db, root);
  const report: Report = {
    root: relative(world.cwd, root),
    files: files.length,
    objects,
    durationMs: Math.round(world.pace.now() - started),
    version: world.version,
    problems: found.filter(({ severity }) => reaches(severity, least)).map((one) => placer.problem(one)),
    counts,
    failOn,
  };
  world.out.write(format.write(report, world));
  if (broken > 0) return FAILED;
  const target = lastValue(given, 'write-baseline');
  if (target !== undefined) {
    return writeBaseline(db, world, target, files, (one) => reaches(one.severity, least) && (rules?.has(one.rule) ?? true));
  }
  return SEVERITIES.some((severity) => counts[severity] > 0 && reaches(severity, failOn)) ? FOUND : CLEAN;
}

/** The files to check: all, or those that a change since a revision can have affected. */
async function scopeOf(
  given: Arguments,
  world: World,
  db: Database,
  roots: readonly FilePath[],
): Promise<{ has(file: FilePath): boolean } | { error: string }> {
  const ref = lastValue(given, 'changed-since');
  if (ref === undefined) return { has: () => true };
  if (ref.startsWith('-')) throw new UsageError('--changed-since needs a revision, and none starts with "-"');
  const affected = new Set<FilePath>();
  for (const root of roots) {
    const changed = await world.changedSince(root, ref);
    if ('error' in changed) return changed;
    for (const file of affectedFiles(db, changed.files)) affected.add(file);
  }
  return affected;
}

function rulesIn(given: Arguments): ReadonlySet<string> | undefined {
  const wanted = given.options.get('rule');
  if (wanted === undefined) return undefined;
  for (const id of wanted) assertRule(id);
  return new Set(wanted);
}

/** Throws a {@link UsageError} that names the rule that was probably meant. */
export function assertRule(id: string): void {
  if (ruleIds().includes(id)) return;
  const meant = nearest(id, ruleIds()) ?? ruleIds().find((known) => known.endsWith(`/${id}`));
  throw new UsageError(
    `there is no rule ${visible(id)}${meant === undefined ? '; `plumbline explain` lists them' : `; did you mean ${meant}?`}`,
  );
}

function formatIn(given: Arguments): Format {
  return FORMATS.get(lastValue(given, 'format') ?? 'pretty') ?? PRETTY;
}

function severityIn(given: Arguments, name: string): Severity | undefined {
  const value = lastValue(given, name);
  return SEVERITIES.find((severity) => severity === value);
}

/** What the words mean, each with its kind; the working directory where there are none. */
export function pathsIn(given: Arguments, world: World): ReadonlyMap<FilePath, 'file' | 'directory'> {
  const paths = new Map<FilePath, 'file' | 'directory'>();
  for (const word of given.positionals.length === 0 ? ['.'] : given.positionals) {
    const path = world.resolve(word);
    const kind = world.kindOf(path);
    if (kind === undefined) throw new UsageError(`${visible(word)} does not exist`);
    if (kind === 'other') throw new UsageError(`${visible(word)} is neither a file nor a directory`);
    paths.set(path, kind);
  }
  return paths;
}

/** A file that was named and does not belong to the workspace is not passed over in silence. */
function tellUnchecked(paths: ReadonlyMap<FilePath, string>, all: readonly FilePath[], world: World, progress: Progress): void {
  const known = new Set(all);
  for (const [path, kind] of paths) {
    if (kind !== 'file' || known.has(path)) continue;
    progress.clear();
    world.err.write(`plumbline: ${visible(relative(world.cwd, path))} is ignored by git or left out, and was not checked.\n`);
  }
}

function isBelow(paths: Iterable<FilePath>, file: FilePath): boolean {
  for (const path of paths) if (isInside(path, file)) return true;
  return false;
}

function fail(world: World, progress: Progress, error: string): number {
  progress.clear();
  world.err.write(`plumbline: ${visible(error)}.\n`);
  return FAILED;
}

/** The innermost directory that holds all of them. */
export function commonRoot(roots: readonly FilePath[]): FilePath {
  return roots.reduce((common, root) => {
    let shared = common;
    while (!isInside(shared, root)) shared = dirname(shared);
    return shared;
  });
}
