/** What is written for fields that an object has to have and has not. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, nodeAt, pathTo } from '../../../syntax/navigate.ts';
import type { Node, NodeId } from '../../../syntax/tree.ts';
import type { NewField, Sketch } from '../../sketch.ts';
import { tree } from '../../source.ts';
import { mistakesOf, type ObjectMistake } from '../schema/mistakes.ts';
import { nameOf } from './fields.ts';
import { fieldsBefore, typeName } from './order.ts';
import { fieldSketch } from './skeleton.ts';
import { type Spot, spotAt } from './spot.ts';

type MissingField = Extract<ObjectMistake, { what: 'missing-field' }>;

/** Fields to write in a mapping, or in the empty value that has to become one. */
export interface Addition {
  readonly node: NodeId;
  readonly fields: readonly NewField[];
}

/** One addition for each way to mend it: of some fields any will do. Nothing where the place is not known. */
export function additionsFor(db: Database, file: FilePath, mistake: MissingField): readonly Addition[] {
  const names = mistake.field.split(', ');
  return names.flatMap((name) => additionOf(db, file, mistake, name) ?? []);
}

/** More in one go nobody fills in. */
const MOST_ADDITIONS = 50;

/** All that the objects of the file lack, where more than one thing is missing. */
export function allAdditions(db: Database, file: FilePath): readonly Addition[] {
  const found = new Map<NodeId, Map<string, NewField>>();
  for (const mistake of mistakesOf(db, file, 'missing-field')) {
    if (found.size >= MOST_ADDITIONS) break;
    const [first, ...others] = additionsFor(db, file, mistake);
    if (first === undefined || others.length > 0) continue;
    const fields = found.get(first.node) ?? new Map<string, NewField>();
    for (const field of first.fields) fields.set(field.name, field);
    found.set(first.node, fields);
  }
  const additions = [...found].map(([node, fields]) => ({ node, fields: inOrder([...fields.values()]) }));
  return additions.reduce((sum, { fields }) => sum + fields.length, 0) > 1 ? additions : [];
}

function inOrder(fields: readonly NewField[]): readonly NewField[] {
  return fields.toSorted((a, b) => (a.below?.length ?? Number.MAX_VALUE) - (b.below?.length ?? Number.MAX_VALUE));
}

function additionOf(db: Database, file: FilePath, mistake: MissingField, name: string): Addition | undefined {
  const section = tree(db, file).documents.findLast(({ root }) => root !== undefined && root.id <= mistake.mapping);
  const root = section?.root;
  // An item of a list that nobody has written yet has no mapping: the list stands for it.
  const path = root && pathTo(root, mistake.mapping);
  if (root === undefined || path === undefined) return undefined;
  const node = nodeAt(root, path);
  if (node?.kind === 'sequence') return ofItem(db, file, root, node, path, mistake);
  const spot = spotAt(db, file, root, path);
  // The name is missing where its metadata is.
  const isNamed = mistake.path === 'metadata' && asMapping(node)?.id === asMapping(spot.object)?.id && name === 'name';
  const field = isNamed ? metadataField(spot) : newField(spot, name);
  return field && { node: mistake.mapping, fields: [field] };
}

function ofItem(
  db: Database,
  file: FilePath,
  root: Node,
  list: Node,
  path: readonly (string | number)[],
  { at, field }: MissingField,
): Addition | undefined {
  const index = list.kind === 'sequence' ? list.items.findIndex(({ id }) => id === at) : -1;
  const found = index < 0 ? undefined : newField(spotAt(db, file, root, [...path, index]), field);
  return found && { node: at, fields: [found] };
}

function metadataField(spot: Spot): NewField {
  return { name: 'metadata', sketch: ofObject(spot, '', ['\n  name: ', { stop: 'name', text: '' }]), below: HEAD };
}

/** What every object begins with. */
const HEAD: readonly string[] = ['apiVersion', 'kind'];

function newField(spot: Spot, name: string): NewField | undefined {
  const { shape } = spot;
  const field = shape?.is === 'struct' ? shape.fields.get(name) : undefined;
  if (shape?.is !== 'struct' || field === undefined) return undefined;
  const sketch = ofObject(spot, name, fieldSketch(field, shape, { ...STYLE, name: nameOf(spot), kind: spot.kind }));
  const below = spot.path.length === 0 && name === 'metadata' ? HEAD : fieldsBefore(typeName(shape), name);
  return { name, sketch, ...(below !== undefined && { below }) };
}

/** Who writes it down brings it into the style of the file, which is not asked for here: each key that is typed there would ask anew. */
const STYLE = { dashes: 2, step: 2 };

/** Places of one object that are filled in together are its name; all others are told apart, also from those of other fields. */
function ofObject({ object, path }: Spot, name: string, sketch: Sketch): Sketch {
  const place = `${object?.id}/${path.join('/')}/${name}`;
  return sketch.map((part) => {
    if (typeof part === 'string') return part;
    return { ...part, stop: part.stop === 'name' ? `${object?.id}` : `${place}/${part.stop}` };
  });
}
