/**
 * What goes wrong in a build. Kustomize stops at the first failure; here the rest is done all the same, so that everything
 * that is wrong is told at once, as far as it does not follow from a failure before it.
 */
import { BuildFailure, type BuildProblem, type ProblemCode } from './problems.ts';

/** What a failure leaves in doubt: whether other objects would be there, and what would stand where in which. */
export interface Doubt {
  readonly objects: boolean;
  /** Ids of the objects that would have been changed. */
  readonly ids: 'all' | ReadonlySet<string>;
  /** Where in them. */
  readonly paths: 'all' | readonly Path[];
}

type Path = readonly string[];

/** Nothing else depends on it. */
export const NO_DOUBT: Doubt = { objects: false, ids: new Set(), paths: [] };
/** Objects may be missing. */
export const OBJECTS_IN_DOUBT: Doubt = { objects: true, ids: 'all', paths: 'all' };
/** Every object might look otherwise. */
export const ALL_IN_DOUBT: Doubt = { objects: false, ids: 'all', paths: 'all' };

/** Causes that may be gone once an object is there that is missing. */
export const NEEDS_OBJECTS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'patch-target-missing',
  'generator-behavior',
  'replacement-source',
  'replacement-source-field',
  'replacement-target',
  'replicas-no-match',
  'var-unmapped',
  'var-field',
  'json-patch-path',
  'json-patch-test',
]);

/** Causes that may be gone once an object has what would have been written into it. */
const NEEDS_VALUES: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'json-patch-path',
  'json-patch-test',
  'patch-mismatch',
  'field-path',
  'replacement-source-field',
  'replacement-target',
  'replacement-options',
  'namespace-conflict',
  'var-field',
]);

/** Failures that one build tells; it stops at the last. */
const MAX_FAILURES = 50;

export class Failures {
  readonly #found = new Map<string, BuildProblem>();
  readonly #doubts: Doubt[] = [];

  get list(): readonly BuildProblem[] {
    return [...this.#found.values()];
  }

  get doubts(): readonly Doubt[] {
    return this.#doubts;
  }

  /** Does one thing; where it fails, that is noted together with what is in doubt then. False where it failed. */
  attempt(work: () => void, doubt: Doubt | (() => Doubt) = NO_DOUBT): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      this.note(error.problem, typeof doubt === 'function' ? doubt() : doubt);
      return false;
    }
  }

  note(problem: BuildProblem, doubt: Doubt): void {
    if (this.#isCertain(problem, doubt)) this.#found.set(JSON.stringify(problem), problem);
    if (doubt !== NO_DOUBT) this.#doubts.push(doubt);
    if (problem.code === 'budget' || this.#found.size >= MAX_FAILURES) throw new BuildFailure(problem);
  }

  /** Notes what is in doubt without a failure. */
  doubt(doubt: Doubt): void {
    this.#doubts.push(doubt);
  }

  /** Takes over those of a build below; names may be others by now. */
  takeOver(list: readonly BuildProblem[], doubts: readonly Doubt[]): void {
    for (const problem of list) this.#found.set(JSON.stringify(problem), problem);
    for (const doubt of doubts) this.#doubts.push({ ...doubt, ids: 'all' });
  }

  #isCertain({ code }: BuildProblem, own: Doubt): boolean {
    if (NEEDS_OBJECTS.has(code) && this.#doubts.some(({ objects }) => objects)) return false;
    return !NEEDS_VALUES.has(code) || !this.#doubts.some((doubt) => meet(doubt, own));
  }
}

function meet(a: Doubt, b: Doubt): boolean {
  const sameObject = a.ids === 'all' || b.ids === 'all' || [...a.ids].some((id) => b.ids !== 'all' && b.ids.has(id));
  if (!sameObject) return false;
  if (a.paths === 'all' || b.paths === 'all') return true;
  const others = b.paths;
  return a.paths.some((one) => others.some((other) => isPrefix(one, other) || isPrefix(other, one)));
}

function isPrefix(short: Path, long: Path): boolean {
  return short.length <= long.length && short.every((step, i) => step === long[i]);
}
