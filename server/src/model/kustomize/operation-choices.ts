/** What can be written in the operations of a JSON 6902 patch, inline or in a file of its own. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { field, items } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Suggestion } from '../facts.ts';
import { kustomizationFile, kustomizationMapping, topField } from './file.ts';
import { gatheredObjects } from './gathered.ts';
import { pointers, selected } from './object-choices.ts';
import { includedBy } from './uses.ts';

/** The fields of an operation. */
export const OPERATION_FIELDS: readonly Suggestion[] = [
  { text: 'op', about: 'add, replace, remove, move, copy or test' },
  { text: 'path', about: 'The field, as /spec/replicas' },
  { text: 'value', about: 'The new value' },
  { text: 'from', about: 'The field to move or copy' },
];

const OPERATIONS: readonly Suggestion[] = [
  { text: 'add', about: 'Sets a field, or puts an item into a list' },
  { text: 'replace', about: 'Sets a field that is there' },
  { text: 'remove', about: 'Takes a field or an item out' },
  { text: 'move', about: 'Takes a value from one field to another' },
  { text: 'copy', about: 'Sets a field to the value of another' },
  { text: 'test', about: 'Fails unless the field has this value' },
];

/** The values of a field of an operation on the objects that the patch's target means; none without a target. */
export function operationValues(
  db: Database,
  kustomization: FilePath,
  patch: Node | undefined,
  name: string | number | undefined,
): readonly Suggestion[] {
  if (name === 'op') return OPERATIONS;
  const target = field(patch, 'target');
  if ((name !== 'path' && name !== 'from') || target === undefined) return [];
  return pointers(selected(gatheredObjects(db, kustomization), target));
}

/** The same in a file that a kustomization takes for a patch; nothing in all others. */
export function patchFileValues(db: Database, file: FilePath, path: readonly (string | number)[]): readonly Suggestion[] {
  const [index, name, ...more] = path;
  if (typeof index !== 'number' || typeof name !== 'string' || more.length > 0) return [];
  if (name !== 'op' && name !== 'path' && name !== 'from') return [];
  for (const { kustomization, field: list } of includedBy(db, file)) {
    if (list !== 'patches' && list !== 'patchesJson6902') continue;
    const entry = kustomizationFile(db, kustomization)?.paths.find((one) => one.field === list && one.path === file);
    const patches = items(topField(kustomizationMapping(db, kustomization), list));
    const found = operationValues(
      db,
      kustomization,
      patches.find(({ id }) => id === entry?.item),
      name,
    );
    if (found.length > 0) return found;
  }
  return [];
}
