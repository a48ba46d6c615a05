/**
 * How a live value would be written into the text that declares the field: a resource, a patch, a literal or file of a
 * generator, an image's tag. What is tried here is proven by who builds with it; ways that do not work out are passed over.
 */
import { dirname, type FilePath, join } from '../../base/paths.ts';
import { type Span, smallestEdit, type TextEdit } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { declarationOf } from '../../model/drift/declared-at.ts';
import type { FieldPath, Step } from '../../model/drift/field-path.ts';
import { asArray, asObject, type Json, objectOf } from '../../model/drift/json.ts';
import { isCommonTree } from '../../model/kustomize/build/documents.ts';
import { located } from '../../model/kustomize/build/origins.ts';
import type { Spot, Value } from '../../model/kustomize/build/values.ts';
import { fileText, pathKind } from '../../model/workspace/inputs.ts';
import type { Edit } from '../../rules/rule.ts';
import { Sheet } from '../edits/sheet.ts';
import { changeOf, type WorkspaceChange } from '../edits.ts';
import type { Drifted } from './drifted.ts';
import { blockLines, flowText, scalarInPlaceOf } from './written-value.ts';

/** A change, and the text that it is about. */
export interface Writing {
  readonly change: WorkspaceChange;
  readonly file: FilePath;
  readonly span: Span;
}

/** The ways, the likeliest first. */
export function* writings(db: Database, { built, field }: Drifted): Generator<Writing> {
  const { spot, live, declared, path } = field;
  if (spot === undefined) return;
  if (!declared) {
    if (live !== undefined) yield* added(db, built.value, path, live);
    return;
  }
  const { file, span } = located(db, spot);
  if (live === undefined) {
    if (spot.source.raw === true || spot.source.inline !== undefined || !isCommonTree(db, file)) return;
    yield* edited(db, file, span, [{ do: 'remove', file, node: spot.at }]);
    return;
  }
  yield* rewritings(db, spot, live, field.desired);
  if (spot.source.via === 'generator') yield* fileOfLiteral(db, file, span, live, field.desired);
}

/** Writing a value where another one is said, in the text at a spot. */
export function* rewritings(db: Database, spot: Spot, live: Json, desired: Json | undefined): Generator<Writing> {
  const { file, span } = located(db, spot);
  for (const text of textsAt(db, spot, file, span, live, desired)) {
    const edit = 'whole' in text ? smallestEdit(fileText(db, file) ?? '', text.whole) : { span, text: text.inPlace };
    if (edit !== undefined) yield replaced(file, edit, 'whole' in text ? edit.span : span);
  }
}

type Text = { readonly inPlace: string } | { readonly whole: string };

