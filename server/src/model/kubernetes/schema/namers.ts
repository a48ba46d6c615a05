/** What names an object with its API version: patches of it, and targets of patches in kustomizations. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { at, field, items, textOf } from '../../../syntax/navigate.ts';
import type { NodeId } from '../../../syntax/tree.ts';
import { referencesTo } from '../../names.ts';
import { tree } from '../../source.ts';
import { groupOf } from '../kinds.ts';
import { type KubernetesObject, OBJECT, objectKey, objectsIn } from '../objects.ts';

/** A scalar, and what it says of the object once that has its new API version. */
export interface Namer {
  readonly file: FilePath;
  readonly node: NodeId;
  readonly text: string;
}

/** Kustomize looks for what a patch names by group, version and kind: what is left behind would patch nothing. */
export function namersOf(db: Database, file: FilePath, object: KubernetesObject, to: string): readonly Namer[] {
  const { group, kind, name, scope } = object;
  if (name === undefined) return [];
  const sites = referencesTo(db, file, { space: OBJECT, key: objectKey(group, kind, name), scope });
  const found = new Map<string, Namer>();
  for (const { file: other, role } of sites) {
    const some = role === 'kustomize/target' ? inTargets(db, other, object, to) : inPatches(db, other, object, to);
    for (const namer of some) found.set(`${namer.file} ${namer.node}`, namer);
  }
  return [...found.values()];
}

function inPatches(db: Database, file: FilePath, object: KubernetesObject, to: string): readonly Namer[] {
  const { apiVersion, kind, name } = object;
  return objectsIn(db, file)
    .filter((one) => one.partial && one.apiVersion === apiVersion && one.kind === kind && one.name === name)
    .map(({ apiVersionNode }) => ({ file, node: apiVersionNode, text: to }));
}

function inTargets(db: Database, file: FilePath, object: KubernetesObject, to: string): readonly Namer[] {
  const said = new Map([
    ['group', [object.group, groupOf(to)]],
    ['version', [versionOf(object.apiVersion), versionOf(to)]],
  ]);
  const root = tree(db, file).documents[0]?.root;
  return ['patches', 'patchesJson6902'].flatMap((list) =>
    items(field(root, list)).flatMap((patch): readonly Namer[] => {
      const target = field(patch, 'target');
      if (textOf(at(target, 'kind')) !== object.kind || textOf(at(target, 'name')) !== object.name) return [];
      return [...said].flatMap(([name, [old, text = '']]): readonly Namer[] => {
        const value = at(target, name);
        return value !== undefined && textOf(value) === old && old !== text ? [{ file, node: value.id, text }] : [];
      });
    }),
  );
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.lastIndexOf('/') + 1);
}
