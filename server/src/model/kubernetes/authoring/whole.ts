/** Whole objects to begin with: version, kind, name and what the kind requires. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import type { Suggestion } from '../../facts.ts';
import type { Sketch } from '../../sketch.ts';
import { groupOf } from '../kinds.ts';
import { knownShapes } from '../schema/known.ts';
import { type Served, servedKinds } from './kinds.ts';
import { objectSketch, type Surroundings } from './skeleton.ts';

/** Definitions of custom kinds in use that are read for one list of kinds. */
export const MOST_READ = 8;

/** One for each kind, under its best version; `text` is the first line. */
export function wholeObjects(db: Database, file: FilePath, around: Surroundings): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  let ready = MOST_READ;
  for (const served of servedKinds(db, file)) {
    const { apiVersion, kind, rank, isRemoved } = served;
    const label = labelFor(served, found);
    if (isRemoved || label === undefined) continue;
    const sketch: Sketch = [
      `\nkind: ${kind}`,
      ...below(db, file, served, around, new Set(), !served.isBuiltIn && served.isUsed && ready-- > 0),
    ];
    found.set(label, {
      text: `apiVersion: ${apiVersion}`,
      label,
      about: aboutServed(served),
      rank: 10 + rank,
      sketch,
      literal: true,
    });
  }
  return [...found.values()];
}

/** The kind, with its group where another group's comes first; undefined where it is offered already in a better version. */
export function labelFor({ kind, apiVersion }: Served, found: ReadonlyMap<string, Suggestion>): string | undefined {
  const first = found.get(kind);
  if (first === undefined) return kind;
  const label = `${kind} (${groupOf(apiVersion)})`;
  const isSameGroup = groupOf(first.about.split(' ', 1)[0] ?? '') === groupOf(apiVersion);
  return isSameGroup || found.has(label) ? undefined : label;
}

/**
 * What an object of the kind has below its kind. Definitions of custom kinds are large: only where it `isReady` to read one is
 * more than a beginning told.
 */
export function below(
  db: Database,
  file: FilePath,
  served: Served,
  around: Surroundings,
  present: ReadonlySet<string>,
  isReady: boolean,
): Sketch {
  const isKnown = served.isBuiltIn || isReady;
  const [shape] = isKnown ? knownShapes(db, file, served.apiVersion, served.kind) : [];
  if (shape !== undefined) return objectSketch(shape, { ...around, kind: served.kind }, present);
  return [
    ...(present.has('metadata') ? [] : ['\nmetadata:\n  name: ', { stop: 'name', text: around.name }]),
    ...(present.has('spec') ? [] : ['\nspec:\n  ', { stop: 'spec', text: '' }]),
  ];
}

export function aboutServed({ apiVersion, ends }: Served): string {
  return ends === undefined ? apiVersion : `${apiVersion} · ${ends}`;
}
