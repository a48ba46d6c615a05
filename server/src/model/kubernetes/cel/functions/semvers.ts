/** Versions by semantic versioning 2, as Kubernetes reads them. */
import { compareSemvers } from '../compare.ts';
import { BOOL, func, method, type Overload, SEMVER, STRING } from '../overload.ts';
import { Failure } from '../run.ts';
import { Semver } from '../values.ts';

const LONGEST = 500;
const MOST = 2n ** 64n - 1n;
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** Undefined for what is no version. Where it is `normalized`, a `v` in front, leading zeros and missing parts are taken. */
function semverOf(text: string, isNormalized: boolean): Semver | undefined {
  if (text.length > LONGEST) return undefined;
  const whole = isNormalized ? normalized(text) : text;
  const found = whole === undefined ? null : VERSION.exec(whole);
  if (found === null) return undefined;
  const [, major = '', minor = '', patch = '', before, build] = found;
  const ids = before?.split('.') ?? [];
  if (ids.some((id) => id === '' || /^0\d+$/.test(id)) || build?.split('.').includes('') === true) return undefined;
  const numbers = [major, minor, patch].map(BigInt) as [bigint, bigint, bigint];
  return numbers.every((number) => number <= MOST) ? new Semver(...numbers, ids) : undefined;
}

function normalized(text: string): string | undefined {
  const [first = '', second, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [first, second, rest.length === 0 ? undefined : rest.join('.')].filter((part) => part !== undefined);
  if (parts.length < 3 && /[-+]/.test(parts.at(-1) ?? '')) return undefined;
  const bare = parts.map((part) => (part.length > 1 ? part.replace(/^0+(?=\d)/, '') : part));
  return [...bare, '0', '0'].slice(0, 3).join('.');
}

function read(text: string, isNormalized: boolean): Semver {
  const found = semverOf(text, isNormalized);
  if (found === undefined) throw new Failure(`${JSON.stringify(text)} is no semantic version`);
  return found;
}

export const SEMVERS: readonly Overload[] = [
  func('semver', [STRING], (_, text) => read(text, false)),
  func('semver', [STRING, BOOL], (_, text, isNormalized) => read(text, isNormalized)),
  func('isSemver', [STRING], (_, text) => semverOf(text, false) !== undefined),
  func('isSemver', [STRING, BOOL], (_, text, isNormalized) => semverOf(text, isNormalized) !== undefined),
  method('isGreaterThan', [SEMVER, SEMVER], (_, a, b) => compareSemvers(a, b) > 0),
  method('isLessThan', [SEMVER, SEMVER], (_, a, b) => compareSemvers(a, b) < 0),
  method('compareTo', [SEMVER, SEMVER], (_, a, b) => BigInt(compareSemvers(a, b))),
  method('major', [SEMVER], (_, { major }) => major),
  method('minor', [SEMVER], (_, { minor }) => minor),
  method('patch', [SEMVER], (_, { patch }) => patch),
];