/** What may stand in the place of the text that sets the field now. */
function* textsAt(db: Database, spot: Spot, file: FilePath, span: Span, live: Json, desired: Json | undefined): Generator<Text> {
  const text = fileText(db, file) ?? '';
  const before = text.slice(span.start, span.end);
  if (spot.source.raw === true) {
    if (typeof live !== 'string') return;
    if (text === desired) yield { whole: live };
    const equals = before.indexOf('=');
    if (equals > 0 && !/[\r\n]/.test(live)) yield { inPlace: before.slice(0, equals + 1) + live };
    return;
  }
  const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const column = /^ *(?:- +)*/.exec(text.slice(lineStart, span.start))?.[0].length ?? 0;
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const scalar = (value: Json): Text[] => {
    const written = scalarInPlaceOf(value, before, column, eol);
    return written === undefined || (spot.source.inline !== undefined && /[\r\n]/.test(written)) ? [] : [{ inPlace: written }];
  };
  if (spot.source.via === 'images' && typeof live === 'string' && typeof desired === 'string') {
    const part = imagePart(before, desired, live);
    if (part !== undefined) yield* scalar(part);
    return;
  }
  if (spot.source.via === 'generator' && typeof live === 'string') {
    const [, key] = /^["']?([^=]+=)/.exec(before) ?? [];
    if (key !== undefined) yield* scalar(key + live);
    return;
  }
  yield* scalar(live);
  const isCollection = asArray(live) !== undefined || asObject(live) !== undefined;
  if (!isCollection || spot.source.inline !== undefined || !isCommonTree(db, file)) return;
  if (/^[[{]/.test(before)) yield { inPlace: flowText(live) };
  else if (text.slice(lineStart, span.start).trim() === '' || /^ *(?:- +)+$/.test(text.slice(lineStart, span.start)))
    yield { inPlace: blockLines(live).join(eol + ' '.repeat(span.start - lineStart)) };
}

/** Of an image that differs in one part, the live one of that part, where the text says the other. */
function imagePart(before: string, desired: string, live: string): string | undefined {
  const said = before.replace(/^(["'])(.*)\1$/, '$2');
  // As Argo CD takes them: the whole image, perhaps behind the name that it stands in for.
  if (said === desired || said.endsWith(`=${desired}`)) return said.slice(0, said.length - desired.length) + live;
  const [ours, theirs] = [partsOf(desired), partsOf(live)];
  const differing = ours.flatMap((part, i) => (part === theirs[i] ? [] : [i]));
  const [only, second] = differing;
  if (only === undefined || second !== undefined) return undefined;
  return said === ours[only] && theirs[only] !== '' ? theirs[only] : undefined;
}

/** Name, tag and digest. */
function partsOf(image: string): readonly [string, string, string] {
  const [bare = '', digest = ''] = image.split('@');
  const colon = bare.lastIndexOf(':');
  return colon > bare.lastIndexOf('/') ? [bare.slice(0, colon), bare.slice(colon + 1), digest] : [bare, '', digest];
}

/** A literal may name the file that holds the value: `files: [settings.ini]`. */
function* fileOfLiteral(db: Database, file: FilePath, span: Span, live: Json, desired: Json | undefined): Generator<Writing> {
  const written = (fileText(db, file) ?? '').slice(span.start, span.end).replace(/^(["'])(.*)\1$/, '$2');
  const path = join(dirname(file), written.slice(written.indexOf('=') + 1));
  if (typeof live !== 'string' || pathKind(db, path) !== 'file' || fileText(db, path) !== desired) return;
  const edit = smallestEdit(fileText(db, path) ?? '', live);
  if (edit !== undefined) yield replaced(path, edit, edit.span);
}

/** What Git does not declare is added to the nearest thing around it that it does. */
function* added(db: Database, root: Value, path: FieldPath, live: Json): Generator<Writing> {
  const depth = path.findIndex((_, i) => !declarationOf(root, path.slice(0, i + 1)).exact);
  const [first, ...rest] = path.slice(depth);
  const { spot, exact } = declarationOf(root, path.slice(0, depth));
  if (depth < 0 || first === undefined || !exact || spot === undefined) return;
  const { file, span } = located(db, spot);
  if (spot.source.inline !== undefined || spot.source.raw === true || !isCommonTree(db, file)) return;
  const value = nested(rest, live);
  if (value === undefined) return;
  const sheet = new Sheet(db, file);
  const isFlow = /^[[{]/.test(sheet.text.slice(span.start, span.end));
  const item = 'key' in first ? objectOf([[first.key, value]]) : itemOf(first, value);
  if (item === undefined) return;
  const text = isFlow ? ('key' in first ? flowText(item).slice(1, -1) : flowText(item)) : blockLines(item).join('\n');
  yield* edited(db, file, span, [{ do: 'append', file, node: spot.at, text }]);
}

/** The value in what has to stand around it. */
export function nested(steps: readonly Step[], live: Json): Json | undefined {
  let value: Json | undefined = live;
  for (const step of steps.toReversed()) {
    if (value === undefined) return undefined;
    if ('key' in step) value = objectOf([[step.key, value]]);
    else {
      const item = itemOf(step, value);
      value = item === undefined ? undefined : [item];
    }
  }
  return value;
}

function itemOf(step: Exclude<Step, { key: string }>, value: Json): Json | undefined {
  if ('value' in step) return value;
  if ('index' in step) return undefined;
  const object = asObject(value);
  return object === undefined ? undefined : { ...step.match, ...object };
}

function* edited(db: Database, file: FilePath, span: Span, edits: readonly Edit[]): Generator<Writing> {
  const change = changeOf(db, edits);
  if (change !== undefined) yield { change, file, span };
}

function replaced(file: FilePath, edit: TextEdit, span: Span): Writing {
  return { change: { edits: new Map([[file, [edit]]]), creations: [] }, file, span };
}
