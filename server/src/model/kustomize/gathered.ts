/** The objects that a kustomization has before it changes any: what its patches, images and replacements can mean. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import { pathKind } from '../workspace/inputs.ts';
import { accumulate } from './build/accumulate.ts';
import { attempt, resourcesIn } from './build/documents.ts';
import { circularity } from './build/kustomization-files.ts';
import { Resource } from './build/resource.ts';
import { UNSET } from './build/schemas.ts';
import { MapValue, type Spot, stringValue } from './build/values.ts';
import { kustomizationFile, kustomizationMapping, topField } from './file.ts';
import { directoryOf, kustomizationOf } from './recognise.ts';
import { includedBy } from './uses.ts';
import { editionOf } from './version.ts';

/**
 * The objects of resources, generators and components as they come in, with the names that bases have given them. What
 * cannot be built is left out, so that a patch which is still being written hides nothing. A component has those of the
 * kustomizations that use it too.
 */
export function gatheredObjects(db: Database, kustomization: FilePath): readonly Resource[] {
  const users = includedBy(db, directoryOf(kustomization)).filter((one) => one.field === 'components');
  return [kustomization, ...users.map((one) => one.kustomization)].flatMap((one) => gathered(db, one));
}

const gathered = query('kustomizeGathered', (db, kustomization: FilePath): readonly Resource[] => {
  const found: Resource[] = [];
  for (const { field: name, path } of kustomizationFile(db, kustomization)?.paths ?? []) {
    if (path === undefined || (name !== 'resources' && name !== 'bases' && name !== 'components')) continue;
    const kind = pathKind(db, path);
    if (kind === 'directory') found.push(...fromDirectory(db, path, name === 'components'));
    else if (kind === 'file' && name !== 'components') found.push(...read(() => resourcesIn(db, path, 'resource')));
  }
  return [...found, ...generated(db, kustomization)];
});

function fromDirectory(db: Database, directory: FilePath, isComponent: boolean): readonly Resource[] {
  const file = kustomizationOf(db, directory);
  if (file === undefined || circularity(db, directory) !== undefined) return [];
  // A component's patches need the objects of others; its own objects do not.
  if (isComponent) return gathered(db, file);
  const request = { directory, restriction: 'none', edition: editionOf(db, directory), schema: UNSET, isRoot: false } as const;
  return read(() => accumulate(db, request).resources);
}

function read(work: () => readonly Resource[]): readonly Resource[] {
  const result = attempt(work);
  return 'resources' in result ? result.resources : [];
}

/** What the generators make, without its content. */
function* generated(db: Database, kustomization: FilePath): Generator<Resource> {
  const root = kustomizationMapping(db, kustomization);
  for (const kind of ['ConfigMap', 'Secret']) {
    for (const item of items(topField(root, kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator'))) {
      const name = textOf(field(item, 'name'));
      if (name === undefined) continue;
      const spot: Spot = { source: { file: kustomization, via: 'generator' }, at: item.id };
      const map = (fields: readonly (readonly [string, string | MapValue])[]): MapValue =>
        new MapValue(
          fields.map(([key]) => key),
          fields.map(([, value]) => (typeof value === 'string' ? stringValue(value, spot) : value)),
          spot.source,
          spot.at,
        );
      const namespace = textOf(field(item, 'namespace'));
      const metadata = map([['name', name], ...(namespace === undefined ? [] : [['namespace', namespace] as const])]);
      const resource = new Resource(
        map([
          ['apiVersion', 'v1'],
          ['kind', kind],
          ['metadata', metadata],
        ]),
      );
      yield resource;
    }
  }
}
