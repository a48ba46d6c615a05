/** Documents that a kustomization takes for objects and that lack what makes an object. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, field, resolved, textOf } from '../../syntax/navigate.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { useOf } from '../kustomize/uses.ts';
import { tree } from '../source.ts';
import { mayHoldObjects } from './objects.ts';

/** What a listed document lacks. `shape` stands for documents that are no mappings at all. */
export interface Lack {
  readonly lacks: 'kind' | 'apiVersion' | 'name' | 'shape';
  readonly kind: string;
  /** Where to say so: the first thing that is written. */
  readonly node: NodeId;
}

/** Nothing for files that no kustomization lists as resource, and for empty documents, which Kustomize skips. */
export function* lacks(db: Database, file: FilePath): Generator<Lack> {
  if (useOf(db, file).as !== 'resource' || !mayHoldObjects(db, file)) return;
  for (const { root, problems } of tree(db, file).documents) {
    const node = resolved(root);
    if (node === undefined || problems.length > 0 || (node.kind === 'scalar' && textOf(node) === undefined)) continue;
    const mapping = asMapping(node);
    if (mapping === undefined) {
      yield { lacks: 'shape', kind: '', node: node.id };
      continue;
    }
    const first = mapping.entries[0]?.key.id ?? mapping.id;
    const kind = textOf(field(mapping, 'kind'));
    const apiVersion = textOf(field(mapping, 'apiVersion'));
    if (kind === undefined) yield { lacks: 'kind', kind: '', node: first };
    else if (apiVersion === undefined) yield { lacks: 'apiVersion', kind, node: first };
    else if (!kind.endsWith('List') && (textOf(field(field(mapping, 'metadata'), 'name')) ?? '') === '')
      yield { lacks: 'name', kind, node: field(mapping, 'kind')?.id ?? first };
  }
}
