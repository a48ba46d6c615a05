/** Custom kinds as the CustomResourceDefinitions of the repository describe them. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { at, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { declaredUnder } from '../../names.ts';
import { isSetAside } from '../../workspace/set-aside.ts';
import { groupOf } from '../kinds.ts';
import { bodiesIn, OBJECT, objectKey, objectsIn } from '../objects.ts';
import { customShape } from './custom-shape.ts';
import { DEFINITION, definitionsIn } from './definitions.ts';
import { outsideNode } from './outside.ts';
import type { Struct } from './shapes.ts';

const GROUP = 'apiextensions.k8s.io';

/** Copies of a definition that are looked at; repositories keep more only by accident. */
const MOST_COPIES = 4;

/**
 * What the repository's definitions say of a kind (key: `apiVersion kind`), one shape for each that differs; nothing where none
 * of them describes it. Definitions that are put away do not count.
 */
export const customShapes = query(
  'customShapes',
  (db, key: string): readonly Struct[] => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    const found: Struct[] = [];
    for (const file of filesDefining(db, apiVersion, kind)) {
      for (const shape of shapesIn(db, file, apiVersion, kind))
        if (found.length < MOST_COPIES && !found.some((one) => deepEqual(one, shape))) found.push(shape);
    }
    return found;
  },
  { equal: deepEqual, retain: 256 },
);

/** The files that define kinds of a group, sorted. */
const definingFiles = query(
  'definingFiles',
  (db, group: string): readonly FilePath[] => {
    const prefix = objectKey(GROUP, DEFINITION, '');
    const sites = declaredUnder(db, OBJECT, prefix).filter(({ key }) => key.endsWith(`.${group}`));
    return [...new Set(sites.map(({ file }) => file))].filter((file) => !isSetAside(db, file)).sort();
  },
  { equal: deepEqual },
);

/** Those of them that define the kind: groups have many, whose definitions are large. */
function filesDefining(db: Database, apiVersion: string, kind: string): readonly FilePath[] {
  const wanted = `${apiVersion} ${kind}`;
  return definingFiles(db, groupOf(apiVersion)).filter((file) => definitionsIn(db, file).some(({ key }) => key === wanted));
}

function shapesIn(db: Database, file: FilePath, apiVersion: string, kind: string): readonly Struct[] {
  return schemasIn(db, file, apiVersion, kind).map(({ schema, hasWebhook }) => {
    const shape = customShape(schema, `${apiVersion}.${kind}`);
    return hasWebhook ? { ...shape, hasWebhook } : shape;
  });
}

interface Schema {
  readonly schema: Node;
  readonly hasWebhook: boolean;
}

function schemasIn(db: Database, file: FilePath, apiVersion: string, kind: string): readonly Schema[] {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(group.length + 1);
  const bodies = bodiesIn(db, file);
  return objectsIn(db, file).flatMap((object) => {
    if (object.apiVersion !== `${GROUP}/v1` || object.kind !== DEFINITION || object.partial) return [];
    const spec = field(bodies.get(object.node), 'spec');
    if (textOf(field(spec, 'group')) !== group || textOf(at(spec, 'names', 'kind')) !== kind) return [];
    // What the definition itself leaves to the object is not known.
    if (textOf(field(spec, 'preserveUnknownFields')) === 'true') return [];
    const hasWebhook = textOf(at(spec, 'conversion', 'strategy')) === 'Webhook';
    return items(field(spec, 'versions')).flatMap((one) => {
      const schema = at(one, 'schema', 'openAPIV3Schema');
      return textOf(field(one, 'name')) === version && schema !== undefined ? { schema, hasWebhook } : [];
    });
  });
}

/**
 * What the definitions of the repository say of a field (`*` being an item or a value), or of the kind where the path is empty; else
 * what is said of it outside.
 */
export function definedAbout(db: Database, apiVersion: string, kind: string, path: readonly string[]): string | undefined {
  for (const file of filesDefining(db, apiVersion, kind)) {
    for (const { schema } of schemasIn(db, file, apiVersion, kind)) {
      const about = saidIn(schema, path);
      if (about !== undefined) return about;
    }
  }
  const outside = outsideNode(db, `${apiVersion} ${kind}`);
  return outside && saidIn(outside, path);
}

function saidIn(schema: Node, path: readonly string[]): string | undefined {
  const place = path.reduce<Node | undefined>(
    (node, step) => at(node, 'properties', step) ?? field(node, step === '*' ? 'items' : 'additionalProperties'),
    schema,
  );
  return textOf(field(place, 'description'))?.replace(/\s+/g, ' ').trim();
}
