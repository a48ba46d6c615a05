/** An object as an outline reads it: the lists of named things in it, and what is in those in turn. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, at, field, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { bodiesIn, objectsIn } from './objects.ts';

export interface OutlinePart {
  readonly label: string;
  readonly detail: string;
  /** `section` for a list, `field` for what is in it. */
  readonly symbol: 'section' | 'field';
  readonly name: NodeId;
  readonly whole: NodeId;
  readonly children: readonly OutlinePart[];
}

/** Parts of one file; a longer outline helps nobody. */
const MOST_PARTS = 2000;
const DEEPEST = 12;

/** By the object's mapping. ConfigMaps and Secrets are read by their keys, and patches by what they patch. */
export function outlines(db: Database, file: FilePath): ReadonlyMap<NodeId, readonly OutlinePart[]> {
  const found = new Map<NodeId, readonly OutlinePart[]>();
  const objects = objectsIn(db, file).filter(({ group, kind }) => group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret'));
  if (objects.length === 0) return found;
  const bodies = bodiesIn(db, file);
  const left = { parts: MOST_PARTS };
  for (const { node } of objects) {
    const body = bodies.get(node);
    if (body !== undefined) found.set(node, partsIn(body, left, 0));
  }
  return found;
}

function partsIn(mapping: Mapping, left: { parts: number }, depth: number): readonly OutlinePart[] {
  if (depth > DEEPEST) return [];
  return mapping.entries.flatMap(({ key, value }): readonly OutlinePart[] => {
    if (key.kind !== 'scalar' || (depth === 0 && (key.value === 'metadata' || key.value === 'status'))) return [];
    if (value.kind === 'mapping') return partsIn(value, left, depth + 1);
    if (value.kind !== 'sequence' || left.parts <= 0) return [];
    const children = value.items.flatMap((item) => ofItem(item, left, depth + 1));
    if (children.length === 0) return [];
    left.parts--;
    return [{ label: key.value, detail: '', symbol: 'section', name: key.id, whole: value.id, children }];
  });
}

/** What tells an item from its neighbours, the first that is there. */
const NAMES = ['name', 'host', 'path', 'metadata'] as const;

function ofItem(item: Node, left: { parts: number }, depth: number): readonly OutlinePart[] {
  if (item.kind !== 'mapping' || left.parts <= 0) return [];
  const key = NAMES.find((one) => nameIn(item, one) !== undefined);
  const name = key && nameIn(item, key);
  const label = textOf(name);
  if (name === undefined || label === undefined) return [];
  left.parts--;
  const children = partsIn(item, left, depth);
  return [{ label, detail: detailOf(item), symbol: 'field', name: name.id, whole: item.id, children }];
}

function nameIn(item: Mapping, key: string): Node | undefined {
  const found = key === 'metadata' ? at(item, 'metadata', 'name') : field(item, key);
  return found?.kind === 'scalar' && textOf(found) !== undefined ? found : undefined;
}

/** What people look for beside the name; never the value of a variable, which may be a secret. */
function detailOf(item: Mapping): string {
  const image = textOf(field(item, 'image'));
  if (image !== undefined) return image;
  const [port, target] = [textOf(field(item, 'port')), textOf(field(item, 'targetPort'))];
  if (port !== undefined) return target === undefined || target === port ? port : `${port} → ${target}`;
  const other = textOf(field(item, 'containerPort')) ?? textOf(field(item, 'mountPath'));
  if (other !== undefined) return other;
  for (const kind of ['configMap', 'secret', 'persistentVolumeClaim']) {
    const source = asMapping(field(item, kind));
    const name = textOf(field(source, 'name')) ?? textOf(field(source, 'secretName')) ?? textOf(field(source, 'claimName'));
    if (name !== undefined) return `${kind} ${name}`;
  }
  return '';
}
