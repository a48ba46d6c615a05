/**
 * What inline and JSON 6902 patches put into objects that the API server refuses: the built objects are held against the
 * shapes of their kinds, and what comes out of such a patch is told in it. Files that hold objects are judged by themselves.
 */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { isPatchedAnywhere } from '../../kustomize/build/traits.ts';
import type { MapValue, Value } from '../../kustomize/build/values.ts';
import { textOf } from '../../kustomize/build/values.ts';
import { hasKustomizationName } from '../../kustomize/recognise.ts';
import { useOf } from '../../kustomize/uses.ts';
import type { Place } from '../../place.ts';
import { isBuiltInGroup } from '../kinds.ts';
import { placeOfValue } from '../links/place.ts';
import { type Member, unitAt, unitsOf } from '../links/unit.ts';
import { isPlaceholder } from '../naming.ts';
import { objectsIn } from '../objects.ts';
import { customShapes } from '../schema/custom.ts';
import type { Mistake } from '../schema/mistake.ts';
import type { Struct } from '../schema/shapes.ts';
import { builtInKinds } from '../schema/table.ts';
import { validate } from '../schema/validate.ts';
import { minorOf } from '../schema/version.ts';
import { nodesOf } from './nodes.ts';
import { keyPlace } from './place.ts';

export interface PatchedMistake {
  readonly mistake: Mistake;
  readonly kind: string;
  readonly name: string;
  /** What is written there. */
  readonly text: string;
  readonly file: FilePath;
  readonly at: Place;
}

/** The mistakes whose cause stands in a file's inline patches, or in the file as a JSON 6902 patch. */
export function* patchedMistakes(db: Database, file: FilePath): Generator<PatchedMistake> {
  if (!hasKustomizationName(file) && useOf(db, file).as !== 'patch') return;
  const seen = new Set<string>();
  for (const directory of unitsOf(db, file)) {
    for (const mistake of mistakesOfUnit(db, directory)) {
      const key = `${mistake.at.node} ${mistake.at.from ?? ''} ${mistake.mistake.what}`;
      if (mistake.file !== file || seen.has(key)) continue;
      seen.add(key);
      yield mistake;
    }
  }
}

const JUDGED = { isPartial: true, needsName: false, reader: 'server', skipped: new Set<number>() } as const;

const mistakesOfUnit = query(
  'patchedMistakes',
  (db, directory: FilePath): readonly PatchedMistake[] => {
    const unit = unitAt(db, directory);
    if (unit?.isBuilt !== true) return [];
    return unit.members.flatMap((member) => (holdsPatched(db, member.body) ? [...mistakesIn(db, directory, member)] : []));
  },
  { equal: deepEqual },
);

function* mistakesIn(db: Database, directory: FilePath, { group, kind, name, body }: Member): Generator<PatchedMistake> {
  const [first, ...others] = shapesOf(db, directory, group, textOf(body.get('apiVersion')), kind);
  if (first === undefined) return;
  const { root, meanings } = nodesOf(body);
  const told = others.map((shape) => validate(root, shape, JUDGED));
  for (const mistake of validate(root, first, JUDGED)) {
    const meaning = meanings[mistake.at];
    // Names and labels have rules of their own, and Kustomize makes strings of annotations.
    if (meaning === undefined || mistake.path.startsWith('metadata') || !isPatched(db, meaning.value)) continue;
    // Where several definitions differ, only what all of them refuse is certain.
    if (!told.every((some) => some.some(({ what, at }) => what === mistake.what && at === mistake.at))) continue;
    const text = mistake.what === 'unknown-field' ? mistake.field : textOf(meaning.value);
    if (isPlaceholder(text) && mistake.what !== 'unknown-field') continue;
    const at = meaning.isKey ? keyPlace(db, meaning.value) : placeOfValue(meaning.value);
    yield { mistake, kind, name, text, ...at };
  }
}

function shapesOf(db: Database, file: FilePath, group: string, apiVersion: string, kind: string): readonly Struct[] {
  const builtIn = builtInKinds(db, String(minorOf(db, file))).kind(apiVersion, kind);
  if (builtIn !== undefined) return [builtIn.shape];
  return isBuiltInGroup(group) ? [] : customShapes(db, `${apiVersion} ${kind}`);
}

/** True where some value of the object comes out of a patch that is judged nowhere else. */
function holdsPatched(db: Database, body: MapValue): boolean {
  if (!isPatchedAnywhere(body)) return false;
  const waiting: Value[] = [body];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (isPatched(db, value)) return true;
    if (value.kind === 'map') waiting.push(...value.values);
    else if (value.kind === 'list') waiting.push(...value.items);
  }
  return false;
}

function isPatched(db: Database, { source }: Value): boolean {
  if (source.via !== 'patch') return false;
  return source.inline !== undefined || (source.raw !== true && objectsIn(db, source.file).length === 0);
}
