/** Kustomizations as controllers change them before they build: what an Application's or Flux Kustomization's spec adds. */
import type { FilePath } from '../../base/paths.ts';
import { join } from '../../base/paths.ts';
import { entries, text } from '../kustomize/build/kustomization.ts';
import type { Kustomization } from '../kustomize/build/kustomization-files.ts';
import {
  asList,
  asMap,
  emptyMap,
  ListValue,
  MapValue,
  ScalarValue,
  type Spot,
  stringValue,
  textOf,
  type Value,
} from '../kustomize/build/values.ts';

/** A kustomization that lists these paths, as Flux generates one where there is none. */
export function generatedKustomization(directory: FilePath, paths: readonly string[], spot: Spot): Kustomization {
  const list = new ListValue(
    paths.map((path) => stringValue(path, spot)),
    spot.source,
    spot.at,
  );
  const map = emptyMap(spot).set('resources', list);
  return { file: join(directory, 'kustomization.yaml'), fileName: 'kustomization.yaml', map, isComponent: false };
}

/** Flux (fluxcd/pkg, kustomize/kustomize_generator.go): the spec's fields are set, appended, or put in place of those of the same name. */
export function amendedByFlux(kustomization: Kustomization, spec: MapValue): Kustomization {
  let { map } = kustomization;
  map = replacing(map, 'namespace', spec.get('targetNamespace'));
  map = replacing(map, 'namePrefix', spec.get('namePrefix'));
  map = replacing(map, 'nameSuffix', spec.get('nameSuffix'));
  map = appending(map, 'patches', asList(spec.get('patches'))?.items ?? []);
  map = appending(map, 'components', asList(spec.get('components'))?.items ?? []);
  for (const image of entries(spec, 'images')) map = withImage(map, image, false);
  return { ...kustomization, map };
}

/** Argo CD (util/kustomize/kustomize.go): it runs `kustomize edit` for each field of the source's `kustomize` block. */
export function amendedByArgo(kustomization: Kustomization, block: MapValue): Kustomization {
  let { map } = kustomization;
  map = replacing(map, 'namePrefix', block.get('namePrefix'));
  map = replacing(map, 'nameSuffix', block.get('nameSuffix'));
  for (const item of asList(block.get('images'))?.items ?? [])
    if (item.kind === 'scalar') map = withImage(map, imageOf(item), true);
  for (const replica of entries(block, 'replicas')) map = withReplicas(map, replica);
  map = withLabels(map, block);
  map = merging(map, 'commonAnnotations', asMap(block.get('commonAnnotations')));
  map = replacing(map, 'namespace', block.get('namespace'));
  map = appending(map, 'patches', asList(block.get('patches'))?.items ?? []);
  const present = new Set((asList(map.get('components'))?.items ?? []).map(textOf));
  map = appending(
    map,
    'components',
    (asList(block.get('components'))?.items ?? []).filter((item) => !present.has(textOf(item))),
  );
  return { ...kustomization, map };
}

function replacing(map: MapValue, field: string, value: Value | undefined): MapValue {
  return value === undefined || textOf(value) === '' ? map : map.set(field, value);
}

function appending(map: MapValue, field: string, items: readonly Value[]): MapValue {
  const [first] = items;
  if (first === undefined) return map;
  const list = asList(map.get(field)) ?? new ListValue([], first.source, first.at);
  return map.set(field, list.with([...list.items, ...items]));
}

function merging(map: MapValue, field: string, more: MapValue | undefined): MapValue {
  if (more === undefined || more.size === 0) return map;
  let merged = asMap(map.get(field)) ?? new MapValue([], [], more.source, more.at);
  for (const [i, key] of more.keys.entries()) {
    const value = more.values[i];
    if (value !== undefined) merged = merged.set(key, value, 'str');
  }
  return map.set(field, merged);
}

function withLabels(map: MapValue, block: MapValue): MapValue {
  const labels = asMap(block.get('commonLabels'));
  if (labels === undefined || labels.size === 0) return map;
  if (text(block, 'labelWithoutSelector') !== 'true') return merging(map, 'commonLabels', labels);
  let entry = emptyMap(labels).set('pairs', labels);
  if (text(block, 'labelIncludeTemplates') === 'true')
    entry = entry.set('includeTemplates', new ScalarValue('true', 'bool', 'plain', labels.source, labels.at));
  return appending(map, 'labels', [entry]);
}

/** `count` may be a number or its text. */
function withReplicas(map: MapValue, replica: MapValue): MapValue {
  const count = replica.get('count');
  if (count?.kind !== 'scalar') return map;
  const entry = replica.set('count', new ScalarValue(count.text, 'int', 'plain', count.source, count.at));
  const items = entries(map, 'replicas').filter((one) => text(one, 'name') !== text(replica, 'name'));
  return map.set('replicas', new ListValue([...items, entry], replica.source, replica.at));
}

/** Of an image that is there, Flux replaces all; `kustomize edit set image` keeps what the new one does not say. */
function withImage(map: MapValue, image: MapValue, keeps: boolean): MapValue {
  const list = asList(map.get('images')) ?? new ListValue([], image.source, image.at);
  const index = list.items.findIndex((item) => text(asMap(item), 'name') === text(image, 'name'));
  const old = asMap(list.items[index]);
  if (old === undefined) return map.set('images', list.with([...list.items, image]));
  let merged = image;
  if (keeps) {
    const says = (field: string): boolean => text(image, field) !== '';
    const kept = says('newTag') || says('digest') ? ['newName'] : ['newName', 'newTag', 'digest'];
    for (const field of kept) {
      const value = old.get(field);
      if (!says(field) && value !== undefined) merged = merged.set(field, value);
    }
  }
  return map.set('images', list.with(list.items.with(index, merged)));
}

/** `[name=]image[:tag][@digest]`, as `kustomize edit set image` takes it. */
function imageOf(item: ScalarValue): MapValue {
  const equals = item.text.indexOf('=');
  const image = item.text.slice(equals + 1);
  const digest = image.indexOf('@');
  const bare = digest < 0 ? image : image.slice(0, digest);
  const colon = bare.lastIndexOf(':');
  const hasTag = colon > bare.lastIndexOf('/');
  const name = hasTag ? bare.slice(0, colon) : bare;
  let map = emptyMap(item).set('name', stringValue(equals < 0 ? name : item.text.slice(0, equals), item));
  if (equals >= 0) map = map.set('newName', stringValue(name, item));
  if (hasTag) map = map.set('newTag', stringValue(bare.slice(colon + 1), item));
  return digest < 0 ? map : map.set('digest', stringValue(image.slice(digest + 1), item));
}
