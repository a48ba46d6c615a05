/** What a unit's workloads, roles and bindings do that recommended practice advises against; asked only of repositories that want it. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import type { Value } from '../../kustomize/build/values.ts';
import { hasKustomizationName } from '../../kustomize/recognise.ts';
import type { Place } from '../../place.ts';
import { placeOfValue } from '../links/place.ts';
import { unitAt, unitsOf } from '../links/unit.ts';
import { mayHoldObjects } from '../objects.ts';
import { availability } from './availability.ts';
import { pods } from './pods.ts';
import { roles } from './roles.ts';

/** Equal to the rules' names. */
export type PracticeCode =
  | 'added-capability'
  | 'cluster-admin-binding'
  | 'cluster-wide-secrets'
  | 'default-namespace'
  | 'escalating-role'
  | 'floating-tag'
  | 'host-namespace'
  | 'host-path'
  | 'host-port'
  | 'kept-capabilities'
  | 'mounted-token'
  | 'no-disruption-budget'
  | 'no-liveness-probe'
  | 'no-memory-limit'
  | 'no-readiness-probe'
  | 'no-resource-requests'
  | 'no-seccomp-profile'
  | 'no-spread'
  | 'privilege-escalation'
  | 'privileged-container'
  | 'runs-as-root'
  | 'unconfined'
  | 'unrestricted-volume'
  | 'unsafe-sysctl'
  | 'wildcard-role';

/** One thing that a unit does, at the value that says it or, for what lacks, at the name of what lacks it. */
export interface Practice {
  readonly code: PracticeCode;
  readonly args: Readonly<Record<string, string>>;
  readonly at: Value;
}

export interface PlacedPractice {
  readonly code: PracticeCode;
  readonly args: Readonly<Record<string, string>>;
  readonly file: FilePath;
  readonly at: Place;
}

/** All of a unit (key: its directory). */
const practicesOfUnit = query(
  'practices',
  (db, directory: FilePath): readonly PlacedPractice[] => {
    const unit = unitAt(db, directory);
    if (unit === undefined) return [];
    return [...pods(db, unit), ...availability(unit), ...roles(unit)].map(({ code, args, at }) => {
      return { code, args, ...placeOfValue(at) };
    });
  },
  { equal: deepEqual },
);

/** What stands in a file and is so in every unit that is made of it. */
export function* practicesIn(db: Database, file: FilePath, code: PracticeCode): Generator<PlacedPractice> {
  if (!hasKustomizationName(file) && !mayHoldObjects(db, file)) return;
  const [first = [], ...others] = unitsOf(db, file).map((directory) => practicesOfUnit(db, directory));
  const seen = new Set<string>();
  for (const practice of first) {
    if (practice.file !== file || practice.code !== code) continue;
    const key = keyOf(practice);
    if (seen.has(key) || !others.every((list) => list.some((one) => keyOf(one) === key))) continue;
    seen.add(key);
    yield practice;
  }
}

function keyOf({ code, file, at }: PlacedPractice): string {
  return `${code} ${file} ${at.node} ${at.from ?? ''}`;
}
