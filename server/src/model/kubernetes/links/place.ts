/** Where a value of a built object is written, without its quotes. */
import type { FilePath } from '../../../base/paths.ts';
import { locatedAt } from '../../kustomize/build/problems.ts';
import type { Spot, Value } from '../../kustomize/build/values.ts';
import { placeOf } from '../../kustomize/own-problems.ts';
import type { Place } from '../../place.ts';

export function placeOfValue(value: Value): { readonly file: FilePath; readonly at: Place } {
  const { file, at } = placeOfSpot(value);
  const isQuoted = value.kind === 'scalar' && (value.style === 'single' || value.style === 'double');
  const isWhole = value.source.inline === undefined && value.source.raw !== true;
  return isQuoted && isWhole ? { file, at: { ...at, from: 1, to: 1 + value.text.length } } : { file, at };
}

export function placeOfSpot(spot: Spot): { readonly file: FilePath; readonly at: Place } {
  const located = locatedAt(spot);
  return { file: located.file, at: placeOf(located) };
}
