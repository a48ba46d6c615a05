/** The fields that can be written in an object, and whole objects where none is begun. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, at, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import type { Suggestion } from '../../facts.ts';
import { fileText } from '../../workspace/inputs.ts';
import { requiredFields } from '../schema/required.ts';
import type { Field, Shape, Struct } from '../schema/shapes.ts';
import { dashesIn, stepIn } from './indentation.ts';
import { labelKeys } from './labels.ts';
import { isWritten, usualFields } from './order.ts';
import { isManifestPlace } from './place.ts';
import { fieldSketch, itemSketch, type Surroundings } from './skeleton.ts';
import { type Meant, type Path, type Spot, spotAt } from './spot.ts';
import { wholeObjects } from './whole.ts';

export function manifestFields(
  db: Database,
  file: FilePath,
  root: Node | undefined,
  path: Path,
  meant?: Meant,
): readonly Suggestion[] {
  const spot = spotAt(db, file, root, path, meant);
  const around = surroundings(db, file, spot);
  if (spot.path.length === 0) return atTop(db, file, spot, around, meant !== undefined);
  const { shape } = spot;
  if (shape?.is === 'map') return keysOf(db, file, spot);
  return shape?.is === 'struct' ? ofStruct(shape, spot.path.length, around) : [];
}

function atTop(db: Database, file: FilePath, spot: Spot, around: Surroundings, isPatch: boolean): readonly Suggestion[] {
  const names = (asMapping(spot.object)?.entries ?? []).flatMap(({ key }) => (key.kind === 'scalar' ? key.value : []));
  const isObject = names.includes('apiVersion') || names.includes('kind');
  if (!isObject && !isPatch && !isManifestPlace(db, file)) return [];
  const own = spot.shape?.is === 'struct' ? ofStruct(spot.shape, 0, around) : [];
  if (own.length > 0) return own;
  const isBlank = names.every((name) => !/^[\w.-]+$/.test(name));
  const heads: Suggestion[] = [
    { text: 'apiVersion', about: 'The group and version of the kind', rank: 0, leads: true },
    { text: 'kind', about: 'What the object is', rank: 1, leads: true },
  ];
  if (isBlank) return [...heads, ...wholeObjects(db, file, around)];
  if (!isObject) return [];
  return [
    ...heads,
    {
      text: 'metadata',
      about: 'Name, namespace, labels',
      rank: 2,
      opens: 'mapping',
      sketch: ['\n  name: ', { stop: 'name', text: '' }],
    },
    { text: 'spec', about: '', rank: 3, opens: 'mapping' },
  ];
}

/** Every object begins with them. */
const HEAD: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Required ones first, then those that are usual, in their usual order. */
function ofStruct(type: Struct, depth: number, around: Surroundings): readonly Suggestion[] {
  const required = new Set([...requiredFields(type.name), ...(type.insistsOn ?? [])]);
  const usual = depth === 0 ? HEAD : usualFields(type);
  const found: Suggestion[] = [];
  for (const one of type.fields.values()) {
    if (!isWritten(type, one.name, depth)) continue;
    const isRequired = one.required || required.has(one.name) || (depth === 0 && HEAD.includes(one.name));
    const place = usual.indexOf(one.name);
    const rank = (isRequired ? 0 : 100) + (place < 0 ? 50 : place);
    found.push({ text: one.name, about: aboutField(one, isRequired), rank, ...following(one, type, around) });
  }
  return found;
}

function following(one: Field, type: Struct, around: Surroundings): Partial<Suggestion> {
  const { shape } = one;
  if (shape.is === 'struct' || shape.is === 'map') return { opens: 'mapping', sketch: fieldSketch(one, type, around) };
  if (shape.is === 'list') return { opens: 'list', sketch: fieldSketch(one, type, around) };
  return { leads: true };
}

