/** The `images` field: new names, tags and digests for the images that containers run. */
import { type FieldSpec, overwritten, setAt } from './field-specs.ts';
import { text } from './kustomization.ts';
import { fail } from './problems.ts';
import type { ResourceList } from './resource-list.ts';
import { expression } from './selectors.ts';
import { spotOfValue } from './transformers.ts';
import { asMap, type ListValue, type MapValue, untypedValue, type Value } from './values.ts';

type Renamer = (image: string) => string | undefined;

interface Rename {
  readonly rename: Renamer;
  readonly place: Value;
  matched: boolean;
}

/**
 * Applies the entries one after another, in containers wherever they are and where the specs say. Returns those that no
 * image has the name of.
 */
export function setImages(list: ResourceList, images: readonly MapValue[], specs: readonly FieldSpec[]): readonly MapValue[] {
  const renames = images.map((image) => ({ image, rename: renamer(image), place: placeOf(image), matched: false }));
  const set = (old: Value): Value => renames.reduce<Value>(renamed, old);
  list.transform((resource) => {
    if (resource.id.kind === 'CustomResourceDefinition') return resource;
    let root = asMap(inContainers(resource.root, set)) ?? resource.root;
    for (const spec of specs) root = setAt(root, resource.id, spec, undefined, { source: root.source, at: root.at }, set);
    return resource.with(root);
  });
  return renames.flatMap(({ image, matched }) => (matched ? [] : [image]));
}

/** What says the new image, for people to look at. */
function placeOf(image: MapValue): Value {
  return image.get('newTag') ?? image.get('digest') ?? image.get('newName') ?? image.get('tagSuffix') ?? image;
}

function renamed(old: Value, entry: Rename): Value {
  if (old.kind !== 'scalar') return fail('field-path', { source: old.source, at: old.at }, { step: 'image', path: 'image' });
  const image = entry.rename(old.text);
  if (image === undefined) return old;
  entry.matched = true;
  return overwritten(old, untypedValue(image, spotOfValue(entry.place, 'images')));
}

/** Every `image` of the items of every `containers` and `initContainers`, however deep. */
function inContainers(value: Value, set: (old: Value) => Value): Value {
  if (value.kind === 'scalar') return value;
  const children = value.kind === 'map' ? value.values : value.items;
  let changed: Value[] | undefined;
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (child === undefined || child.kind === 'scalar') continue;
    let result = inContainers(child, set);
    const key = value.kind === 'map' ? value.keys[i] : undefined;
    if ((key === 'containers' || key === 'initContainers') && result.kind === 'list') result = containers(result, set);
    if (result === child) continue;
    changed ??= [...children];
    changed[i] = result;
  }
  if (changed === undefined) return value;
  return value.kind === 'map' ? value.withValues(changed) : value.with(changed);
}

function containers(list: ListValue, set: (old: Value) => Value): Value {
  const items = list.items.map((item) => {
    const container = asMap(item);
    if (container === undefined) {
      if (item.kind === 'scalar' && item.tag === 'null') return item;
      return fail('field-path', { source: item.source, at: item.at }, { step: 'image', path: 'containers/image' });
    }
    const image = container.get('image');
    return image === undefined ? item : container.set('image', set(image));
  });
  return items.every((item, i) => item === list.items[i]) ? list : list.with(items);
}

const REST = /^(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$/;
const REST_PATTERN = '(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$';

function renamer(image: MapValue): Renamer {
  const matches = matcher(image);
  const newName = text(image, 'newName');
  const newTag = text(image, 'newTag');
  const newDigest = text(image, 'digest');
  const tagSuffix = text(image, 'tagSuffix');
  return (old) => {
    if (!matches(old)) return undefined;
    const parts = splitImage(old);
    const name = newName === '' ? parts.name : newName;
    let { tag, digest } = parts;
    if (newTag !== '' || newDigest !== '') {
      tag = newTag;
      digest = newDigest;
    } else if (tagSuffix !== '') {
      tag += tagSuffix;
      digest = '';
    }
    return name + (tag === '' ? '' : `:${tag}`) + (digest === '' ? '' : `@${digest}`);
  };
}

/** The name is a regular expression, of which most use nothing but the dot that stands for any character. */
function matcher(image: MapValue): (image: string) => boolean {
  const name = text(image, 'name');
  if (/^[-\w./:]*$/.test(name)) {
    return (old) => {
      if (old.length < name.length) return false;
      for (let i = 0; i < name.length; i++) if (name[i] !== old[i] && name[i] !== '.') return false;
      return REST.test(old.slice(name.length));
    };
  }
  try {
    return expression(`^${name}${REST_PATTERN}`, image.get('name') ?? image);
  } catch {
    // Kustomize takes a name that is no expression for one that matches nothing.
    return () => false;
  }
}

/** Name, tag and digest of an image; a colon before the first slash belongs to a port. */
export function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(0, image.indexOf('/'));
  const digestAt = image.indexOf('@', slash);
  const tagAt = image.indexOf(':', slash);
  if (tagAt < 0 && digestAt < 0) return { name: image, tag: '', digest: '' };
  if (digestAt >= 0 && (tagAt < 0 || digestAt < tagAt))
    return { name: image.slice(0, digestAt), tag: '', digest: image.slice(digestAt + 1) };
  if (digestAt < 0) return { name: image.slice(0, tagAt), tag: image.slice(tagAt + 1), digest: '' };
  return { name: image.slice(0, tagAt), tag: image.slice(tagAt + 1, digestAt), digest: image.slice(digestAt + 1) };
}
