/** Validators are transformers that may change nothing but one label of their own. */
import { deepEqualValues } from './output.ts';
import { fail } from './problems.ts';
import type { Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import { asMap, type MapValue, type Spot } from './values.ts';

const LABEL = 'validated-by';

/** Runs a validator and fails where it changed what it should only look at. */
export function validate(list: ResourceList, spot: Spot, run: () => void): void {
  const before = list.items;
  run();
  const after = list.items;
  const same = before.length === after.length && before.every((resource, i) => unlabelled(resource, after[i]));
  if (!same) fail('validator-modifies', spot);
}

function unlabelled(before: Resource, after: Resource | undefined): boolean {
  return after !== undefined && deepEqualValues(withoutLabel(before.root), withoutLabel(after.root));
}

function withoutLabel(root: MapValue): MapValue {
  const metadata = asMap(root.get('metadata'));
  const labels = asMap(metadata?.get('labels'));
  if (metadata === undefined || labels === undefined || labels.indexOf(LABEL) < 0) return root;
  const rest = labels.without(LABEL);
  return root.set('metadata', rest.size === 0 ? metadata.without('labels') : metadata.set('labels', rest));
}
