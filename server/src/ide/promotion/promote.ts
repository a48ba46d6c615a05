/** What of one environment can be promoted to another: versions, each on the one line that says it there, proven by building. */
import { addTo } from '../../base/groups.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span, TextEdit } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { type Pace, sweep } from '../../engine/sweep.ts';
import { attempt, resourcesIn } from '../../model/kustomize/build/documents.ts';
import { located } from '../../model/kustomize/build/origins.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import type { ResourceId } from '../../model/kustomize/build/resource.ts';
import type { MapValue, ScalarValue } from '../../model/kustomize/build/values.ts';
import { deployedBuild } from '../../model/kustomize/provenance/overlays.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { after, deployedBuildIn } from '../conversion/what-if.ts';
import { rewritings, type Writing } from '../drift/where-declared.ts';
import type { WorkspaceChange } from '../edits.ts';
import { type ImpactApplication, impactOf } from '../impact/impact.ts';
import { lines } from '../text.ts';
import { type Counterparts, counterparts, type Part, pathOf, renamed, type Step } from './environments.ts';
import { type Version, type VersionKind, versionOfImage, versionsOf } from './versions.ts';

export interface Promotable {
  /** The place, as text: `apps/production/web/kustomization.yaml:8`. */
  readonly place: string;
  /** What is deployed from there, as people write its path. */
  readonly part: string;
  readonly kind: VersionKind;
  /** What it is the version of, and which it has in both environments: the new one first. */
  readonly of: string;
  readonly from: string;
  readonly to: string;
  /** The objects that have it. */
  readonly objects: readonly string[];
  /** Why it may not be meant, as for a branch that is named after its environment. */
  readonly doubt: string | undefined;
  readonly writing: Writing;
}

export interface Promotion {
  readonly found: readonly Promotable[];
  /** How many differences stand on lines that others share, or on none. */
  readonly unsafe: number;
  /** Directories of either environment that do not build, of which nothing is known. */
  readonly failing: readonly string[];
  /** How many directories and files were not looked at, because so much was found before them. */
  readonly unseen: number;
}

interface Asked {
  /** Those at these places alone. */
  readonly places?: ReadonlySet<string>;
  /** Differences that are proven, after which no further directory is looked at. */
  readonly most?: number;
}

const MOST = 1000;

/** Every version of `from` that is another in `to`, and can be made the same there without any effect elsewhere. */
export async function promotable(db: Database, step: Step, pace: Pace, { places, most = MOST }: Asked = {}): Promise<Promotion> {
  const failing = new Set<string>();
  const written: Written[] = [];
  let unsafe = 0;
  let unseen = 0;
  await sweep(db, counterparts(db, step), pace, (pair) => {
    if (written.length >= most) {
      unseen++;
      return;
    }
    for (const part of [pair.from, pair.to]) if (isFailing(db, part)) failing.add(displayPath(db, pathOf(part)));
    const { differences, contradicting } = differencesOf(db, pair, step);
    unsafe += contradicting;
    const before = versionsIn(deployedIn(db, pair.to), undefined);
    for (const difference of differences) {
      if (places !== undefined && !places.has(placeOf(db, located(db, difference.to.value)))) continue;
      const writing = writingOf(db, pair, before, difference);
      if (writing !== undefined) written.push({ pair, difference, writing });
      else if (difference.from.kind !== 'replicas') unsafe++;
    }
  });
  const found = new Map<string, Promotable>();
  const isAlone = await onlyIn(db, step, written, pace);
  for (const one of written) {
    if (isAlone(one)) {
      const promoted = promotableOf(db, one, step);
      if (!found.has(promoted.place)) found.set(promoted.place, promoted);
    } else if (one.difference.from.kind !== 'replicas') unsafe++;
  }
  return { found: [...found.values()], unsafe, failing: [...failing], unseen };
}

interface Written {
  readonly pair: Counterparts;
  readonly difference: Difference;
  readonly writing: Writing;
}

/**
 * Tells those that change nothing outside of the environment. All are looked at together first; what then has to do with a
 * file from which something else changes is looked at by itself.
 */
async function onlyIn(db: Database, { to }: Step, written: readonly Written[], pace: Pace): Promise<(one: Written) => boolean> {
  const strangers = async (some: readonly Written[]): Promise<readonly ImpactApplication[]> => {
    const change = promotion(some);
    const sides = { before: db, after: after(db, change), files: [...change.edits.keys()] };
    const { applications } = await impactOf(sides, pace);
    return applications.filter(
      ({ environment, problems }) => environment !== to || problems.some(({ side }) => side === 'after'),
    );
  };
  const all = written.length === 0 ? [] : await strangers(written);
  if (all.length === 0) return () => true;
  const isUnclear = all.some(({ problems, objects }) => problems.length > 0 || objects.length === 0);
  const reached = new Set(
    all.flatMap(({ objects }) => objects.flatMap(({ fields }) => fields.flatMap(({ afterAt }) => afterAt?.path ?? []))),
  );
  const refused = new Set<Written>();
  for (const one of written)
    if ((isUnclear || reached.has(one.writing.file)) && (await strangers([one])).length > 0) refused.add(one);
  return (one) => !refused.has(one);
}

/** The chosen ones as one change. */
export function promotion(chosen: readonly Pick<Promotable, 'writing'>[]): WorkspaceChange {
  const edits = new Map<FilePath, TextEdit[]>();
  for (const { writing } of chosen)
    for (const [file, own] of writing.change.edits) for (const edit of own) addTo(edits, file, edit);
  return {
    edits: new Map([...edits].map(([file, own]) => [file, own.sort((a, b) => a.span.start - b.span.start)])),
    creations: [],
  };
}

