/** Kubernetes objects as facts: what they declare, what they point at. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, at, field, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node } from '../../syntax/tree.ts';
import type { Declaration, Domain, Facts, Reference } from '../facts.ts';
import { textPlace } from '../place.ts';
import { languageOf, tree } from '../source.ts';
import { OBJECT_PART } from '../spaces.ts';
import { expectedAt } from './expects.ts';
import { podSpecPath } from './kinds.ts';
import { madeBy } from './links/made.ts';
import { WRITTEN } from './links/reader.ts';
import { renamedObject } from './naming.ts';
import { bodiesIn, type KubernetesObject, OBJECT, objectKey, objectsIn } from './objects.ts';
import { referencesOf } from './references.ts';

export const kubernetes: Domain = {
  name: 'kubernetes',

  recognises(db: Database, file: FilePath): boolean {
    const language = languageOf(file);
    return (language === 'yaml' || language === 'json') && objectsIn(db, file).length > 0;
  },

  facts(db: Database, file: FilePath): Facts {
    const declarations: Declaration[] = [];
    const references: Reference[] = [];
    const bodies = bodiesIn(db, file);
    for (const object of objectsIn(db, file)) {
      const body = bodies.get(object.node);
      const nameNode = field(field(body, 'metadata'), 'name');
      if (body === undefined || nameNode === undefined || object.name === undefined) continue;
      if (object.partial) references.push(patchTarget(object, object.name, nameNode));
      else declarations.push(...declare(object, object.name, nameNode, body, declarations.length));
      references.push(...referencesOf(object, body));
    }
    return { declarations, references };
  },

  expects(db, file, document, path) {
    const root = tree(db, file).documents[document]?.root;
    const object = objectsIn(db, file).find(({ node }) => node === root?.id);
    return object === undefined ? [] : expectedAt(object, root, path);
  },

  renamed: renamedObject,
};

function declare(object: KubernetesObject, name: string, nameNode: Node, body: Mapping, parent: number): readonly Declaration[] {
  const key = objectKey(object.group, object.kind, name);
  const detail = object.namespace === undefined ? object.apiVersion : `${object.apiVersion} · ${object.namespace}`;
  const whole = { node: body.id };
  const label = `${object.kind} ${name}`;
  const own: Declaration = {
    space: OBJECT,
    key,
    scope: object.scope,
    label,
    detail,
    symbol: 'object',
    name: textPlace(nameNode),
    whole,
  };
  const parts = [...partsOf(object, body)].map(
    ({ part, detail, place, whole }): Declaration => ({
      space: OBJECT_PART,
      key: `${key}/${part}`,
      scope: object.scope,
      label: part,
      detail,
      symbol: 'field',
      name: textPlace(place),
      whole: { node: whole.id },
      parent,
    }),
  );
  const made = [...madeBy<Node>(WRITTEN, object.group, object.kind, body)].map(
    (one): Declaration => ({
      space: OBJECT,
      key: objectKey(one.group, one.kind, one.name),
      scope: object.scope === '' ? undefined : object.scope,
      label: `${one.kind} ${one.name}`,
      detail: `made by ${label}`,
      symbol: 'field',
      ...(one.isDerived && { isDerived: true }),
      name: textPlace(one.at),
      whole,
      parent,
    }),
  );
  return [own, ...parts, ...made];
}

interface Part {
  readonly part: string;
  readonly detail: string;
  readonly place: Node;
  readonly whole: Node;
}

function* partsOf(object: KubernetesObject, body: Mapping): Generator<Part> {
  const pods = podSpecPath(object.group, object.kind);
  if (pods !== undefined) {
    for (const list of ['initContainers', 'containers']) {
      for (const container of items(at(body, ...pods, list))) {
        const place = field(container, 'name');
        const part = textOf(place);
        if (place !== undefined && part !== undefined)
          yield { part, detail: textOf(field(container, 'image')) ?? '', place, whole: container };
      }
    }
  }
  if (object.group !== '' || (object.kind !== 'ConfigMap' && object.kind !== 'Secret')) return;
  for (const list of ['data', 'binaryData', 'stringData']) {
    for (const { key, value } of asMapping(field(body, list))?.entries ?? [])
      if (key.kind === 'scalar') yield { part: key.value, detail: list, place: key, whole: value };
  }
}

/** A patch says by kind and name what it patches; namespaces may differ by then. */
function patchTarget(object: KubernetesObject, name: string, nameNode: Node): Reference {
  const key = objectKey(object.group, object.kind, name);
  return { space: OBJECT, key, scope: undefined, role: 'kustomize/patch', place: textPlace(nameNode), text: name };
}
