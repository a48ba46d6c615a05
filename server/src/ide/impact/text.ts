/** Objects as they are rendered on both sides of a change, Secrets masked, so that what differs shows and nothing else. */
import type { FieldChange } from '../../model/impact/fields.ts';
import type { BuiltObject } from '../../model/kustomize/build/build.ts';
import { stringValue, type Value } from '../../model/kustomize/build/values.ts';
import { markedYaml } from '../../model/kustomize/build/yaml-text.ts';
import { masked } from '../../model/kustomize/provenance/masked.ts';
import { MASK, type Secrets } from '../../model/kustomize/provenance/secrets.ts';

/** Stands on the new side for a hidden value that is another than before. */
export const CHANGED_MASK = `${MASK} (changed)`;

/** The lines of one side, and the value that begins or goes on in each. */
export interface Side {
  readonly lines: readonly string[];
  readonly origins: readonly (Value | undefined)[];
}

const ABSENT: Side = { lines: [], origins: [] };

export function objectSides(
  before: BuiltObject | undefined,
  after: BuiltObject | undefined,
  changes: readonly FieldChange[],
  secrets: { readonly before: Secrets; readonly after: Secrets },
): { readonly before: Side; readonly after: Side } {
  const old = before === undefined ? undefined : masked(before, secrets.before);
  let now = after === undefined ? undefined : masked(after, secrets.after);
  // Both sides hide the value: that it changed has to be said in another way.
  for (const { afterPath, before: was, after: is } of changes)
    if (now !== undefined && was !== undefined && is !== undefined) now = marked(now, afterPath, 0);
  return { before: old === undefined ? ABSENT : markedYaml(old), after: now === undefined ? ABSENT : markedYaml(now) };
}

function marked(value: Value, path: readonly (string | number)[], from: number): Value {
  const step = path[from];
  if (step === undefined) return value.kind === 'scalar' && value.text === MASK ? stringValue(CHANGED_MASK, value) : value;
  if (value.kind === 'map' && typeof step === 'string') {
    const field = value.get(step);
    return field === undefined ? value : value.set(step, marked(field, path, from + 1));
  }
  if (value.kind === 'list' && typeof step === 'number')
    return value.with(value.items.map((item, i) => (i === step ? marked(item, path, from + 1) : item)));
  return value;
}
