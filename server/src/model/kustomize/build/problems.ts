/** Why a build fails or leaves something out, in Kustomize's terms, with the place to look at. */
import type { FilePath } from '../../../base/paths.ts';
import type { NodeId } from '../../../syntax/tree.ts';
import type { Spot } from './values.ts';

/** The causes; each is what one of Kustomize's errors says. */
export type ProblemCode =
  | 'missing-kustomization'
  | 'several-kustomizations'
  | 'empty-kustomization'
  | 'invalid-kustomization'
  | 'wrong-kind'
  | 'wrong-api-version'
  | 'expected-component'
  | 'unexpected-component'
  | 'missing-path'
  | 'not-a-directory'
  | 'absolute-path'
  | 'ambiguous-path'
  | 'outside-root'
  | 'cycle'
  | 'budget'
  | 'remote'
  | 'unread'
  | 'helm'
  | 'plugin'
  | 'unknown-builtin'
  | 'malformed-yaml'
  | 'not-an-object'
  | 'missing-kind'
  | 'missing-name'
  | 'duplicate-id'
  | 'duplicate-key'
  | 'unprintable'
  | 'generator-behavior'
  | 'generator-target-ambiguous'
  | 'generator-name'
  | 'generator-source'
  | 'generator-duplicate-key'
  | 'patch-source'
  | 'patch-unreadable'
  | 'patch-empty'
  | 'patch-both-kinds'
  | 'patch-no-target'
  | 'patch-many-with-target'
  | 'patch-target-missing'
  | 'patch-target-ambiguous'
  | 'patch-mismatch'
  | 'patch-directive'
  | 'json-patch'
  | 'json-patch-path'
  | 'json-patch-test'
  | 'selector'
  | 'field-path'
  | 'field-specs-conflict'
  | 'namespace-conflict'
  | 'role-binding-subjects'
  | 'configuration'
  | 'openapi'
  | 'replicas-no-match'
  | 'reference-ambiguous'
  | 'blank-namespace'
  | 'replacement-incomplete'
  | 'replacement-source'
  | 'replacement-source-ambiguous'
  | 'replacement-source-field'
  | 'replacement-target'
  | 'replacement-options'
  | 'var-duplicate'
  | 'var-ambiguous'
  | 'var-unmapped'
  | 'var-field'
  | 'sort-options'
  | 'validator-modifies';

/** Where something is said. */
export interface Located {
  readonly file: FilePath;
  /** A node of the file; undefined where the whole file is meant. */
  readonly node?: NodeId;
  /** For text inside a scalar: the part of the scalar's text that is meant. */
  readonly inner?: { readonly from: number; readonly to: number };
}

/** One cause. `missing` marks what only something outside the repository could supply; the rest is built all the same. */
export interface BuildProblem extends Located {
  readonly code: ProblemCode;
  readonly args: Readonly<Record<string, string>>;
  readonly missing?: 'helm' | 'remote' | 'unread';
}

/** Thrown inside a build where Kustomize gives up; caught where the build of a directory ends. */
export class BuildFailure extends Error {
  readonly problem: BuildProblem;

  constructor(problem: BuildProblem) {
    super(problem.code);
    this.name = 'BuildFailure';
    this.problem = problem;
  }
}

export function fail(code: ProblemCode, spot: Spot | FilePath, args: Readonly<Record<string, string>> = {}): never {
  throw new BuildFailure(problemAt(code, spot, args));
}

export function problemAt(
  code: ProblemCode,
  spot: Spot | FilePath,
  args: Readonly<Record<string, string>>,
  missing?: BuildProblem['missing'],
): BuildProblem {
  return { code, ...locatedAt(spot), args, ...(missing !== undefined && { missing }) };
}

export function locatedAt(spot: Spot | FilePath): Located {
  if (typeof spot === 'string') return { file: spot };
  const { file, inline, raw } = spot.source;
  if (raw === true) return { file };
  if (inline === undefined) return { file, node: spot.at };
  const from = inline.shift + (inline.layout.starts[spot.at] ?? 0);
  const to = inline.shift + (inline.layout.ends[spot.at] ?? 0);
  return { file, node: inline.scalar, inner: { from, to } };
}
