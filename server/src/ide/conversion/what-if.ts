/** What builds would come to after a change that nobody has made yet: conversions are proven before they are offered. */
import { deepEqual } from '../../base/equal.ts';
import { basename, dirname, type FilePath } from '../../base/paths.ts';
import { applyEdits } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { type Pace, sweep } from '../../engine/sweep.ts';
import { type BuildResult, build } from '../../model/kustomize/build/build.ts';
import { deployedBuild, isUnrestricted } from '../../model/kustomize/provenance/overlays.ts';
import { childNames, fileList, fileText, foundKind } from '../../model/workspace/inputs.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import type { WorkspaceChange } from '../edits.ts';
import { textOf } from '../text.ts';

/** The analysis as it would be; the one that is given stays as it is. */
export function after(db: Database, change: WorkspaceChange): Database {
  const other = db.fork();
  for (const [file, edits] of change.edits) other.set(fileText, file, applyEdits(textOf(db, file), edits));
  for (const { file, text } of change.creations) {
    other.set(fileText, file, text);
    other.set(foundKind, file, 'file');
    listed(other, file);
  }
  for (const file of change.deletions ?? []) {
    other.set(fileText, file, undefined);
    other.set(foundKind, file, undefined);
    other.set(
      childNames,
      dirname(file),
      childNames(other, dirname(file)).filter((name) => name !== basename(file)),
    );
  }
  const gone = new Set(change.deletions);
  if (change.creations.length > 0 || gone.size > 0) {
    const files = [...fileList(db, ''), ...change.creations.map(({ file }) => file)].filter((file) => !gone.has(file));
    other.set(fileList, '', files.sort());
  }
  return other;
}

/**
 * The build of a directory in `other`, which comes from `db`, as whoever deploys the repository makes it. Who that is `db`
 * is asked: the other database would have to read the whole repository to know.
 */
export function deployedBuildIn(other: Database, db: Database, directory: FilePath): BuildResult {
  return build(other, directory, { restriction: isUnrestricted(db, directory) ? 'none' : 'root-only' });
}

/** Makes a new path part of its directory, and that of its own. */
function listed(db: Database, path: FilePath): void {
  for (let child = path, parent = dirname(child); parent !== child; child = parent, parent = dirname(child)) {
    const names = childNames(db, parent);
    if (names.includes(basename(child))) return;
    db.set(childNames, parent, [...names, basename(child)].sort());
    if (foundKind(db, parent) !== undefined) return;
    db.set(foundKind, parent, 'directory');
  }
}

/** Builds that one proof looks at. */
const MAX_BUILDS = 1_000;

/**
 * Undefined where the change leaves every one of these builds as it is, objects and their order; else the sentence that says
 * which it would change. At least one of them has to build. Throws `Cancelled` when something is written meanwhile.
 */
export async function difference(
  db: Database,
  change: WorkspaceChange,
  directories: readonly FilePath[],
  pace: Pace,
): Promise<string | undefined> {
  if (directories.length > MAX_BUILDS) return `It reaches ${directories.length} builds, too many to compare.`;
  const other = after(db, change);
  let sentence: string | undefined;
  let proven = 0;
  await sweep(db, directories, pace, (directory) => {
    if (sentence !== undefined) return;
    const old = deployedBuild(db, directory);
    if (!isWhole(old)) return;
    proven++;
    const changed = changeBetween(old, deployedBuildIn(other, db, directory));
    if (changed !== undefined) sentence = `The build of ${displayPath(db, directory)} would not stay the same: ${changed}.`;
  });
  if (sentence === undefined && proven === 0)
    return 'No build that holds it works now, so that nothing can be compared: mend the build first.';
  return sentence;
}

/** A build that lacks what is remote still has all the rest. */
function isWhole({ problems }: BuildResult): boolean {
  return problems.every(({ missing }) => missing !== undefined);
}

function changeBetween(old: BuildResult, next: BuildResult): string | undefined {
  if (!isWhole(next)) return 'it would fail';
  if (old.problems.length !== next.problems.length) return 'it would lack something else';
  for (const [i, object] of old.objects.entries()) {
    const other = next.objects[i];
    if (other === undefined) return `${object.id.kind} ${object.id.name} would be missing`;
    if (!deepEqual(object.object, other.object)) {
      const isSame = object.id.kind === other.id.kind && object.id.name === other.id.name;
      return isSame ? `${object.id.kind} ${object.id.name} would be another` : 'the objects would stand in another order';
    }
  }
  const extra = next.objects[old.objects.length];
  return extra === undefined ? undefined : `${extra.id.kind} ${extra.id.name} would come in addition`;
}
