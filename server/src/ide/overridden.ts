/** Hovers on fields of patches and kustomizations: what they override, and what becomes of them in the overlays above. */
import { LineIndex } from '../base/lines.ts';
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Budget } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import { located } from '../model/kustomize/build/origins.ts';
import type { Resource } from '../model/kustomize/build/resource.ts';
import type { MapValue, Value } from '../model/kustomize/build/values.ts';
import { sameSpot } from '../model/kustomize/provenance/follow.ts';
import { deployedBuild, overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { type PatchedField, patchedFields } from '../model/kustomize/provenance/patched.ts';
import { Secrets } from '../model/kustomize/provenance/secrets.ts';
import { settingsOf, valueBefore, valueIn } from '../model/kustomize/provenance/settings.ts';
import { line, origin, partsOf, pathText, valueText } from './field-words.ts';
import type { Hover, HoverPart, Piece } from './hover.ts';
import { patchSpotAt } from './meaning.ts';
import { overlayNames } from './overlay-names.ts';
import { textOf } from './text.ts';

/** Objects, and overlays of one, that are told one by one. */
const MAX_OBJECTS = 3;
const MAX_OVERLAYS = 8;
/** Builds that one question may ask for. */
const MAX_BUILDS = 20;

/** A field that is set in one object, in one build or in several. */
interface Told {
  readonly id: Resource['id'];
  /** The object in which the path leads to the field. */
  readonly root: MapValue;
  readonly path: readonly (string | number)[];
  /** Undefined where the field is taken away. */
  readonly value: Value | undefined;
  /** What each build had before; undefined where it had nothing. */
  readonly before: ReadonlyMap<FilePath, Value | undefined>;
}

export function overriddenHover(db: Database, file: FilePath, offset: number, budget: Budget): Hover | undefined {
  const spot = patchSpotAt(db, file, offset);
  const patched = spot?.entries.flatMap((entry) => patchedFields(db, entry, spot.root, spot.path));
  if (spot !== undefined && patched !== undefined && patched.length > 0) {
    const told = toldOf(patched.filter(isOneValue));
    return told.length === 0 ? undefined : { span: spot.span, parts: partsFor(db, file, told, budget) };
  }
  const set = settingsAt(db, file, offset);
  return set && { span: set.span, parts: partsFor(db, file, set.told, budget) };
}

/** A mapping or list that was there already and still is has no one value. */
function isOneValue({ before, after }: PatchedField): boolean {
  return before === undefined || after === undefined || after.kind === 'scalar' || before.kind === 'scalar';
}

/** The same field of the same object is told once. */
function toldOf(patched: readonly PatchedField[]): readonly Told[] {
  const found: (Told & { before: Map<FilePath, Value | undefined> })[] = [];
  for (const { build, object, root, path, before, after } of patched) {
    const text = pathText(path);
    const same = found.find((one) => sameSpot(one.root, object.root) && pathText(one.path) === text && !one.before.has(build));
    if (same !== undefined) same.before.set(build, before);
    else found.push({ id: object.id, root, path, value: after, before: new Map([[build, before]]) });
  }
  return found;
}

/** What the file sets at the offset by something else than a patch. */
function settingsAt(db: Database, file: FilePath, offset: number): { told: readonly Told[]; span: Span } | undefined {
  const index = new LineIndex(textOf(db, file));
  const cursorLine = index.positionAt(offset).line;
  const found: (Told & { before: Map<FilePath, Value | undefined> })[] = [];
  let first: Span | undefined;
  for (const setting of settingsOf(db, file)) {
    const { span } = located(db, setting.value);
    // On a key as on its value.
    const isHit = touches(span, offset) || index.positionAt(span.start).line === cursorLine;
    if (!isHit) continue;
    first ??= span;
    const { object, path, value, directory } = setting;
    const text = pathText(path);
    const same = found.find((one) => sameSpot(one.root, object.value) && pathText(one.path) === text);
    const before = valueBefore(db, setting);
    if (same === undefined)
      found.push({ id: object.id, root: object.value, path, value, before: new Map([[directory, before]]) });
    else same.before.set(directory, before);
  }
  return first && { told: found, span: first };
}

function partsFor(db: Database, file: FilePath, told: readonly Told[], budget: Budget): readonly HoverPart[] {
  const above = overlaysOf(db, file).slice(0, MAX_BUILDS);
  const names = overlayNames(db, [...new Set([...told.flatMap(({ before }) => [...before.keys()]), ...above])]);
  const parts: HoverPart[] = told.slice(0, MAX_OBJECTS).map((one) => toldLine(db, one, above, names, budget));
  if (told.length > MAX_OBJECTS) {
    const more = told.length - MAX_OBJECTS;
    parts.push({ is: 'text', text: more === 1 ? 'and 1 more field' : `and ${more} more fields` });
  }
  return parts;
}

function toldLine(
  db: Database,
  told: Told,
  above: readonly FilePath[],
  names: ReadonlyMap<FilePath, string>,
  budget: Budget,
): HoverPart {
  const { id, root, path, value, before } = told;
  const [build] = before.keys();
  const secrets = build === undefined ? undefined : new Secrets(deployedBuild(db, build));
  const shown = (one: Value): string => valueText(one, secrets?.hides(told, path, one) === true);
  return line([
    { is: 'strong', text: pathText(partsOf(root, path)) },
    { is: 'text', text: ` of ${id.kind} ${id.name} — ${value === undefined ? 'removed here' : `here ${shown(value)}`}` },
    ...overridden(db, before, names, value === undefined ? 'was' : 'overrides', shown),
    ...finals(db, told, above, names, budget, shown),
  ]);
}

/** What was there before, for each build where they differ. */
function overridden(
  db: Database,
  before: Told['before'],
  names: ReadonlyMap<FilePath, string>,
  verb: 'was' | 'overrides',
  shown: (value: Value) => string,
): readonly Piece[] {
  const groups: { readonly value: Value | undefined; readonly builds: FilePath[] }[] = [];
  for (const [build, value] of before) {
    const same = groups.find((one) => (one.value && value ? sameSpot(one.value, value) : one.value === value));
    if (same === undefined) groups.push({ value, builds: [build] });
    else same.builds.push(build);
  }
  return groups.flatMap(({ value, builds }): readonly Piece[] => {
    const where = groups.length === 1 ? '' : `in ${builds.map((build) => names.get(build)).join(', ')} `;
    if (value === undefined) return [{ is: 'text', text: ` · ${where}nothing before` }];
    return [{ is: 'text', text: ` · ${where}${verb} ${shown(value)}` }, ...origin(db, value)];
  });
}

/** Overlays at the end of the way in which the field is another one. */
function finals(
  db: Database,
  { root, path, value, before }: Told,
  above: readonly FilePath[],
  names: ReadonlyMap<FilePath, string>,
  budget: Budget,
  shown: (value: Value) => string,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const same: FilePath[] = [];
  let asked = 0;
  let differing = 0;
  for (const overlay of above) {
    if (asked > 0 && budget.isSpent()) break;
    asked++;
    const found = valueIn(db, root, path, overlay);
    if (found === 'unknown') continue;
    const final = found === 'removed' ? undefined : found;
    if (isAlike(final, value)) {
      same.push(overlay);
      continue;
    }
    if (++differing > MAX_OVERLAYS) continue;
    const text = final === undefined ? 'removed' : shown(final);
    pieces.push({ is: 'text', text: ` · ${names.get(overlay)} ${text}` }, ...(final === undefined ? [] : origin(db, final)));
  }
  // Where no other overlay says otherwise, and the file's own build is the end of the way, nothing more is to be told.
  const others = same.filter((overlay) => !before.has(overlay) || differing > 0);
  if (others.length > 0 && (differing > 0 || above.length > 1)) {
    const listed = others.slice(0, MAX_OVERLAYS).map((overlay) => names.get(overlay));
    const more = others.length > MAX_OVERLAYS ? ` and ${others.length - MAX_OVERLAYS} more` : '';
    pieces.push({ is: 'text', text: ` · the same in ${listed.join(', ')}${more}` });
  }
  const left = above.length - asked + Math.max(0, differing - MAX_OVERLAYS);
  if (left > 0) pieces.push({ is: 'text', text: ` · …and ${left} more` });
  return pieces;
}

function isAlike(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.text === b.text;
  return a.kind === b.kind;
}
