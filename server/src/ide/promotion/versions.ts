/** What versions an object runs or deploys: images, charts, revisions; and how many replicas, for whoever asks. */
import type { ResourceId } from '../../model/kustomize/build/resource.ts';
import { asList, asMap, at, type MapValue, type ScalarValue, textOf, type Value } from '../../model/kustomize/build/values.ts';

export type VersionKind = 'image' | 'chart' | 'revision' | 'replicas';

export interface Version {
  /** Equal for the same thing of another environment's object. */
  readonly key: string;
  readonly kind: VersionKind;
  /** What it is the version of: `web`, `chart podinfo`. */
  readonly of: string;
  readonly value: ScalarValue;
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);

export function versionsOf(id: Pick<ResourceId, 'group' | 'kind'>, root: MapValue): readonly Version[] {
  const found: Version[] = [];
  const add = (kind: VersionKind, key: string, of: string, value: Value | undefined): void => {
    if (value?.kind === 'scalar' && value.text !== '') found.push({ kind, key: `${kind} ${key}`, of, value });
  };
  const spec = root.get('spec');
  if (id.group.endsWith('.toolkit.fluxcd.io')) ofFlux(id.kind, spec, add);
  else if (id.group === 'argoproj.io' && id.kind === 'Application') ofArgo(spec, add);
  else ofContainers(root, '', add);
  if (id.group === 'apps' && SCALED.has(id.kind)) add('replicas', '', 'replicas', at(spec, 'replicas'));
  return found;
}

type Add = (kind: VersionKind, key: string, of: string, value: Value | undefined) => void;

function ofFlux(kind: string, spec: Value | undefined, add: Add): void {
  if (kind === 'HelmRelease') {
    add('chart', '', `chart ${textOf(at(spec, 'chart', 'spec', 'chart'))}`.trim(), at(spec, 'chart', 'spec', 'version'));
    ofHelmValues(at(spec, 'values'), 'values', add);
  } else if (kind === 'HelmChart') add('chart', '', `chart ${textOf(at(spec, 'chart'))}`.trim(), at(spec, 'version'));
  else if (kind === 'Kustomization') ofImages(at(spec, 'images'), 'images', add);
  else for (const field of ['tag', 'semver', 'digest', 'commit']) add('revision', field, field, at(spec, 'ref', field));
}

function ofArgo(spec: Value | undefined, add: Add): void {
  const several = asList(at(spec, 'sources'))?.items ?? [];
  const one = at(spec, 'source');
  for (const [i, source] of (one === undefined ? several : [one, ...several]).entries()) {
    const chart = textOf(at(source, 'chart'));
    const key = `${i} ${textOf(at(source, 'repoURL'))} ${chart}`;
    add(chart === '' ? 'revision' : 'chart', key, chart === '' ? 'revision' : `chart ${chart}`, at(source, 'targetRevision'));
    for (const image of asList(at(source, 'kustomize', 'images'))?.items ?? [])
      add('image', `${key} ${nameOfImage(textOf(image))}`, nameOfImage(textOf(image)), image);
    ofHelmValues(at(source, 'helm', 'valuesObject'), `${key} values`, add);
    for (const parameter of asList(at(source, 'helm', 'parameters'))?.items ?? []) {
      const name = textOf(at(parameter, 'name'));
      if (/(?:^|\.)(?:image\.)?tag$/i.test(name)) add('image', `${key} ${name}`, name, at(parameter, 'value'));
    }
  }
}

/** Entries of Kustomize's `images`, which say a tag or digest. */
function ofImages(list: Value | undefined, key: string, add: Add): void {
  for (const image of asList(list)?.items ?? []) {
    const name = textOf(at(image, 'name'));
    for (const field of ['newTag', 'digest']) add('image', `${key} ${name} ${field}`, name, at(image, field));
  }
}

/** Tags that charts keep beside the repository of an image. */
function ofHelmValues(value: Value | undefined, key: string, add: Add): void {
  if (value?.kind === 'list') for (const [i, item] of value.items.entries()) ofHelmValues(item, `${key}.${i}`, add);
  const map = asMap(value);
  if (map === undefined) return;
  const repository = textOf(map.get('repository'));
  const isImage = repository !== '' || /image$/i.test(key);
  const name = repository === '' ? key.split('.').slice(-2, -1).join('') || 'image' : repository;
  for (const field of ['tag', 'digest']) if (isImage) add('image', `${key}.${field} ${repository}`, name, map.get(field));
  for (const [i, field] of map.keys.entries()) ofHelmValues(map.values[i], `${key}.${field}`, add);
}

/** Every container below `containers` and `initContainers`, wherever pod templates stand. */
function ofContainers(value: Value, key: string, add: Add): void {
  if (value.kind === 'scalar') return;
  if (value.kind === 'list') {
    for (const [i, item] of value.items.entries()) ofContainers(item, `${key}/${i}`, add);
    return;
  }
  for (const [i, field] of value.keys.entries()) {
    const below = value.values[i];
    if (below === undefined) continue;
    if ((field === 'containers' || field === 'initContainers') && below.kind === 'list') {
      for (const container of below.items) {
        const image = at(container, 'image');
        const name = nameOfImage(textOf(image));
        add('image', `${key}/${field} ${textOf(at(container, 'name'))} ${name}`, name, image);
      }
    } else ofContainers(below, `${key}/${field}`, add);
  }
}

/** Without tag and digest; of Argo CD's `name=image`, the image. */
export function nameOfImage(image: string): string {
  const bare = image.slice(image.indexOf('=') + 1).split('@')[0] ?? '';
  const colon = bare.lastIndexOf(':');
  return colon > bare.lastIndexOf('/') ? bare.slice(0, colon) : bare;
}

/** The part of an image that is its version. */
export function versionOfImage(image: string): string {
  const bare = image.slice(image.indexOf('=') + 1);
  const name = nameOfImage(image);
  return bare.startsWith(name) && bare.length > name.length ? bare.slice(name.length + 1) : bare;
}
