/** From a field of an object to the text that declares it. */

import { toJson } from '../kustomize/build/output.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import type { Spot, Value } from '../kustomize/build/values.ts';
import { type FieldPath, matches, type Step } from './field-path.ts';
import { isNowhere, NOWHERE } from './grafted.ts';
import type { Json } from './json.ts';
import { canonical } from './json.ts';

export interface Declaration {
  readonly spot: Spot | undefined;
  /** False where only something around the field is declared. */
  readonly exact: boolean;
  readonly value: Value | undefined;
}

/** The text that sets the field, else the one that sets the nearest thing around it. */
export function declarationOf(root: Value, path: FieldPath): Declaration {
  let found: Value = root;
  let spot: Spot = isNowhere(root) ? NOWHERE : root;
  for (const step of path) {
    const next = stepped(found, step);
    if (next === undefined) return { spot: shownSpot(spot), exact: false, value: undefined };
    found = next;
    if (!isNowhere(next)) spot = next;
  }
  return { spot: shownSpot(isNowhere(found) ? spot : found), exact: !isNowhere(found), value: found };
}

function shownSpot({ source, at }: Spot): Spot | undefined {
  return source.file === '' ? undefined : { source, at };
}

function stepped(value: Value, step: Step): Value | undefined {
  if ('key' in step) return value.kind === 'map' ? value.get(step.key) : undefined;
  if (value.kind !== 'list') return undefined;
  if ('index' in step) return value.items[step.index];
  const items = value.items.map(plain);
  if ('value' in step)
    return value.items[items.findIndex((item) => item !== undefined && canonical(item) === canonical(step.value))];
  const exact = items.findIndex((item) => matches(item, step.match, false));
  return value.items[exact >= 0 ? exact : items.findIndex((item) => matches(item, step.match, true))];
}

function plain(value: Value): Json | undefined {
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}
