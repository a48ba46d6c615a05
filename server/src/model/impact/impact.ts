/** What a change does to what is deployed: objects added, removed and changed, for each unit that the change reaches. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { type Pace, sweep } from '../../engine/sweep.ts';
import { holdsGitops } from '../gitops-files.ts';
import { deployedDirectories } from '../graph/applications.ts';
import type { BuiltObject } from '../kustomize/build/build.ts';
import { kustomizationFile } from '../kustomize/build/kustomization-files.ts';
import type { BuildProblem } from '../kustomize/build/problems.ts';
import { Secrets } from '../kustomize/provenance/secrets.ts';
import { environmentOf } from '../workspace/environment.ts';
import { fileList } from '../workspace/inputs.ts';
import { displayPath, repositoryOf } from '../workspace/repository.ts';
import { differsFromBase } from './base.ts';
import { type Built, builtUnit } from './built.ts';
import { changeDangers, type Danger, namespaceDanger, namespaceMoves, removalDanger } from './dangers.ts';
import { type FieldChange, fieldChanges } from './fields.ts';
import { differingObjects, identityOf, type ObjectPair } from './objects.ts';
import { reachedUnits, type Unit } from './units.ts';

export interface ObjectImpact extends ObjectPair {
  readonly changes: readonly FieldChange[];
}

export interface UnitImpact {
  readonly before: Unit | undefined;
  readonly after: Unit | undefined;
  readonly environment: string | undefined;
  readonly objects: readonly ObjectImpact[];
  readonly dangers: readonly Danger[];
  /** Why a side cannot be rendered, or not all of it. */
  readonly problems: { readonly before: readonly BuildProblem[]; readonly after: readonly BuildProblem[] };
  /** True where what is deployed is made by Helm, which is not run. */
  readonly isChart: boolean;
  readonly secrets: { readonly before: Secrets; readonly after: Secrets };
}

/** The sides of a comparison, and the files that may differ between them. */
export interface Sides {
  readonly before: Database;
  readonly after: Database;
  readonly files: Iterable<FilePath>;
}

/** The files of `sides` that do differ. */
export function changedFiles({ before, after, files }: Sides): readonly FilePath[] {
  return [...files].filter((file) => differsFromBase(before, after, file)).sort();
}

/** Looks at every unit that the change reaches on either side; nothing else is built. Pauses between units. */
export async function unitImpacts(sides: Sides, changed: readonly FilePath[], pace: Pace): Promise<readonly UnitImpact[]> {
  if (changed.length === 0) return [];
  const { before, after } = sides;
  // Whose objects deploy what is asked of all files: once, in slices, and kept by the engine.
  for (const db of [before, after]) await sweep(db, fileList(db, ''), pace, (file) => holdsGitops(db, file));
  const pairs = pairedUnits(sides, reachedUnits(before, changed), reachedUnits(after, changed));
  const built: { pair: UnitPair; old: Built; now: Built }[] = [];
  await sweep(after, pairs, pace, (pair) => {
    built.push({ pair, old: buildOf(before, pair.before), now: buildOf(after, pair.after) });
  });
  const moved = new Set(built.flatMap(({ pair, old, now }) => addedIdentities(environmentIn(sides, pair), old, now)));
  const impacts: UnitImpact[] = [];
  await sweep(after, built, pace, ({ pair, old, now }) => {
    const impact = impactOf(sides, pair, old, now, moved);
    if (impact !== undefined) impacts.push(impact);
  });
  return impacts;
}

interface UnitPair {
  readonly before: Unit | undefined;
  readonly after: Unit | undefined;
}

function buildOf(db: Database, unit: Unit | undefined): Built {
  return unit === undefined ? { how: 'missing', objects: [], problems: [] } : builtUnit(db, unit);
}

/** An object that one unit gives up and another of the same environment takes on is not deleted. */
function addedIdentities(environment: string | undefined, old: Built, now: Built): readonly string[] {
  const known = new Set(old.objects.map(identityOf));
  return now.objects.map(identityOf).flatMap((identity) => (known.has(identity) ? [] : [`${environment ?? ''} ${identity}`]));
}

function environmentIn({ after, before }: Sides, pair: UnitPair): string | undefined {
  const unit = pair.after ?? pair.before;
  if (unit === undefined) return undefined;
  const db = pair.after === undefined ? before : after;
  // An Application says by its own place where it runs as well as by what it deploys.
  const paths = [unit.directory, ...(unit.deployer === undefined ? [] : [unit.deployer.file])];
  return paths.map((path) => environmentOf(displayPath(db, path))).find((one) => one !== undefined);
}

