/** What is wrong with a kustomization when it is built, told once, at the file that has to be mended. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { deployersOf } from '../graph/deployers.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import type { Place } from '../place.ts';
import { fetched, fetchedWith } from '../workspace/fetched.ts';
import { pathKind } from '../workspace/inputs.ts';
import { attempt, resourcesIn } from './build/documents.ts';
import { NEEDS_OBJECTS } from './build/failures.ts';
import type { BuildProblem, Located, ProblemCode } from './build/problems.ts';
import type { Remark } from './build/remarks.ts';
import { kustomizationFile, type PathField } from './file.ts';
import { freeBuild } from './free-build.ts';
import { stepsFrom } from './graph.ts';
import { isPostRenderer } from './post-renderer.ts';
import { directoryOf, hasKustomizationName, isKustomizationFile, kustomizationOf } from './recognise.ts';
import { includedBy } from './uses.ts';

/** A problem with the place to show it at and, where that is only the way to it, the place itself. */
export interface OwnProblem {
  readonly code: ProblemCode;
  readonly args: Readonly<Record<string, string>>;
  readonly file: FilePath;
  readonly at: Place;
  readonly cause?: { readonly file: FilePath; readonly at: Place };
}

interface Judged {
  readonly problems: readonly BuildProblem[];
  readonly remarks: readonly Remark[];
}

/** What fails without load restriction fails everywhere. */
export const judged = query(
  'judgedBuild',
  (db, directory: FilePath): Judged => {
    const { problems, remarks } = freeBuild(db, directory);
    return { problems, remarks };
  },
  { equal: deepEqual },
);

function problemsOf(db: Database, directory: FilePath): readonly BuildProblem[] {
  return judged(db, directory).problems;
}

/** The problems of the builds that a kustomization file is responsible for. */
export function ownProblems(db: Database, file: FilePath): readonly OwnProblem[] {
  return hasKustomizationName(file) ? problemsOfFile(db, file) : [];
}

const problemsOfFile = query(
  'ownProblems',
  (db, file: FilePath): readonly OwnProblem[] => {
    const read = kustomizationFile(db, file);
    if (read === undefined) return [];
    const builds = read.kind === 'Component' ? buildsWith(db, file) : [file];
    return builds.flatMap((built) =>
      problemsOf(db, directoryOf(built)).flatMap((problem) => {
        if (problem.missing !== undefined) return [];
        // A kustomization file listed as a resource is told by what lists it.
        if (problem.code === 'not-an-object' && isKustomizationFile(db, problem.file)) return [];
        if (NEEDS_OBJECTS.has(problem.code) && !isComplete(db, built)) return [];
        return attributed(db, file, built, problem);
      }),
    );
  },
  { equal: deepEqual },
);

/** The first kustomizations, `most` or a few more, that take a component in, directly or through other components. */
export function buildsWith(db: Database, component: FilePath, most = 4): readonly FilePath[] {
  const found = new Set<FilePath>();
  const seen = new Set<FilePath>([component]);
  for (const at of seen) {
    if (found.size >= most || seen.size > 64) break;
    for (const { kustomization, field } of includedBy(db, directoryOf(at))) {
      if (field !== 'components') continue;
      if (kustomizationFile(db, kustomization)?.kind === 'Component') seen.add(kustomization);
      else found.add(kustomization);
    }
  }
  return [...found];
}

/** The problem as the file has to show it; nothing where another file shows it. */
function attributed(db: Database, file: FilePath, built: FilePath, problem: BuildProblem): readonly OwnProblem[] {
  const at = placeOf(problem);
  const { code, args } = problem;
  if (owns(db, file, problem.file)) return [{ code, args, file: problem.file, at }];
  if (file !== built) return [];
  const origin = fetchedWith(db, problem.file);
  const way = (kustomizationFile(db, file)?.paths ?? []).find(({ written }) => fetched(db, written)?.root === origin?.root);
  if (origin !== undefined && way !== undefined) return [{ code, args, file, at: way.place, cause: { file: problem.file, at } }];
  for (const other of below(db, file)) {
    if (!owns(db, other, problem.file)) continue;
    // Another file of the build has it: shown there, unless it comes up in this build alone.
    const isComponent = kustomizationFile(db, other)?.kind === 'Component';
    if (isComponent || problemsOf(db, directoryOf(other)).some((one) => deepEqual(one, problem))) return [];
    const entry = entryTowards(db, file, other);
    return entry === undefined ? [] : [{ code, args, file, at: entry, cause: { file: problem.file, at } }];
  }
  return [];
}

/** A kustomization file answers for itself and for the files that it names. */
export function owns(db: Database, kustomization: FilePath, file: FilePath): boolean {
  return kustomization === file || (kustomizationFile(db, kustomization)?.paths ?? []).some(({ path }) => path === file);
}

/** The kustomization files that take part in the build of one, itself left out. */
function below(db: Database, file: FilePath): ReadonlySet<FilePath> {
  const found = new Set<FilePath>();
  const waiting = [file];
  for (let at = waiting.pop(); at !== undefined && found.size < 2048; at = waiting.pop()) {
    for (const { to } of stepsFrom(db, at)) {
      const next = kustomizationOf(db, to);
      if (next === undefined || next === file || found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return found;
}

/** The path of `file` that leads to `other`. */
function entryTowards(db: Database, file: FilePath, other: FilePath): Place | undefined {
  const paths = kustomizationFile(db, file)?.paths ?? [];
  const step = stepsFrom(db, file).find(({ to }) => {
    const next = kustomizationOf(db, to);
    return next !== undefined && (next === other || below(db, next).has(other));
  });
  return step === undefined ? undefined : paths[step.entry]?.place;
}

/** False where something of the build is not in the repository or not read, so that more objects may be there in life. */
export const isComplete = query('isCompleteBuild', (db, file: FilePath): boolean => {
  // What was fetched may lack something itself.
  if (problemsOf(db, directoryOf(file)).some(({ missing }) => missing !== undefined)) return false;
  if (isPostRenderer(db, directoryOf(file))) return false;
  if (deployersOf(db, file, directoryOf(file)).some(({ addsComponents }) => addsComponents)) return false;
  return [file, ...below(db, file)].every((one) => {
    const read = kustomizationFile(db, one);
    if (read === undefined || read.fields.some(({ name }) => /^helm(Charts|ChartInflationGenerator)$/.test(name))) return false;
    return read.paths.every(({ path, field, written }) => {
      if (path === undefined) return fetched(db, written) !== undefined;
      if (field === 'generators' || field === 'transformers') return false;
      const kind = pathKind(db, path);
      return kind === 'directory' || (kind === 'file' && !(isResources(field) && isPlaceholder(db, path)));
    });
  });
});

function isResources(field: PathField): boolean {
  return field === 'resources' || field === 'bases';
}

/** True for a manifest without objects, which something fills before it is deployed, as `flux bootstrap` does. */
function isPlaceholder(db: Database, file: FilePath): boolean {
  if (objectsIn(db, file).length > 0) return false;
  const read = attempt(() => resourcesIn(db, file, 'resource'));
  return 'resources' in read && read.resources.length === 0;
}

/** Where in its file. */
export function placeOf({ node, inner }: Located): Place {
  if (node === undefined) return { node: 0, from: 0, to: 0 };
  return inner === undefined ? { node } : { node, from: inner.from, to: inner.to, inValue: true };
}
