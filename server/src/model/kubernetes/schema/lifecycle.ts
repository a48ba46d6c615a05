/** API versions of built-in kinds that clusters no longer serve, or will not much longer, and kinds that there are none of. */
import { nearest } from '../../../base/near.ts';
import { dirname, type FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import type { NodeId } from '../../../syntax/tree.ts';
import { isBelowKustomization } from '../../kustomize/recognise.ts';
import { useOf } from '../../kustomize/uses.ts';
import { groupOf, isBuiltInGroup } from '../kinds.ts';
import { judgedObjects } from '../metadata.ts';
import { bodiesIn, type KubernetesObject } from '../objects.ts';
import { type Change, movesTo } from './migrations.ts';
import { type Namer, namersOf } from './namers.ts';
import { ANY_MINOR, type BuiltInKinds, builtInKinds, KNOWN_MINORS } from './table.ts';
import { KINDS } from './tables/built-in.ts';
import { validate } from './validate.ts';
import { minorOf } from './version.ts';

/** When an API version of a kind was deprecated and removed, in minors of Kubernetes 1. */
export interface End {
  readonly deprecated: number | undefined;
  readonly removed: number | undefined;
  readonly replacement: { readonly apiVersion: string; readonly kind: string } | undefined;
}

const ENDS: ReadonlyMap<string, End> = new Map(
  KINDS.split('\n')
    .filter((line) => line.startsWith('-'))
    .map((line): [string, End] => {
      const [apiVersion = '', kind = '', deprecated = '.', removed = '.', next = '.', nextKind = ''] = line.slice(1).split(' ');
      const minor = (text: string): number | undefined => (text === '.' ? undefined : Number(text));
      const replacement = next === '.' ? undefined : { apiVersion: next, kind: nextKind };
      return [`${apiVersion} ${kind}`, { deprecated: minor(deprecated), removed: minor(removed), replacement }];
    }),
);

/** What is known of the end of an API version; undefined where none is planned. */
export function endOf(apiVersion: string, kind: string): End | undefined {
  return ENDS.get(`${apiVersion} ${kind}`);
}

/** An object whose API version has come to its end, or is near it. */
export interface Outdated {
  readonly object: KubernetesObject;
  /** `removed` is certain for the cluster; `removed-lately` holds for the newest clusters where nobody says which one it is. */
  readonly state: 'removed' | 'removed-lately' | 'deprecated';
  readonly deprecated: number | undefined;
  readonly removed: number | undefined;
  readonly replacement: End['replacement'];
  /** False for files beside kustomizations that list them nowhere. */
  readonly isUsed: boolean;
  /** What else changes with the API version; undefined where that is not certain. */
  readonly migration: readonly Change[] | undefined;
  /** What else says the API version of the object, with what it says then. */
  readonly namers: readonly Namer[];
}

const OLDEST = KNOWN_MINORS[0] ?? 0;
const NEWEST = KNOWN_MINORS.at(-1) ?? 0;

/** Patches only name what they patch. */
export function outdatedObjects(db: Database, file: FilePath): readonly Outdated[] {
  const found: Outdated[] = [];
  for (const object of judgedObjects(db, file)) {
    const end = ENDS.get(`${object.apiVersion} ${object.kind}`);
    if (end === undefined || object.partial) continue;
    const state = stateOf(end, minorOf(db, file));
    if (state === undefined) continue;
    const isUsed = useOf(db, file).as !== undefined || !isBelowKustomization(db, dirname(file));
    const replacement = lasting(end.replacement) ?? stableVersion(db, file, object);
    found.push({ object, state, ...end, replacement, isUsed, ...moved(db, file, object, replacement) });
  }
  return found;
}

function stateOf({ deprecated, removed }: End, minor: number): Outdated['state'] | undefined {
  if (removed !== undefined && removed <= (minor === ANY_MINOR ? OLDEST : minor)) return 'removed';
  if (minor === ANY_MINOR && removed !== undefined && removed <= NEWEST) return 'removed-lately';
  return deprecated !== undefined && deprecated <= (minor === ANY_MINOR ? NEWEST : minor) ? 'deprecated' : undefined;
}

/** The version of the same kind that stays, where the lifecycle names none. */
function stableVersion(db: Database, file: FilePath, { group, kind }: KubernetesObject): End['replacement'] {
  const apiVersion = `${group}/v1`;
  const known = builtInKinds(db, String(minorOf(db, file))).kind(apiVersion, kind);
  return known === undefined ? undefined : { apiVersion, kind };
}

/** What takes the place of a version may have come to its own end. */
function lasting(replacement: End['replacement']): End['replacement'] {
  const next = replacement && endOf(replacement.apiVersion, replacement.kind)?.replacement;
  return next === undefined ? replacement : lasting(next);
}

function moved(
  db: Database,
  file: FilePath,
  object: KubernetesObject,
  replacement: End['replacement'],
): Pick<Outdated, 'migration' | 'namers'> {
  const migration = migrationOf(db, file, object, replacement);
  const isNamed = migration !== undefined && replacement !== undefined;
  return { migration, namers: isNamed ? namersOf(db, file, object, replacement.apiVersion) : [] };
}

/** Whatever the new version would not take has to be among what is moved. */
function migrationOf(
  db: Database,
  file: FilePath,
  object: KubernetesObject,
  replacement: End['replacement'],
): readonly Change[] | undefined {
  const body = bodiesIn(db, file).get(object.node);
  if (replacement?.kind !== object.kind || body === undefined) return undefined;
  const kind = builtInKinds(db, String(minorOf(db, file))).kind(replacement.apiVersion, object.kind);
  const moves = movesTo(body, object.apiVersion, object.kind);
  if (kind === undefined || moves === undefined) return undefined;
  const judged = { isPartial: false, needsName: false, reader: 'unknown', skipped: new Set<NodeId>() } as const;
  const isSettled = validate(body, kind.shape, judged).every((mistake) => moves.settles(mistake));
  return isSettled ? moves.changes : undefined;
}

/** An object of a kind that no API server has under its API version. */
export interface UnknownKind {
  readonly object: KubernetesObject;
  /** Where it is served: under another API version, under another name, or in other releases. */
  readonly near:
    | { readonly apiVersion: string }
    | { readonly kind: string }
    | { readonly minor: number; readonly served: string };
}

/** Kinds that OpenShift serves in the core group as well, and files that programs read. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'Config',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'Template',
]);

/** Only what is near to a known kind: others may be an extension's. */
export function unknownKinds(db: Database, file: FilePath): readonly UnknownKind[] {
  const objects = judgedObjects(db, file).filter(({ group, partial }) => isBuiltInGroup(group) && !partial);
  if (objects.length === 0 || useOf(db, file).as === 'patch') return [];
  const all = builtInKinds(db, String(ANY_MINOR));
  const minor = minorOf(db, file);
  return objects.flatMap((object): readonly UnknownKind[] => {
    const name = `${object.apiVersion} ${object.kind}`;
    if (ENDS.has(name) || ELSEWHERE.has(object.kind) || /[${}<>]/.test(name)) return [];
    if (all.kind(object.apiVersion, object.kind) === undefined) {
      const near = nearKind(all, object);
      return near === undefined ? [] : [{ object, near }];
    }
    if (builtInKinds(db, String(minor)).kind(object.apiVersion, object.kind) !== undefined) return [];
    return [{ object, near: { minor, served: servedIn(db, object) } }];
  });
}

function servedIn(db: Database, { apiVersion, kind }: KubernetesObject): string {
  const minors = KNOWN_MINORS.filter((minor) => builtInKinds(db, String(minor)).kind(apiVersion, kind) !== undefined);
  return minors[0] === minors.at(-1) ? `1.${minors[0]}` : `1.${minors[0]} to 1.${minors.at(-1)}`;
}

/** The same kind under its API version, a stable one first; else a kind of the group that is spelled alike. */
function nearKind(all: BuiltInKinds, object: KubernetesObject): { apiVersion: string } | { kind: string } | undefined {
  const names = [...all.names()].map((name) => name.split(' ') as [string, string]);
  const same = names.filter(([, kind]) => kind === object.kind).map(([apiVersion]) => apiVersion);
  const inGroup = same.filter((apiVersion) => groupOf(apiVersion) === object.group);
  const apiVersion = [...inGroup, ...same].toSorted((a, b) => Number(/alpha|beta/.test(a)) - Number(/alpha|beta/.test(b)))[0];
  if (apiVersion !== undefined) return { apiVersion };
  const kinds = names.filter(([version]) => version === object.apiVersion).map(([, kind]) => kind);
  const kind = nearest(object.kind, kinds);
  return kind === undefined ? undefined : { kind };
}
