/** Custom kinds as the connected cluster or a catalogue describes them. */
import { type Database, query } from '../../../engine/database.ts';
import { parseJson } from '../../../syntax/json/parse.ts';
import type { Node } from '../../../syntax/tree.ts';
import { catalogueSchema, clusterSchema, type OutsideSchema } from '../../workspace/outside.ts';
import { customShape } from './custom-shape.ts';
import type { Struct } from './shapes.ts';

/** A kind's shape and who says so. */
export interface Outside {
  readonly shape: Struct;
  readonly by: string;
}

/** What the connected cluster serves as a kind (key: `apiVersion kind`); undefined where it serves none. */
export const clusterShape = query(
  'clusterShape',
  (db, key: string) => shapeOf(clusterSchema(db, key), clusterNode(db, key), key),
  {
    retain: 64,
  },
);

/** What a catalogue has of a kind (key: `apiVersion kind`). */
export const catalogueShape = query(
  'catalogueShape',
  (db, key: string) => shapeOf(catalogueSchema(db, key), catalogueNode(db, key), key),
  { retain: 64 },
);

/** The schema itself of whoever outside describes the kind, the cluster before catalogues. */
export function outsideNode(db: Database, key: string): Node | undefined {
  return clusterNode(db, key) ?? catalogueNode(db, key);
}

const clusterNode = query('clusterSchemaNode', (db, key: string) => nodeOf(clusterSchema(db, key)), { retain: 8 });
const catalogueNode = query('catalogueSchemaNode', (db, key: string) => nodeOf(catalogueSchema(db, key)), { retain: 8 });

function nodeOf(schema: OutsideSchema | undefined): Node | undefined {
  return schema === undefined ? undefined : parseJson(schema.text, 'json').tree.documents[0]?.root;
}

function shapeOf(schema: OutsideSchema | undefined, node: Node | undefined, key: string): Outside | undefined {
  return schema === undefined || node === undefined
    ? undefined
    : { shape: customShape(node, key.replace(' ', '.')), by: schema.by };
}
