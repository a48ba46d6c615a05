/** Who waits for whom: `dependsOn` between Kustomizations and between HelmReleases, and the circles in it. */

import { deepEqual } from '../../base/equal.ts';
import { addTo } from '../../base/groups.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { gitopsFiles, holdsGitops } from '../gitops-files.ts';
import type { Place } from '../place.ts';
import { scopesMeet } from '../spaces.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { type FluxReference, fluxObjects } from './objects.ts';

/** An object by its file and its index among the file's Flux objects. */
interface Member {
  readonly file: FilePath;
  readonly index: number;
  readonly kind: string;
  readonly name: string;
  readonly scope: string | undefined;
  readonly dependsOn: readonly { readonly name: string; readonly scope: string | undefined; readonly isElsewhere: boolean }[];
}

function membersOf(db: Database, file: FilePath): readonly Member[] {
  return holdsGitops(db, file) ? readMembers(db, file) : [];
}

const readMembers = query(
  'fluxDependents',
  (db, file: FilePath): readonly Member[] =>
    fluxObjects(db, file).flatMap(({ kind, name, scope, references }, index) => {
      if (kind !== 'Kustomization' && kind !== 'HelmRelease') return [];
      // Where an overlay gives the object its namespace, one that is written is most likely another.
      const dependsOn = references
        .filter(isDependency)
        .map((one) => ({ name: one.name, scope: one.scope, isElsewhere: one.scopeAt !== undefined && scope === undefined }));
      return [{ file, index, kind, name, scope, dependsOn }];
    }),
  { equal: deepEqual },
);

/** A dependency that leads back to the object that has it. */
export interface CircularDependency {
  readonly at: Place;
  /** The names on the way, the object's own first and last. */
  readonly chain: readonly string[];
  /** The dependencies of the others on the way. */
  readonly others: readonly { readonly file: FilePath; readonly at: Place; readonly name: string; readonly target: string }[];
}

/** The edges that lie in circles (key: repository root), by `file NUL index`; each points at the same form. */
const circularEdges = query(
  'fluxDependencyCircles',
  (db, root: FilePath): ReadonlyMap<string, readonly string[]> => {
    const members = gitopsFiles(db, root).flatMap((file) => membersOf(db, file));
    const byName = new Map<string, Member[]>();
    for (const member of members) addTo(byName, `${member.kind}/${member.name}`, member);
    const edges = new Map<string, string[]>();
    for (const member of members) {
      for (const { name, scope, isElsewhere } of member.dependsOn) {
        const candidates = (byName.get(`${member.kind}/${name}`) ?? []).filter(
          (one) => scopesMeet(one.scope, scope) && !(isElsewhere && one === member),
        );
        const target = nearestOf(member, candidates);
        if (target !== undefined) addTo(edges, idOf(member), idOf(target));
      }
    }
    return onlyCircular(edges);
  },
  { equal: deepEqual },
);

/** The dependencies of a file's objects that close a circle. */
export function* circularDependencies(db: Database, file: FilePath): Generator<CircularDependency> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || membersOf(db, file).every(({ dependsOn }) => dependsOn.length === 0)) return;
  const edges = circularEdges(db, root);
  if (edges.size === 0) return;
  for (const [index, object] of fluxObjects(db, file).entries()) {
    const start = `${file}\0${index}`;
    for (const target of edges.get(start) ?? []) {
      const way = wayBack(edges, target, start);
      if (way === undefined) continue;
      const steps = [start, ...way];
      const reference = referenceTo(db, start, target);
      if (reference === undefined) continue;
      const others = steps.slice(1, -1).flatMap((from, i) => {
        const to = steps[i + 2] ?? start;
        const one = referenceTo(db, from, to);
        return one === undefined ? [] : [{ file: fileOf(from), at: one.at, name: nameOf(db, from), target: nameOf(db, to) }];
      });
      yield { at: reference.at, chain: [object.name, ...way.map((id) => nameOf(db, id))], others };
    }
  }
}

function isDependency({ role }: FluxReference): boolean {
  return role === 'flux/dependsOn';
}

/** The same names stand for other objects in other clusters: the nearest one is meant, and none where several are near. */
function nearestOf(from: Member, candidates: readonly Member[]): Member | undefined {
  const near = [
    candidates.filter(({ file, index }) => file === from.file && index === from.index),
    candidates.filter(({ file }) => file === from.file),
    candidates.filter(({ file }) => dirname(file) === dirname(from.file)),
    candidates,
  ].find((some) => some.length > 0);
  return near?.length === 1 ? near[0] : undefined;
}

/** Takes out, again and again, what nothing points at and what points at nothing; the rest runs in circles or joins them. */
function onlyCircular(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  let left = new Map(edges);
  for (let size = -1; size !== left.size && left.size > 0; ) {
    size = left.size;
    const targets = new Set([...left.values()].flat());
    const kept = new Map<string, readonly string[]>();
    for (const [from, to] of left) {
      const alive = to.filter((one) => left.has(one));
      if (alive.length > 0 && targets.has(from)) kept.set(from, alive);
    }
    left = kept;
  }
  return left;
}

/** The shortest way from one object to another, both ends included; circles in real repositories are short. */
function wayBack(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const [at] of cameFrom) {
    if (at === to) {
      const way: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    if (cameFrom.size > MAX_STEPS) return undefined;
    for (const next of edges.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return undefined;
}

const MAX_STEPS = 500;

function referenceTo(db: Database, from: string, to: string): FluxReference | undefined {
  const [file = '', index] = from.split('\0');
  const name = nameOf(db, to);
  return fluxObjects(db, file)[Number(index)]?.references.find((one) => isDependency(one) && one.name === name);
}

function nameOf(db: Database, id: string): string {
  const [, index] = id.split('\0');
  return fluxObjects(db, fileOf(id))[Number(index)]?.name ?? '';
}

function fileOf(id: string): FilePath {
  return id.split('\0')[0] ?? '';
}

function idOf({ file, index }: Member): string {
  return `${file}\0${index}`;
}