function impactOf(sides: Sides, pair: UnitPair, old: Built, now: Built, moved: ReadonlySet<string>): UnitImpact | undefined {
  const environment = environmentIn(sides, pair);
  const isChart = old.how === 'helm' || now.how === 'helm';
  const problems = { before: old.problems, after: now.problems };
  const secrets = { before: new Secrets(old), after: new Secrets(now) };
  const common = { ...pair, environment, problems, isChart, secrets };
  // What one side cannot be rendered for is not gone, and not new.
  const isLost = [old, now].some((side) => side.objects.length === 0 && side.problems.length > 0);
  if (isLost) {
    const isNew = now.problems.length > 0 && old.problems.length === 0;
    const wasBroken = old.problems.length > 0;
    return isNew || wasBroken ? { ...common, objects: [], dangers: [] } : undefined;
  }
  const objects = differingObjects(old.objects, now.objects).map((one): ObjectImpact => {
    const changes = one.before === undefined || one.after === undefined ? [] : fieldChanges(one.before.value, one.after.value);
    return { ...one, changes };
  });
  if (objects.length === 0 && !isChart) return undefined;
  return { ...common, objects, dangers: dangersOf(objects, pair, environment, moved) };
}

function dangersOf(
  objects: readonly ObjectImpact[],
  pair: UnitPair,
  environment: string | undefined,
  moved: ReadonlySet<string>,
): readonly Danger[] {
  const found: Danger[] = [];
  const gone = objects.flatMap(({ before, after }) => (before !== undefined && after === undefined ? [before] : []));
  const made = objects.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
  const moves = namespaceMoves(gone, made);
  const move = namespaceDanger(moves);
  if (move !== undefined) found.push(move);
  for (const object of gone) {
    if (moved.has(`${environment ?? ''} ${identityOf(object)}`)) continue;
    const danger = removalDanger(object, pair.before?.deployer?.prunes);
    if (danger !== undefined && !isMoveOfItself(moves, object)) found.push(danger);
  }
  for (const { before, after, changes } of objects)
    if (before !== undefined && after !== undefined)
      found.push(...changeDangers(before, after, changes, pair.after?.deployer?.replaces === true));
  return found;
}

/** The move is told for all; data that goes with it is told besides. */
function isMoveOfItself(moves: ReadonlyMap<BuiltObject, BuiltObject>, object: BuiltObject): boolean {
  return moves.has(object) && object.id.kind !== 'PersistentVolumeClaim';
}

/** Units of both sides by their keys; a controller's object whose path or place changed is the same object. */
function pairedUnits(sides: Sides, old: ReadonlyMap<string, Unit>, now: ReadonlyMap<string, Unit>): readonly UnitPair[] {
  const pairs: UnitPair[] = [];
  const lonely: { before: Unit[]; after: Unit[] } = { before: [], after: [] };
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const before = old.get(key) ?? counterpart(sides.before, now.get(key));
    const after = now.get(key) ?? counterpart(sides.after, old.get(key));
    if (before === 'elsewhere' || after === 'elsewhere') continue;
    if (before !== undefined && after !== undefined) pairs.push({ before, after });
    else if (before !== undefined) lonely.before.push(before);
    else if (after !== undefined) lonely.after.push(after);
  }
  const sameName = (a: Unit, b: Unit): boolean =>
    a.kind === b.kind && a.name === b.name && a.namespace === b.namespace && a.deployer !== undefined;
  for (const after of lonely.after) {
    const candidates = lonely.before.filter((one) => sameName(one, after));
    const before =
      candidates.find((one) => one.deployer?.file === after.deployer?.file) ??
      (candidates.length === 1 ? candidates[0] : undefined);
    if (before !== undefined) lonely.before.splice(lonely.before.indexOf(before), 1);
    pairs.push({ before, after });
  }
  return [...pairs, ...lonely.before.map((before) => ({ before, after: undefined }))];
}

/** The same unit on the side that the change did not reach it from; `elsewhere` where another unit has it there. */
function counterpart(db: Database, unit: Unit | undefined): Unit | undefined | 'elsewhere' {
  if (unit === undefined) return undefined;
  const root = repositoryOf(db, unit.directory)?.root;
  if (root === undefined) return undefined;
  if (unit.deployer === undefined) {
    const isTaken = deployedDirectories(db, root).some(({ directory }) => directory === unit.directory);
    if (isTaken || (unit.kind === 'files' && unit.files.some((file) => fileIsBuilt(db, file)))) return 'elsewhere';
    return unit.kind === 'files' || kustomizationFile(db, unit.directory) !== undefined ? unit : undefined;
  }
  const { file, kind, name, namespace, directory } = unit.deployer;
  const same = deployedDirectories(db, root).find(
    (one) =>
      one.file === file && one.kind === kind && one.name === name && one.namespace === namespace && one.directory === directory,
  );
  return same === undefined ? undefined : { ...unit, deployer: same };
}

function fileIsBuilt(db: Database, file: FilePath): boolean {
  return [...reachedUnits(db, [file]).values()].some(({ kind }) => kind !== 'files');
}