function aboutField(one: Field, isRequired: boolean): string {
  const facts = [typeText(one.shape)];
  if (isRequired) facts.push('required');
  if (one.fallback !== '') facts.push(`default ${one.fallback}`);
  if (one.since !== undefined) facts.push(`since 1.${one.since}`);
  if (one.until !== undefined) facts.push(`until 1.${one.until}`);
  return facts.join(' · ');
}

/** What may stand in a place, in a few words. */
export function typeText(shape: Shape): string {
  switch (shape.is) {
    case 'text':
      return shape.format === 'bytes' ? 'base64' : shape.format === 'time' ? 'time' : 'text';
    case 'whole':
      return 'whole number';
    case 'fraction':
      return 'number';
    case 'truth':
      return 'true or false';
    case 'quantity':
      return 'quantity';
    case 'whole-or-text':
      return 'whole number or text';
    case 'list':
      return `list of ${shape.items.is === 'struct' ? shortName(shape.items) : plural(typeText(shape.items))}`;
    case 'map':
      return `${plural(typeText(shape.values))} by key`;
    case 'struct':
      return shortName(shape);
    case 'any':
      return 'anything';
  }
}

function shortName({ name }: Struct): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^[A-Z]/.test(last) ? last : 'object';
}

function plural(text: string): string {
  return text === 'text' ? 'texts' : text === 'whole number' ? 'whole numbers' : text;
}

/** Keys of mappings that anything may be the key of: labels, resources. */
function keysOf(db: Database, file: FilePath, spot: Spot): readonly Suggestion[] {
  const [last, before] = [spot.path.at(-1), spot.path.at(-2)];
  if ((last === 'requests' || last === 'limits') && spot.owner?.name.includes('VolumeResource') !== true)
    return ['cpu', 'memory', 'ephemeral-storage'].map((text, rank) => ({ text, about: 'quantity', rank, leads: true }));
  if (last === 'requests' || last === 'capacity') return [{ text: 'storage', about: 'quantity', leads: true }];
  if (last === 'nodeSelector')
    return keys([
      'kubernetes.io/arch',
      'kubernetes.io/os',
      'kubernetes.io/hostname',
      'topology.kubernetes.io/zone',
      'node.kubernetes.io/instance-type',
    ]);
  const isSelector = last === 'matchLabels' || (last === 'selector' && spot.kind !== 'PersistentVolumeClaim');
  if (!isSelector && !(last === 'labels' && before === 'metadata')) return [];
  const found = new Map<string, Suggestion>();
  for (const [text, about] of isSelector ? podLabels(spot) : [])
    found.set(text, { text, about: `${about} in the pods of this object`, rank: 0, leads: true });
  for (const one of labelKeys(db, file)) if (!found.has(one.text)) found.set(one.text, one);
  return [...found.values()];
}

function keys(texts: readonly string[]): readonly Suggestion[] {
  return texts.map((text, rank) => ({ text, about: 'label of nodes', rank }));
}

/** The labels that the object's own template gives its pods. */
export function podLabels({ object }: Spot): readonly (readonly [key: string, value: string])[] {
  return (asMapping(at(object, 'spec', 'template', 'metadata', 'labels'))?.entries ?? []).flatMap(({ key, value }) => {
    const text = textOf(value);
    return key.kind === 'scalar' && text !== undefined ? [[key.value, text] as const] : [];
  });
}

/** The lines of a new item of the list that the path leads into. */
export function manifestItem(
  db: Database,
  file: FilePath,
  root: Node | undefined,
  path: Path,
  meant?: Meant,
): ReturnType<typeof itemSketch> {
  const spot = spotAt(db, file, root, path, meant);
  return spot.shape === undefined ? undefined : itemSketch(spot.shape, surroundings(db, file, spot));
}

export function surroundings(db: Database, file: FilePath, spot: Spot): Surroundings {
  const text = fileText(db, file) ?? '';
  return { dashes: dashesIn(text), step: stepIn(text), name: nameOf(spot), kind: spot.kind };
}

/** The object's name; '' where it has none yet. */
export function nameOf({ object }: Spot): string {
  return textOf(at(object, 'metadata', 'name')) ?? '';
}