/** The same version of the same thing in several objects, set by one text. */
interface Difference {
  readonly keys: readonly string[];
  readonly objects: readonly string[];
  readonly from: Version;
  readonly to: Version;
}

interface Deployed {
  readonly id: ResourceId;
  readonly root: MapValue;
}

function isFailing(db: Database, part: Part): boolean {
  if ('file' in part) return false;
  const { objects, problems } = deployedBuild(db, part.directory);
  return objects.length === 0 && problems.length > 0;
}

function deployedIn(db: Database, part: Part, build = deployedBuild.bind(undefined, db)): readonly Deployed[] {
  if ('directory' in part) {
    const { objects } = build(part.directory);
    return objects.map(({ id, value, stableName }) => ({ id: { ...id, name: stableName }, root: value }));
  }
  const read = attempt(() => resourcesIn(db, part.file, 'resource'));
  return 'problem' in read ? [] : read.resources.map(({ id, root }) => ({ id, root }));
}

function differencesOf(
  db: Database,
  { from, to }: Counterparts,
  step: Step,
): { readonly differences: readonly Difference[]; readonly contradicting: number } {
  const ours = versionsIn(deployedIn(db, from), step);
  const theirs = versionsIn(deployedIn(db, to), undefined);
  const bySpot = new Map<string, Difference>();
  const contradicting = new Set<string>();
  for (const [key, to] of theirs) {
    const from = ours.get(key);
    if (from === undefined || from === 'several' || to === 'several') continue;
    if (from.version.value.text === to.version.value.text) continue;
    const { source, at } = to.version.value;
    if (source.file === '') continue;
    const spot = `${source.file} ${source.inline?.scalar ?? ''} ${at}`;
    const known = bySpot.get(spot);
    // One text cannot say two versions.
    if (known !== undefined && known.from.value.text !== from.version.value.text) contradicting.add(spot);
    const keys = [...(known?.keys ?? []), key];
    const objects = [...new Set([...(known?.objects ?? []), to.object])];
    bySpot.set(spot, { keys, objects, from: known?.from ?? from.version, to: known?.to ?? to.version });
  }
  for (const spot of contradicting) bySpot.delete(spot);
  return { differences: [...bySpot.values()], contradicting: contradicting.size };
}

type Keyed = { readonly version: Version; readonly object: string } | 'several';

/** By kind, name and what it is the version of; names of objects may hold the environment's. */
function versionsIn(objects: readonly Deployed[], step: Step | undefined): ReadonlyMap<string, Keyed> {
  const found = new Map<string, Keyed>();
  for (const { id, root } of objects) {
    const name = step === undefined ? id.name : renamed(id.name, step);
    for (const version of versionsOf(id, root)) {
      const key = `${id.group}/${id.kind}/${name} ${version.key}`;
      found.set(key, found.has(key) ? 'several' : { version, object: `${id.kind} ${id.name}` });
    }
  }
  return found;
}

/** The writing after which what is deployed has this version, and all others as before. */
function writingOf(
  db: Database,
  { to }: Counterparts,
  before: ReadonlyMap<string, Keyed>,
  { keys, from, to: target }: Difference,
): Writing | undefined {
  const textIn = (versions: ReadonlyMap<string, Keyed>, key: string): string | undefined => {
    const version = versions.get(key);
    return version === undefined || version === 'several' ? undefined : version.version.value.text;
  };
  const wanted = (key: string): string | undefined => (keys.includes(key) ? from.value.text : textIn(before, key));
  for (const writing of rewritings(db, target.value, toJson(from.value), toJson(target.value))) {
    const other = after(db, writing.change);
    const now = versionsIn(deployedIn(other, to, deployedBuildIn.bind(undefined, other, db)), undefined);
    if (now.size === before.size && [...before.keys()].every((key) => textIn(now, key) === wanted(key))) return writing;
  }
  return undefined;
}

function promotableOf(db: Database, { pair, difference, writing }: Written, step: Step): Promotable {
  const { objects, from, to } = difference;
  const shown = ({ kind, value }: Version): string => (kind === 'image' ? versionOfImage(value.text) : value.text);
  return {
    place: placeOf(db, writing),
    part: displayPath(db, pathOf(pair.to)),
    kind: from.kind,
    of: from.of,
    from: shown(from),
    to: shown(to),
    objects,
    doubt: doubtOf(from.value, to.value, from.kind, step),
    writing,
  };
}

/** `apps/production/web/kustomization.yaml:8`. */
function placeOf(db: Database, { file, span }: { readonly file: FilePath; readonly span: Span }): string {
  return `${displayPath(db, file)}:${lines(db, file).positionAt(span.start).line + 1}`;
}

/** What may belong to its environment is offered, and not chosen until somebody chooses it. */
function doubtOf(from: ScalarValue, to: ScalarValue, kind: VersionKind, step: Step): string | undefined {
  if (renamed(from.text, step) !== from.text) return `names ${step.from}`;
  if (kind === 'replicas') return 'replicas often differ between environments';
  if ([from, to].some(({ text }) => /[<>=^~*\s]|\.x\b/.test(text))) return 'a range of versions';
  const isRelease = [from, to].every(({ text }) => /\d+\.\d|^v\d+$|^[0-9a-f]{7,40}$|^sha256:/.test(text));
  return kind === 'revision' && !isRelease ? 'may be a branch' : undefined;
}
