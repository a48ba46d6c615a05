/** How kustomizations build on one another: which directories a build visits, where it comes round to where it was. */
import { deepEqual } from '../../base/equal.ts';
import { type FilePath, isInside } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { pathKind, pathsNamed } from '../workspace/inputs.ts';
import { liesAmongTemplates } from '../yaml/templates.ts';
import { kustomizationFile, PATH_FIELDS, type PathEntry } from './file.ts';
import { directoryOf, hasKustomizationName, KUSTOMIZATION_NAMES, kustomizationOf, kustomizationsIn } from './recognise.ts';

/** The fields whose directories become part of the build. */
const BUILT = ['resources', 'bases', 'components'] as const;

/** One step of a build from a kustomization file to a directory that it names. */
export interface Step {
  readonly from: FilePath;
  readonly to: FilePath;
  /** Which of the file's paths names it. */
  readonly entry: number;
}

/** The directories that a kustomization file has built into its own objects. */
export function stepsFrom(db: Database, file: FilePath): readonly Step[] {
  return hasKustomizationName(file) ? steps(db, file) : [];
}

const steps = query(
  'kustomizationSteps',
  (db, file: FilePath): readonly Step[] =>
    (kustomizationFile(db, file)?.paths ?? []).flatMap(({ field, path }, entry) =>
      path !== undefined && BUILT.some((built) => built === field) && pathKind(db, path) === 'directory'
        ? { from: file, to: path, entry }
        : [],
    ),
  { equal: deepEqual },
);

/** The directories that can be reached from a directory, itself among them, each with the step that found it first. */
const reached = query('kustomizationReach', (db, directory: FilePath): ReadonlyMap<FilePath, Step | undefined> => {
  const found = new Map<FilePath, Step | undefined>([[directory, undefined]]);
  for (const [at] of found) {
    const file = kustomizationOf(db, at);
    if (file === undefined) continue;
    for (const step of stepsFrom(db, file)) if (!found.has(step.to)) found.set(step.to, step);
  }
  return found;
});

/** The directories that a build of this one visits, itself among them. */
export function directoriesBuilt(db: Database, directory: FilePath): readonly FilePath[] {
  return [...reached(db, directory).keys()];
}

/** A build that comes back: `entry` is the file's path that leads into the circle, `steps` the way, that entry first. */
export interface Cycle {
  readonly entry: number;
  readonly steps: readonly Step[];
}

/**
 * The paths of a kustomization file that lead to its own directory or one above it. Kustomize refuses both: "candidate
 * root contains visited root" (`FileLoader.errIfArgEqualOrHigher`).
 */
export function cyclesOf(db: Database, file: FilePath): readonly Cycle[] {
  const home = directoryOf(file);
  return stepsFrom(db, file).flatMap((first) => {
    const way = reached(db, first.to);
    const end = [...way.keys()].find((directory) => isInside(directory, home));
    if (end === undefined) return [];
    const steps: Step[] = [];
    for (let step = way.get(end); step !== undefined; step = way.get(directoryOf(step.from))) steps.push(step);
    return { entry: first.entry, steps: [first, ...steps.reverse()] };
  });
}

/** A path of a kustomization file with what stands there. */
export interface Target extends PathEntry {
  readonly path: FilePath;
  readonly kind: ReturnType<typeof pathKind>;
  readonly takes: (typeof PATH_FIELDS)[keyof typeof PATH_FIELDS];
}

/** The local paths of a kustomization file; those that a template engine fills in first are left out. */
export function targetsOf(db: Database, file: FilePath): readonly Target[] {
  if (liesAmongTemplates(db, file)) return [];
  return (kustomizationFile(db, file)?.paths ?? []).flatMap((entry) => {
    const { path } = entry;
    if (path === undefined || /\$\{|\{\{/.test(entry.written)) return [];
    return { ...entry, path, kind: pathKind(db, path), takes: PATH_FIELDS[entry.field] };
  });
}

/** Whether a directory has what Kustomize needs to build it; `unknown` where Plumbline may not look. */
export function buildable(db: Database, directory: FilePath): 'yes' | 'no' | 'unknown' {
  if (kustomizationsIn(db, directory).length > 0) return 'yes';
  return kustomizationNamesIn(db, directory).length > 0 ? 'unknown' : 'no';
}

/** Whatever in a directory has the name of a kustomization file, also what cannot be looked into. */
export function kustomizationNamesIn(db: Database, directory: FilePath): readonly FilePath[] {
  return pathsNamed(db, directory, KUSTOMIZATION_NAMES).filter((path) => {
    const kind = pathKind(db, path);
    return kind === 'file' || kind === 'unknown';
  });
}
