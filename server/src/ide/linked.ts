/** What the selector or port under the cursor means in what is built of the file. */
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { linkedTo } from '../model/kubernetes/links/selected.ts';
import { mayHoldObjects } from '../model/kubernetes/objects.ts';
import { located } from '../model/kustomize/build/origins.ts';
import { layout, tree } from '../model/source.ts';
import { descendants } from '../syntax/navigate.ts';
import { spanOf } from '../syntax/tree.ts';

export interface LinkedPlace {
  readonly label: string;
  readonly file: FilePath;
  readonly span: Span;
}

export interface LinkedAt {
  readonly span: Span;
  readonly places: readonly LinkedPlace[];
}

/** Undefined where nothing at the offset selects anything or names a port. */
export function linkedAt(db: Database, file: FilePath, offset: number): LinkedAt | undefined {
  if (!mayHoldObjects(db, file)) return undefined;
  const spans = layout(db, file);
  for (const { root } of tree(db, file).documents) {
    if (root === undefined || !touches(spanOf(spans, root.id), offset)) continue;
    for (const node of descendants(root)) {
      const span = spanOf(spans, node.id);
      if (node.kind !== 'scalar' || !touches(span, offset) || span.start === span.end) continue;
      const places = linkedTo(db, file, node.id).map(({ at, label }) => ({ label, ...placeOf(db, at) }));
      if (places.length > 0) return { span, places };
    }
  }
  return undefined;
}

function placeOf(db: Database, at: Parameters<typeof located>[1]): { readonly file: FilePath; readonly span: Span } {
  const { file, span } = located(db, at);
  return { file, span };
}
