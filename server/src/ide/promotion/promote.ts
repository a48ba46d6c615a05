/** What of one environment can be promoted to another: versions, each on the one line that says it there, proven by building. */
import { addTo } from '../../base/groups.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span, TextEdit } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { attempt, resourcesIn } from '../../model/kustomize/build/documents.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import type { ResourceId } from '../../model/kustomize/build/resource.ts';
import type { MapValue, ScalarValue } from '../../model/kustomize/build/values.ts';
import { deployedBuild } from '../../model/kustomize/provenance/overlays.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { after } from '../conversion/what-if.ts';
import { rewritings, type Writing } from '../drift/where-declared.ts';
import type { WorkspaceChange } from '../edits.ts';
import { impactOf } from '../impact/impact.ts';
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
}

/** Differences that one question may prove. */
const MOST = 200;

/** Every version of `from` that is another in `to`, and can be made the same there without any effect elsewhere. */
export async function promotable(db: Database, step: Step, pace: Pace): Promise<Promotion> {
  const found: Promotable[] = [];
  let unsafe = 0;
  const taken = new Set<string>();
  const failing = new Set<string>();
  for (const pair of counterparts(db, step)) {
    for (const part of [pair.from, pair.to]) if (isFailing(db, part)) failing.add(displayPath(db, pathOf(part)));
    const { differences, contradicting } = differencesOf(db, pair, step);
    unsafe += contradicting;
    for (const difference of differences.slice(0, MOST - found.length)) {
      const writing = await proven(db, pair, step, difference, pace);
      if (writing === undefined) {
        if (difference.from.kind !== 'replicas') unsafe++;
        continue;
      }
      const promoted = promotableOf(db, pair, step, difference, writing);
      if (!taken.has(promoted.place)) found.push(promoted);
      taken.add(promoted.place);
    }
    if (found.length >= MOST) break;
  }
  return { found, unsafe, failing: [...failing] };
}

/** The chosen ones as one change. */
export function promotion(chosen: readonly Promotable[]): WorkspaceChange {
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

function deployedIn(db: Database, part: Part): readonly Deployed[] {
  if ('directory' in part) {
    const { objects } = deployedBuild(db, part.directory);
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

/** The writing after which the environment has all of these versions, and nothing outside of it is another. */
async function proven(
  db: Database,
  { to }: Counterparts,
  step: Step,
  { keys, from, to: target }: Difference,
  pace: Pace,
): Promise<Writing | undefined> {
  const before = versionsIn(deployedIn(db, to), undefined);
  const textIn = (versions: ReadonlyMap<string, Keyed>, key: string): string | undefined => {
    const version = versions.get(key);
    return version === undefined || version === 'several' ? undefined : version.version.value.text;
  };
  for (const writing of rewritings(db, target.value, toJson(from.value), toJson(target.value))) {
    const other = after(db, writing.change);
    const now = versionsIn(deployedIn(other, to), undefined);
    const wanted = (key: string): string | undefined => (keys.includes(key) ? from.value.text : textIn(before, key));
    if (now.size !== before.size || ![...before.keys()].every((key) => textIn(now, key) === wanted(key))) continue;
    const impact = await impactOf({ before: db, after: other, files: [...writing.change.edits.keys()] }, pace);
    if (impact.applications.every(({ environment, problems }) => environment === step.to && problems.length === 0))
      return writing;
  }
  return undefined;
}

function promotableOf(
  db: Database,
  { to: part }: Counterparts,
  step: Step,
  { objects, from, to }: Difference,
  writing: Writing,
): Promotable {
  const shown = ({ kind, value }: Version): string => (kind === 'image' ? versionOfImage(value.text) : value.text);
  return {
    place: `${displayPath(db, writing.file)}:${lineOf(db, writing.file, writing.span)}`,
    part: displayPath(db, pathOf(part)),
    kind: from.kind,
    of: from.of,
    from: shown(from),
    to: shown(to),
    objects,
    doubt: doubtOf(from.value, to.value, from.kind, step),
    writing,
  };
}

function lineOf(db: Database, file: FilePath, span: Span): number {
  return lines(db, file).positionAt(span.start).line + 1;
}

/** What may belong to its environment is offered, and not chosen until somebody chooses it. */
function doubtOf(from: ScalarValue, to: ScalarValue, kind: VersionKind, step: Step): string | undefined {
  if (renamed(from.text, step) !== from.text) return `names ${step.from}`;
  if (kind === 'replicas') return 'replicas often differ between environments';
  if ([from, to].some(({ text }) => /[<>=^~*\s]|\.x\b/.test(text))) return 'a range of versions';
  const isRelease = [from, to].every(({ text }) => /\d+\.\d|^v\d+$|^[0-9a-f]{7,40}$|^sha256:/.test(text));
  return kind === 'revision' && !isRelease ? 'may be a branch' : undefined;
}
