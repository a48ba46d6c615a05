/** What does not hold together between the objects of a unit, told once for each place that is to blame. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import type { Spot, Value } from '../../kustomize/build/values.ts';
import { hasKustomizationName } from '../../kustomize/recognise.ts';
import type { Place } from '../../place.ts';
import { mayHoldObjects } from '../objects.ts';
import { missing } from './missing.ts';
import { placeOfSpot, placeOfValue } from './place.ts';
import { selecting } from './selecting.ts';
import { unitAt, unitsOf } from './unit.ts';

export type LinkCode =
  /** Something names an object that is not there. */
  | 'missing'
  | 'missing-near'
  /** A ConfigMap or Secret has no such key. */
  | 'missing-key'
  /** A selector has none of the pods, or Services, that seem to be meant. */
  | 'selects-nothing'
  /** A port's name or number that what is meant has not. */
  | 'unknown-port';

/** Found by the checks, still with values. */
export interface Fault {
  readonly code: LinkCode;
  readonly args: Readonly<Record<string, string>>;
  readonly at: Value;
  /** What was probably meant in place of the text. */
  readonly meant?: string | undefined;
  readonly related?: { readonly spot: Spot; readonly message: string } | undefined;
}

export interface LinkProblem {
  readonly code: LinkCode;
  readonly args: Readonly<Record<string, string>>;
  readonly file: FilePath;
  readonly at: Place;
  readonly meant?: string;
  readonly related?: { readonly file: FilePath; readonly at: Place; readonly message: string };
}

/** All of a unit (key: its directory). */
const problemsOfUnit = query(
  'linkProblems',
  (db, directory: FilePath): readonly LinkProblem[] => {
    const unit = unitAt(db, directory);
    return unit === undefined ? [] : [...missing(db, unit), ...selecting(unit)].map(placed);
  },
  { equal: deepEqual },
);

/** The problems whose cause stands in a file, in whatever is built of it. */
function linkProblems(db: Database, file: FilePath): readonly LinkProblem[] {
  if (!hasKustomizationName(file) && !mayHoldObjects(db, file)) return [];
  const found = new Map<string, LinkProblem>();
  for (const directory of unitsOf(db, file))
    for (const problem of problemsOfUnit(db, directory))
      if (problem.file === file) found.set(`${problem.code} ${problem.at.node} ${problem.at.from ?? ''}`, problem);
  return [...found.values()].sort((a, b) => a.at.node - b.at.node);
}

function placed({ code, args, at, meant, related }: Fault): LinkProblem {
  return {
    code,
    args,
    ...placeOfValue(at),
    // What a generator or a transformer has written is not to be changed where it stands.
    ...(meant !== undefined && at.source.via === 'resource' && { meant }),
    ...(related !== undefined && { related: { ...placeOfSpot(related.spot), message: related.message } }),
  };
}

/** For rules: the problems of a file with one of these codes. */
export function* problemsWith(db: Database, file: FilePath, ...codes: readonly LinkCode[]): Generator<LinkProblem> {
  for (const problem of linkProblems(db, file)) if (codes.includes(problem.code)) yield problem;
}
