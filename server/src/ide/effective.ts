/** Hovers on fields: what a value comes to in each overlay, and what a patch overrides. */
import { LineIndex } from '../base/lines.ts';
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Budget } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import { located } from '../model/kustomize/build/origins.ts';
import type { Value } from '../model/kustomize/build/values.ts';
import { type EffectiveValue, effectiveValues } from '../model/kustomize/provenance/effective.ts';
import { overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { MASK } from '../model/kustomize/provenance/secrets.ts';
import { type Setting, settingsOf, valueBefore } from '../model/kustomize/provenance/settings.ts';
import { isKustomizationFile } from '../model/kustomize/recognise.ts';
import { useOf } from '../model/kustomize/uses.ts';
import { layout, tree } from '../model/source.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { descendants } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import type { Hover, HoverPart, Piece } from './hover.ts';
import { overlayNames } from './overlay-names.ts';
import { textOf } from './text.ts';

/** Overlays and objects that are listed one by one. */
const MAX_OVERLAYS = 8;
const MAX_OBJECTS = 3;
const MAX_VALUE = 60;

export function fieldHover(db: Database, file: FilePath, offset: number, budget: Budget): Hover | undefined {
  const { as } = useOf(db, file);
  if (isKustomizationFile(db, file) || as === 'patch') return settingHover(db, file, offset);
  return as === 'resource' ? effectiveHover(db, file, offset, budget) : undefined;
}

function effectiveHover(db: Database, file: FilePath, offset: number, budget: Budget): Hover | undefined {
  const at = nodeAt(db, file, offset);
  if (at === undefined || at.value.kind !== 'scalar') return undefined;
  const found = effectiveValues(db, file, at.node.id, budget);
  if (found === undefined) return undefined;
  const finals = new Set(overlaysOf(db, file));
  const isHere = ({ value }: EffectiveValue): boolean =>
    value?.source.file === file && value.at === at.value.id && value.source.inline === undefined;
  // Who names the file without being the end of the way is worth a word only where it changes the field.
  const shown = found.values.filter((one) => finals.has(one.overlay) || !isAlike(one.value, at.value));
  // One build that leaves the field as it is has nothing to tell.
  if (shown.length < 2 && shown.every(isHere) && found.failing.length + found.late === 0) return undefined;
  const isSecret = found.values.some((one) => one.isSecret);
  const here = isSecret ? MASK : short(at.value.value);
  const names = overlayNames(db, found.overlays);
  const listed = shown.slice(0, MAX_OVERLAYS);
  const pieces: Piece[] = [
    { is: 'strong', text: pathText(found.path) },
    { is: 'text', text: ` — here ${here}` },
  ];
  const same = listed.filter(isHere);
  for (const one of listed.filter((each) => !isHere(each))) {
    pieces.push({ is: 'text', text: ` · ${names.get(one.overlay)} ${valueText(one.value, one.isSecret)}` });
    if (one.value !== undefined) pieces.push(...origin(db, one.value));
  }
  if (same.length > 0)
    pieces.push({ is: 'text', text: ` · the same in ${same.map(({ overlay }) => names.get(overlay)).join(', ')}` });
  if (found.failing.length > 0) {
    const failing = found.failing.slice(0, MAX_OVERLAYS).map((overlay) => names.get(overlay));
    pieces.push({ is: 'text', text: ` · ${failing.join(', ')} ${failing.length === 1 ? 'does' : 'do'} not build` });
  }
  const more = shown.length - listed.length + found.more;
  // What is late is built by the next question.
  if (more > 0) pieces.push({ is: 'text', text: ` · ${found.late > 0 ? '…' : ''}and ${more} more` });
  return { span: at.span, parts: [line(pieces)] };
}

function settingHover(db: Database, file: FilePath, offset: number): Hover | undefined {
  const at = nodeAt(db, file, offset);
  const spot = at === undefined ? offset : spanOf(layout(db, file), at.value.id).start;
  const index = new LineIndex(textOf(db, file));
  const cursorLine = index.positionAt(offset).line;
  const hits: { readonly setting: Setting; readonly span: Span }[] = [];
  for (const setting of settingsOf(db, file)) {
    const { span } = located(db, setting.value);
    const isInline = setting.value.source.inline !== undefined;
    const isHit = isInline ? index.positionAt(span.start).line === cursorLine : touches(span, spot);
    if (isHit) hits.push({ setting, span });
  }
  const [first] = hits;
  if (first === undefined) return undefined;
  const parts: HoverPart[] = hits.slice(0, MAX_OBJECTS).map(({ setting }) => settingLine(db, setting));
  if (hits.length > MAX_OBJECTS) parts.push({ is: 'text', text: `and ${hits.length - MAX_OBJECTS} more fields` });
  return { span: at !== undefined && first.setting.value.source.inline === undefined ? at.span : first.span, parts };
}

function settingLine(db: Database, setting: Setting): HoverPart {
  const { object, path, value, isSecret } = setting;
  const before = valueBefore(db, setting);
  const pieces: Piece[] = [
    { is: 'strong', text: pathText(path) },
    { is: 'text', text: ` of ${object.id.kind} ${object.id.name} — here ${valueText(value, isSecret)}` },
  ];
  if (before === undefined) pieces.push({ is: 'text', text: ' · nothing before' });
  else pieces.push({ is: 'text', text: ` · overrides ${valueText(before, isSecret)}` }, ...origin(db, before));
  return line(pieces);
}

function line(pieces: readonly Piece[]): HoverPart {
  return { is: 'line', text: pieces.map(({ text }) => text).join(''), pieces };
}

function origin(db: Database, value: Value): readonly Piece[] {
  const { file, span, via } = located(db, value);
  const shown = displayPath(db, file);
  const { line: row } = new LineIndex(textOf(db, file)).positionAt(span.start);
  return [
    { is: 'text', text: ' (' },
    { is: 'place', text: `${shown}:${row + 1}`, file, span },
    { is: 'text', text: `, ${via})` },
  ];
}

interface FieldAt {
  /** The key or the item under the cursor. */
  readonly node: Node;
  readonly value: Node;
  readonly span: Span;
}

/** The innermost key or value at the offset, with the value that it stands for. */
function nodeAt(db: Database, file: FilePath, offset: number): FieldAt | undefined {
  const spans = layout(db, file);
  let found: FieldAt | undefined;
  const consider = (node: Node, value: Node): void => {
    const span = spanOf(spans, node.id);
    if (touches(span, offset) && (found === undefined || span.end - span.start <= found.span.end - found.span.start))
      found = { node, value, span };
  };
  for (const { root } of tree(db, file).documents) {
    if (root === undefined || !touches(spanOf(spans, root.id), offset)) continue;
    for (const node of descendants(root)) {
      if (node.kind === 'mapping')
        for (const { key, value } of node.entries) {
          consider(key, value);
          if (value.kind === 'scalar') consider(value, value);
        }
      if (node.kind === 'sequence') for (const item of node.items) if (item.kind === 'scalar') consider(item, item);
    }
  }
  return found;
}

/** True where both read the same. */
function isAlike(value: Value | undefined, node: Node): boolean {
  return value?.kind === 'scalar' && node.kind === 'scalar' && value.text === node.value;
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

function valueText(value: Value | undefined, isSecret: boolean): string {
  if (value === undefined) return 'removed';
  if (isSecret) return MASK;
  if (value.kind === 'scalar') return short(value.text);
  const size = value.kind === 'map' ? value.size : value.items.length;
  return size === 0 ? (value.kind === 'map' ? '{}' : '[]') : `${size} ${value.kind === 'map' ? 'fields' : 'items'}`;
}

function short(text: string): string {
  if (text === '') return '""';
  const [first = ''] = text.split('\n');
  return first.length > MAX_VALUE || first.length < text.trimEnd().length ? `${first.slice(0, MAX_VALUE)}…` : first;
}
