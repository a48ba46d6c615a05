/** Hovers on the fields of manifests: what the kind of the object says of them. */
import type { FilePath } from '../base/paths.ts';
import { touches } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { aboutPlace } from '../model/kubernetes/authoring/about.ts';
import { placeOf } from '../model/kubernetes/authoring/author.ts';
import type { Descriptions } from '../model/kubernetes/authoring/descriptions.ts';
import { descendants, pathTo } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import { innerPageAt } from './completion/inner.ts';
import { type Page, pageOf } from './completion/slot.ts';
import type { Hover, HoverPart } from './hover.ts';

/** On keys, and on what says the kind of the object. */
export function schemaHover(
  db: Database,
  file: FilePath,
  offset: number,
  descriptions: Descriptions | undefined,
): Hover | undefined {
  const page = pageOf(db, file);
  const inner = innerPageAt(page, offset);
  const spot = inner === undefined ? keyAt(page, offset) : keyAt(inner.page, inner.offset);
  if (spot === undefined) return undefined;
  const document = inner?.document ?? spot.document;
  const place = placeOf(db, file, { document, path: [...(inner?.path ?? []), ...spot.path] });
  const about = place && aboutPlace(db, file, place.root, place.path, place.meant, descriptions);
  if (about === undefined) return undefined;
  const shift = inner?.shift ?? 0;
  const parts: HoverPart[] = [
    { is: 'title', text: about.title, detail: about.facts },
    ...about.lines.map((text): HoverPart => ({ is: 'text', text })),
  ];
  return { span: { start: spot.start + shift, end: spot.end + shift }, parts };
}

interface Key {
  readonly document: number;
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
}

function keyAt({ tree: { documents }, layout: spans }: Page, offset: number): Key | undefined {
  for (const [document, { root }] of documents.entries()) {
    if (root === undefined || !touches(spanOf(spans, root.id), offset)) continue;
    const node = scalarAt(root, (id) => touches(spanOf(spans, id), offset));
    const path = node && pathTo(root, node.id);
    if (node === undefined || path === undefined) continue;
    const isOfKind = path.length === 1 && (path[0] === 'kind' || path[0] === 'apiVersion');
    if (node.isKey || isOfKind) return { document, path, ...spanOf(spans, node.id) };
  }
  return undefined;
}

/** The scalar under the cursor, and whether it is a key. */
function scalarAt(root: Node, isHere: (id: number) => boolean): { readonly id: number; readonly isKey: boolean } | undefined {
  for (const node of descendants(root)) {
    if (node.kind !== 'mapping') continue;
    for (const { key, value } of node.entries) {
      if (key.kind === 'scalar' && isHere(key.id)) return { id: key.id, isKey: true };
      if (value.kind === 'scalar' && value.value !== '' && isHere(value.id)) return { id: value.id, isKey: false };
    }
  }
  return undefined;
}
