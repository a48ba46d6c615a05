/** What the objects of a layer have that its kustomization can name: parts of ids, images, fields. */
import { asMapping, textOf as nodeText } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Suggestion } from '../facts.ts';
import { attempt } from './build/documents.ts';
import { splitImage } from './build/images.ts';
import type { Resource, ResourceId } from './build/resource.ts';
import { readSelector, selects } from './build/selectors.ts';
import { MapValue, stringValue, type Value } from './build/values.ts';

export type Part = 'group' | 'version' | 'kind' | 'name' | 'namespace';

/** Fields of one object that are offered, and steps that are taken to find them. */
const MAX_FIELDS = 400;

/** The objects that a selector means; all of them where it cannot be read. */
export function selected(objects: readonly Resource[], selector: Node | undefined, without?: string): readonly Resource[] {
  const read = attempt(() => {
    const wanted = readSelector(selectorValue(selector, without));
    return objects.filter((object) => selects(wanted, object));
  });
  return 'resources' in read ? read.resources : objects;
}

/** A selector as the build reads it, from what is written so far. */
function selectorValue(selector: Node | undefined, without: string | undefined): Value {
  const source = { file: '', via: 'build' } as const;
  const written = (asMapping(selector)?.entries ?? []).flatMap(({ key, value }) => {
    const text = nodeText(value);
    return key.kind !== 'scalar' || key.value === without || text === undefined ? [] : [[key.value, text] as const];
  });
  return new MapValue(
    written.map(([name]) => name),
    written.map(([, text]) => stringValue(text, { source, at: 0 })),
    source,
    0,
  );
}

/** The values that a part of a selector can have beside its other parts. */
export function parts(objects: readonly Resource[], selector: Node | undefined, part: Part): readonly Suggestion[] {
  const fitting = selected(objects, selector, part);
  const found = new Map<string, ResourceId[]>();
  for (const { id } of fitting) {
    const text = id[part];
    if (text === '') continue;
    const list = found.get(text);
    if (list === undefined) found.set(text, [id]);
    else list.push(id);
  }
  return [...found].map(([text, ids]) => ({ text, about: aboutIds(ids, part) }));
}

function aboutIds(ids: readonly ResourceId[], part: Part): string {
  const shown = new Set(ids.map(({ kind, name }) => (part === 'name' ? kind : part === 'kind' ? name : `${kind} ${name}`)));
  const [first = '', second = '', ...more] = shown;
  if (second === '') return first;
  return more.length === 0 ? `${first}, ${second}` : `${first}, ${second} and ${more.length} more`;
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** The names that `replicas` can mean. */
export function workloads(objects: readonly Resource[]): readonly Suggestion[] {
  return objects.flatMap(({ id }) => (WORKLOADS.has(id.kind) ? { text: id.name, about: id.kind } : []));
}

/** The names of the images that the objects run. */
export function imageNames(objects: readonly Resource[]): readonly Suggestion[] {
  const found = new Map<string, string>();
  for (const { id, root } of objects) {
    for (const { key, value } of scalarsOf(root)) {
      if (key !== 'image' || value === '') continue;
      const { name } = splitImage(value);
      if (!found.has(name)) found.set(name, `${value} in ${id.kind} ${id.name}`);
    }
  }
  return [...found].map(([text, about]) => ({ text, about }));
}

function* scalarsOf(root: Value): Generator<{ readonly key: string; readonly value: string }> {
  const waiting: { readonly key: string; readonly value: Value }[] = [{ key: '', value: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { key, value } = next;
    if (value.kind === 'scalar') yield { key, value: value.text };
    else if (value.kind === 'list') for (const item of value.items.toReversed()) waiting.push({ key: '', value: item });
    else for (let i = value.size - 1; i >= 0; i--) push(waiting, value.keys[i], value.values[i]);
  }
}

function push(
  waiting: { readonly key: string; readonly value: Value }[],
  key: string | undefined,
  value: Value | undefined,
): void {
  if (key !== undefined && value !== undefined) waiting.push({ key, value });
}

/** How the steps to a field are written. */
interface Writing {
  readonly key: (before: string, key: string) => string;
  readonly item: (before: string, index: number, item: Value) => string;
  /** The step behind the last item of a list. */
  readonly end?: string;
}

/** As replacements write them: `spec.containers.[name=web].image`. */
const DOTTED: Writing = {
  key: (before, key) => (before === '' ? '' : `${before}.`) + key.replaceAll('.', '\\.'),
  item: (before, index, item) => {
    const name = item.kind === 'map' ? item.get('name') : undefined;
    const isPlain = name?.kind === 'scalar' && /^[\w-]+$/.test(name.text);
    return `${before}.${isPlain ? `[name=${name.text}]` : index}`;
  },
};

/** As JSON 6902 patches write them: `/spec/containers/0/image`. */
const POINTER: Writing = {
  key: (before, key) => `${before}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  item: (before, index) => `${before}/${index}`,
  end: '-',
};

export function fieldPaths(objects: readonly Resource[]): readonly Suggestion[] {
  return fieldsOf(objects, DOTTED);
}

export function pointers(objects: readonly Resource[]): readonly Suggestion[] {
  return fieldsOf(objects, POINTER);
}

/** Every field of the objects once, the shallow ones first. */
function fieldsOf(objects: readonly Resource[], writing: Writing): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { id, root } of objects) {
    const waiting: { readonly path: string; readonly value: Value }[] = [{ path: '', value: root }];
    for (let i = 0; i < waiting.length && i < MAX_FIELDS && found.size < MAX_FIELDS; i++) {
      const { path, value } = waiting[i] ?? { path: '', value: root };
      if (path !== '' && !found.has(path)) {
        const about = value.kind === 'scalar' ? value.text.slice(0, 80) : `${id.kind} ${id.name}`;
        found.set(path, { text: path, about, rank: found.size });
      }
      if (value.kind === 'list' && writing.end !== undefined)
        found.set(`${path}/${writing.end}`, { text: `${path}/${writing.end}`, about: 'Behind the last item', rank: found.size });
      if (value.kind === 'list')
        for (const [index, item] of value.items.entries()) waiting.push({ path: writing.item(path, index, item), value: item });
      if (value.kind === 'map')
        for (const [k, key] of value.keys.entries()) {
          const inner = value.values[k];
          if (inner !== undefined) waiting.push({ path: writing.key(path, key), value: inner });
        }
    }
  }
  return [...found.values()];
}
