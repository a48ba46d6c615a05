/** How a live value would be written into the overlay of one application, so that no other application gets it. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { deployedApplication } from '../../model/drift/application.ts';
import { argoDirectory, argoSources } from '../../model/drift/argocd-rendering.ts';
import { indexOf, stepInto } from '../../model/drift/field-path.ts';
import { fluxDirectory } from '../../model/drift/flux-rendering.ts';
import { fieldOf, type Json, objectOf } from '../../model/drift/json.ts';
import { apiVersionOf } from '../../model/drift/objects.ts';
import { isCommonTree } from '../../model/kustomize/build/documents.ts';
import { kustomizationFile } from '../../model/kustomize/build/kustomization-files.ts';
import { kustomizationMapping, topField } from '../../model/kustomize/file.ts';
import { escaped } from '../../model/kustomize/rewriting/operations.ts';
import { asMapping, field as fieldNode, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node } from '../../syntax/tree.ts';
import { Sheet } from '../edits/sheet.ts';
import { changeOf } from '../edits.ts';
import type { Drifted } from './drifted.ts';
import { nested, type Writing } from './where-declared.ts';
import { blockLines, scalarInPlaceOf } from './written-value.ts';

/** The directories that an application deploys from. */
export function directoriesOf(db: Database, key: string): readonly FilePath[] {
  const application = deployedApplication(db, key);
  if (application === undefined) return [];
  const all =
    application.engine === 'flux'
      ? [fluxDirectory(db, application)]
      : argoSources(application).map(({ source }) => argoDirectory(db, source));
  return all.flatMap((one) => ('directory' in one ? [one.directory] : []));
}

/** The ways, the likeliest first: the kustomization's own field for replicas, a merge patch, or operations that keep lists in order. */
export function* writingsInOverlay(db: Database, drifted: Drifted): Generator<Writing> {
  const [directory, second] = directoriesOf(db, drifted.application);
  if (directory === undefined || second !== undefined || drifted.field.live === undefined) return;
  const file = kustomizationFile(db, directory);
  if (file === undefined || !isCommonTree(db, file)) return;
  const mapping = asMapping(kustomizationMapping(db, file));
  if (mapping === undefined || mapping.flow) return;
  for (const name of namesOf(drifted, mapping)) {
    yield* replicas(db, file, mapping, drifted, name);
    yield* patch(db, file, mapping, drifted, name);
    yield* operations(db, file, mapping, drifted, name);
  }
}

/** The object's name in the cluster, and without what the overlay puts around it. */
function namesOf({ object }: Drifted, mapping: Mapping): readonly string[] {
  const { name } = object.id;
  const [prefix, suffix] = [textOf(fieldNode(mapping, 'namePrefix')) ?? '', textOf(fieldNode(mapping, 'nameSuffix')) ?? ''];
  const inner = name.startsWith(prefix) && name.endsWith(suffix) ? name.slice(prefix.length, name.length - suffix.length) : name;
  return inner === name || inner === '' ? [name] : [inner, name];
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

function* replicas(db: Database, file: FilePath, mapping: Mapping, { object, field }: Drifted, name: string): Generator<Writing> {
  if (field.field !== 'spec.replicas' || !SCALED.has(object.id.kind) || typeof field.live !== 'number') return;
  const list = topField(mapping, 'replicas');
  const own = items(list).find((item) => textOf(fieldNode(item, 'name')) === name);
  if (own === undefined) yield* entered(db, file, mapping, 'replicas', list, { name, count: field.live });
  const count = fieldNode(own, 'count');
  if (count === undefined) return;
  const sheet = new Sheet(db, file);
  const span = sheet.span(count.id);
  const text = scalarInPlaceOf(field.live, sheet.text.slice(span.start, span.end), 0, sheet.eol);
  if (text !== undefined) yield { change: { edits: new Map([[file, [{ span, text }]]]), creations: [] }, file, span };
}

/** A strategic merge patch: lists find their items by their keys. */
function* patch(db: Database, file: FilePath, mapping: Mapping, { object, field }: Drifted, name: string): Generator<Writing> {
  const body = field.live === undefined ? undefined : nested(field.path, field.live);
  if (body === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return;
  const { metadata, ...rest } = body as { readonly [key: string]: Json };
  const head = { apiVersion: apiVersionOf(object.id), kind: object.id.kind };
  const known = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata : {};
  const text = blockLines({ ...head, metadata: { name, ...known }, ...rest });
  yield* entered(db, file, mapping, 'patches', topField(mapping, 'patches'), { patch: `${text.join('\n')}\n` });
}

/** A JSON 6902 patch; that an item is the one that is meant is tested, so that another order is no other meaning. */
function* operations(
  db: Database,
  file: FilePath,
  mapping: Mapping,
  { object, built, field }: Drifted,
  name: string,
): Generator<Writing> {
  if (field.live === undefined) return;
  const tests: Json[] = [];
  let path = '';
  let found: Json | undefined = built.json;
  for (const step of field.path) {
    const index: number = 'key' in step ? 0 : indexOf(found, step);
    if (index < 0) return;
    path += `/${'key' in step ? escaped(step.key) : index}`;
    found = stepInto(found, step);
    const own = fieldOf(found, 'name');
    if ('match' in step && own !== undefined) tests.push({ op: 'test', path: `${path}/name`, value: own });
  }
  const operation = { op: found === undefined ? 'add' : 'replace', path, value: field.live };
  const patchText = `${blockLines([...tests, operation]).join('\n')}\n`;
  const target = { kind: object.id.kind, name };
  yield* entered(db, file, mapping, 'patches', topField(mapping, 'patches'), { target, patch: patchText });
}

/** An item of a list at the top of the kustomization, which is made where there is none. */
function* entered(
  db: Database,
  file: FilePath,
  mapping: Mapping,
  field: string,
  list: Node | undefined,
  item: Json,
): Generator<Writing> {
  if (list !== undefined && (list.kind !== 'sequence' || list.flow)) return;
  const text = blockLines(list === undefined ? objectOf([[field, [item]]]) : item).join('\n');
  const change = changeOf(db, [{ do: 'append', file, node: list?.id ?? mapping.id, text }]);
  if (change === undefined) return;
  const [edit] = change.edits.get(file) ?? [];
  if (edit !== undefined) yield { change, file, span: edit.span };
}
