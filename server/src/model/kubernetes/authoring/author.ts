/** What can be written in manifests and in patches of them, by the shapes of their kinds and by what the repository has. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { items } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Author, Suggestion, WritingPlace } from '../../facts.ts';
import { kustomizationMapping, topField } from '../../kustomize/file.ts';
import { BEHIND_OBJECTS, fileMerge, inlineMerge, type MergePatch, meantBy } from '../../kustomize/merge-choices.ts';
import { isKustomizationFile } from '../../kustomize/recognise.ts';
import { useOf } from '../../kustomize/uses.ts';
import { tree } from '../../source.ts';
import { mayHoldObjects } from '../objects.ts';
import { manifestFields, manifestItem } from './fields.ts';
import { kustomizationKeys, kustomizationWords } from './kustomization.ts';
import type { Meant, Path } from './spot.ts';
import { manifestValues } from './values.ts';

export const manifests: Author = {
  offersIn: (db, file) => mayHoldObjects(db, file) || isKustomizationFile(db, file),

  fieldsAt(db, file, writing) {
    const place = placeOf(db, file, writing);
    if (place === undefined) return isKustomizationFile(db, file) ? kustomizationKeys(db, file, writing.path) : [];
    const found = manifestFields(db, file, place.root, place.path, place.meant);
    return place.isPatch ? found.filter(({ label }) => label === undefined).map(behindObjects) : found;
  },

  itemAt(db, file, writing) {
    const place = placeOf(db, file, writing);
    return place && manifestItem(db, file, place.root, place.path, place.meant);
  },

  valuesAt(db, file, writing) {
    const place = placeOf(db, file, writing);
    // What a patch is of is told by what there is to patch.
    if (place === undefined) return isKustomizationFile(db, file) ? kustomizationWords(db, file, writing.path) : [];
    if (place.isPatch && place.path.length < 2) return [];
    const found = manifestValues(db, file, place.root, place.path, place.meant);
    return place.isPatch ? found.map(behindObjects) : found;
  },
};

export interface ObjectPlace {
  readonly root: Node | undefined;
  readonly path: Path;
  /** What a patch is for that does not say it itself. */
  readonly meant: Meant | undefined;
  readonly isPatch: boolean;
}

/** The object that is written in: of the document, or of a patch that stands as text in a kustomization. */
export function placeOf(db: Database, file: FilePath, { document, path, root }: WritingPlace): ObjectPlace | undefined {
  if (isKustomizationFile(db, file)) {
    const [list, index, part, ...inside] = path;
    if (list !== 'patches' || typeof index !== 'number' || part !== 'patch') return undefined;
    const entry = items(topField(kustomizationMapping(db, file), 'patches'))[index];
    return inPatch(inlineMerge(db, file, entry), undefined, inside);
  }
  if (!mayHoldObjects(db, file)) return undefined;
  const read = tree(db, file).documents[document]?.root;
  if (useOf(db, file).as !== 'patch') return { root: root ?? read, path, meant: undefined, isPatch: false };
  return inPatch(fileMerge(db, file, document), root ?? read, path);
}

/** Lists of operations hold no objects, and a patch of nothing may be of anything. */
function inPatch(patch: MergePatch | undefined, root: Node | undefined, path: Path): ObjectPlace | undefined {
  if (patch === undefined) return undefined;
  return { root: root ?? patch.root, path, meant: meantBy(patch), isPatch: true };
}

/** What the objects of a patch have comes first, and nothing is required of it. */
function behindObjects(one: Suggestion): Suggestion {
  return { ...one, about: one.about.replace(' · required', ''), rank: BEHIND_OBJECTS + (one.rank ?? 0) };
}
