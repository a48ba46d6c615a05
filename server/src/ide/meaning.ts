/** What the cursor means in a patch or an entry of a kustomization: the objects and fields that are changed. */
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { PATCH_FIELDS } from '../model/kustomize/build/accumulator.ts';
import { type Meant, meantAt, patchedAt } from '../model/kustomize/meant.ts';
import { isKustomizationFile, kustomizationRoot } from '../model/kustomize/recognise.ts';
import type { PatchAt } from '../model/kustomize/rewriting/patch-effect.ts';
import { descendants, pathTo } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import { type InnerPage, innerPageAt } from './completion/inner.ts';
import { type Page, pageOf } from './completion/slot.ts';
import { entriesWith } from './conversion/patch-entry.ts';

export interface Meaning extends Meant {
  readonly span: Span;
  /** True where it is a patch's own text that means them. */
  readonly isPatch: boolean;
}

/** A place in the text of a patch, with the entries that apply the text. */
export interface PatchSpot {
  readonly root: Node;
  /** From the patch's root to what stands there. */
  readonly path: readonly (string | number)[];
  /** In the file that is open. */
  readonly span: Span;
  readonly entries: readonly PatchAt[];
}

/** Undefined where nothing at the offset chooses or changes anything. */
export function meaningAt(db: Database, file: FilePath, offset: number): Meaning | undefined {
  const patch = patchSpotAt(db, file, offset);
  if (patch !== undefined) {
    const { root, path, span, entries } = patch;
    return merged(
      span,
      entries.map((entry) => patchedAt(db, entry, root, path)),
    );
  }
  if (!isKustomizationFile(db, file)) return undefined;
  const page = pageOf(db, file);
  const spot = isInPatch(page, offset) ? undefined : spotAt(page, offset);
  if (spot === undefined || spot.root !== kustomizationRoot(db, file)) return undefined;
  const meant = meantAt(db, file, spot.path);
  return meant && { ...meant, span: spot.span, isPatch: false };
}

/** In a patch file, or in a text of a kustomization that is one. */
export function patchSpotAt(db: Database, file: FilePath, offset: number): PatchSpot | undefined {
  const page = pageOf(db, file);
  if (!isKustomizationFile(db, file)) {
    const entries = entriesWith(db, file);
    const spot = entries.length === 0 ? undefined : spotAt(page, offset);
    return spot && { ...spot, entries };
  }
  const inner = innerPageAt(page, offset);
  const place = inner && patchPlaceOf(inner);
  const spot = place && spotAt(inner.page, inner.offset);
  if (inner === undefined || place === undefined || spot === undefined) return undefined;
  const span = { start: spot.span.start + inner.shift, end: spot.span.end + inner.shift };
  return { ...spot, span, entries: [{ kustomization: file, ...place }] };
}

/** In a patch's own text nothing else is meant. */
function isInPatch(page: Page, offset: number): boolean {
  const inner = innerPageAt(page, offset);
  return inner !== undefined && patchPlaceOf(inner) !== undefined;
}

/** The entry whose patch the text is. */
function patchPlaceOf({ path: [list, index, ...rest] }: InnerPage): Pick<PatchAt, 'field' | 'index'> | undefined {
  const field = PATCH_FIELDS.find((one) => one === list);
  const way = field === 'patchesStrategicMerge' ? '' : 'patch';
  return field !== undefined && typeof index === 'number' && rest.join('/') === way ? { field, index } : undefined;
}

function merged(span: Span, all: readonly (Meant | undefined)[]): Meaning | undefined {
  const found = all.filter((one) => one !== undefined);
  if (found.length === 0) return undefined;
  return {
    span,
    isPatch: true,
    objects: found.flatMap(({ objects }) => objects),
    fields: found.flatMap(({ fields }) => fields),
  };
}

/** The key or scalar at the offset, and the way to what it stands for. */
function spotAt(
  { tree, layout }: Page,
  offset: number,
): { root: Node; path: readonly (string | number)[]; span: Span } | undefined {
  for (const { root } of tree.documents) {
    if (root === undefined) continue;
    for (const node of descendants(root)) {
      const span = spanOf(layout, node.id);
      if (node.kind !== 'scalar' || !touches(span, offset) || span.start === span.end) continue;
      const path = pathTo(root, node.id);
      if (path !== undefined) return { root, path, span };
    }
  }
  return undefined;
}
