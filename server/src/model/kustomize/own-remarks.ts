/** What a kustomization file says in vain, as far as everything is known that it could be meant for. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import type { Remark, RemarkCode } from './build/remarks.ts';
import { kustomizationFile } from './file.ts';
import { buildsWith, isComplete, judged, owns, placeOf } from './own-problems.ts';
import { overlaysOf } from './provenance/overlays.ts';
import { directoryOf, kustomizationOf } from './recognise.ts';

export interface OwnRemark {
  readonly code: RemarkCode;
  readonly args: Readonly<Record<string, string>>;
  readonly file: FilePath;
  readonly at: Place;
}

/** These stand whatever else there may be. */
const CERTAIN: ReadonlySet<RemarkCode> = new Set<RemarkCode>([
  'selectors-collide',
  'selector-overwritten',
  'patch-by-former-name',
]);

/** Builds that are looked into for one file. */
const MOST_BUILDS = 32;

/** The remarks on a kustomization file and what it names; on a component those that hold in every build with it. */
export const ownRemarks = query(
  'ownRemarks',
  (db, file: FilePath): readonly OwnRemark[] => {
    const read = kustomizationFile(db, file);
    if (read === undefined) return [];
    const builds = read.kind === 'Component' ? buildsWith(db, file, MOST_BUILDS) : [file];
    // Of a component that many use, one that was not looked into may have what it is for.
    if (builds.length >= MOST_BUILDS) return [];
    const inBuild = inAll(builds.map((one) => remarksOn(db, file, one))).filter(
      // A component may be ready for kinds that nobody uses it with yet.
      ({ code, args }) => code !== 'var-unused' && (read.kind !== 'Component' || args.by !== 'kind'),
    );
    return [...inBuild, ...unusedVars(db, file)].map((remark) => {
      const { code, args, file: where } = remark;
      return { code, args, file: where, at: placeOf(remark) };
    });
  },
  { equal: deepEqual },
);

/** A var may be used by what builds upon this file only. */
function unusedVars(db: Database, file: FilePath): readonly Remark[] {
  if (kustomizationFile(db, file)?.fields.every(({ name }) => name !== 'vars') !== false) return [];
  const builds = overlaysOf(db, file).flatMap((directory) => kustomizationOf(db, directory) ?? []);
  if (builds.length > MOST_BUILDS) return [];
  return inAll(builds.map((one) => remarksOn(db, file, one))).filter(({ code }) => code === 'var-unused');
}

function remarksOn(db: Database, file: FilePath, built: FilePath): readonly Remark[] {
  const own = judged(db, directoryOf(built)).remarks.filter((remark) => owns(db, file, remark.file));
  // Where something is missing, what seems to be in vain may be meant for that.
  return own.length === 0 || isComplete(db, built) ? own : own.filter(({ code }) => CERTAIN.has(code));
}

function inAll(lists: readonly (readonly Remark[])[]): readonly Remark[] {
  const [first = [], ...others] = lists;
  return first.filter((remark) => others.every((list) => list.some((one) => deepEqual(one, remark))));
}
