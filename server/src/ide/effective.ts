/** Hovers on fields of resources: what a value comes to in each overlay, and what overlays change in it. */
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Budget } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import type { Value } from '../model/kustomize/build/values.ts';
import { callOfNode } from '../model/kustomize/item-like.ts';
import { type Change, changesBetween } from '../model/kustomize/provenance/changes.ts';
import { type Effective, type EffectiveValue, effectiveValues, valueWritten } from '../model/kustomize/provenance/effective.ts';
import { deployedBuild, overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { MASK, Secrets } from '../model/kustomize/provenance/secrets.ts';
import { isKustomizationFile } from '../model/kustomize/recognise.ts';
import { useOf } from '../model/kustomize/uses.ts';
import { layout, tree } from '../model/source.ts';
import { descendants, field } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import { line, origin, pathText, short, valueText } from './field-words.ts';
import type { Hover, HoverPart, Piece } from './hover.ts';
import { overlayNames } from './overlay-names.ts';
import { overriddenHover } from './overridden.ts';

/** Overlays, and changes in each, that are listed one by one. */
const MAX_OVERLAYS = 8;
const MAX_CHANGES = 3;

export function fieldHover(db: Database, file: FilePath, offset: number, budget: Budget): Hover | undefined {
  const { as } = useOf(db, file);
  if (isKustomizationFile(db, file) || as === 'patch') return overriddenHover(db, file, offset, budget);
  return as === 'resource' ? effectiveHover(db, file, offset, budget) : undefined;
}

function effectiveHover(db: Database, file: FilePath, offset: number, budget: Budget): Hover | undefined {
  const at = nodeAt(db, file, offset);
  if (at === undefined) return undefined;
  if (at.value.kind !== 'scalar') return changedHover(db, file, at.node, at.span, budget);
  const found = effectiveValues(db, file, at.node.id, budget);
  const { value, item: called } = at;
  // What an item of a list is called stands for the item.
  const item = called && changedHover(db, file, called, at.span, budget);
  const isItemOnly = called !== undefined && found?.values.every((one) => one.value === undefined || isAlike(one.value, value));
  const own = found === undefined || isItemOnly === true ? undefined : scalarLine(db, file, value, found);
  const parts = [...(own === undefined ? [] : [own]), ...(item?.parts ?? [])];
  return parts.length === 0 ? undefined : { span: at.span, parts };
}

function scalarLine(db: Database, file: FilePath, node: Node & { kind: 'scalar' }, found: Effective): HoverPart | undefined {
  const finals = new Set(overlaysOf(db, file));
  const isHere = ({ value }: EffectiveValue): boolean =>
    value?.source.file === file && value.at === node.id && value.source.inline === undefined;
  // Who names the file without being the end of the way is worth a word only where it changes the field.
  const shown = found.values.filter((one) => finals.has(one.overlay) || !isAlike(one.value, node));
  // One build that leaves the field as it is has nothing to tell.
  if (shown.length < 2 && shown.every(isHere) && found.failing.length + found.late === 0) return undefined;
  const isSecret = found.values.some((one) => one.isSecret);
  const here = isSecret ? MASK : short(node.value);
  const names = overlayNames(db, found.overlays);
  const listed = shown.slice(0, MAX_OVERLAYS);
  const pieces: Piece[] = [
    { is: 'strong', text: pathText(found.parts) },
    { is: 'text', text: ` — here ${here}` },
  ];
  const same = listed.filter(isHere);
  for (const one of listed.filter((each) => !isHere(each))) {
    pieces.push({ is: 'text', text: ` · ${names.get(one.overlay)} ${valueText(one.value, one.isSecret)}` });
    if (one.value !== undefined) pieces.push(...origin(db, one.value));
  }
  if (same.length > 0)
    pieces.push({ is: 'text', text: ` · the same in ${same.map(({ overlay }) => names.get(overlay)).join(', ')}` });
  pieces.push(...ending(found, names, shown.length - listed.length));
  return { ...line(pieces), plainPath: pathText(found.path) };
}

/** Overlays that fail, and those that are not listed. */
function ending(found: Effective, names: ReadonlyMap<FilePath, string>, unlisted: number): readonly Piece[] {
  const pieces: Piece[] = [];
  if (found.failing.length > 0) {
    const failing = found.failing.slice(0, MAX_OVERLAYS).map((overlay) => names.get(overlay));
    pieces.push({ is: 'text', text: ` · ${failing.join(', ')} ${failing.length === 1 ? 'does' : 'do'} not build` });
  }
  const more = unlisted + found.more;
  // What is late is built by the next question.
  if (more > 0) pieces.push({ is: 'text', text: ` · ${found.late > 0 ? '…' : ''}and ${more} more` });
  return pieces;
}

/** What overlays change in a mapping or list; nothing where none does. */
function changedHover(db: Database, file: FilePath, node: Node, span: Span, budget: Budget): Hover | undefined {
  const found = effectiveValues(db, file, node.id, budget);
  const written = found && valueWritten(db, file, node.id);
  if (found === undefined || written === undefined) return undefined;
  const names = overlayNames(db, found.overlays);
  const told = found.values.flatMap((one): readonly (readonly Piece[])[] => {
    if (one.value === undefined) return [[{ is: 'text', text: ` · ${names.get(one.overlay)} removes it` }]];
    const changes = changesBetween(written, one.value);
    if (changes.length === 0) return [];
    const pieces = changes
      .slice(0, MAX_CHANGES)
      .flatMap((change, i): readonly Piece[] => [
        { is: 'text', text: i === 0 ? ' ' : ', ' },
        ...changePieces(db, found, one, change),
      ]);
    const more = changes.length > MAX_CHANGES ? ` and ${changes.length - MAX_CHANGES} more` : '';
    return [[{ is: 'text', text: ` · ${names.get(one.overlay)}` }, ...pieces, { is: 'text', text: more }]];
  });
  if (told.length === 0) return undefined;
  const listed = told.slice(0, MAX_OVERLAYS);
  const pieces: Piece[] = [
    { is: 'strong', text: pathText(found.parts) },
    { is: 'text', text: ' — changed' },
    ...listed.flat(),
    ...ending(found, names, told.length - listed.length),
  ];
  return { span, parts: [{ ...line(pieces), plainPath: pathText(found.path) }] };
}

function changePieces(db: Database, found: Effective, one: EffectiveValue, { path, before, after }: Change): readonly Piece[] {
  const where = pathText(path.length === 0 ? found.parts.slice(-1) : path).replace(/^\./, '');
  if (after === undefined) return [{ is: 'text', text: `removes ${where}` }];
  const isScalar = after.kind === 'scalar';
  const isSecret = one.isSecret || new Secrets(deployedBuild(db, one.overlay)).hides(one.object, found.path, after);
  const value = valueText(after, isSecret);
  const verb = before === undefined ? 'adds' : isScalar ? 'sets' : 'changes';
  const text = !isScalar ? `${verb} ${where}` : before === undefined ? `adds ${where} ${value}` : `sets ${where} to ${value}`;
  return [{ is: 'text', text }, ...origin(db, after)];
}

interface FieldAt {
  /** The key or the item under the cursor. */
  readonly node: Node;
  readonly value: Node;
  /** The item of a list that the value tells from the others. */
  readonly item: Node | undefined;
  readonly span: Span;
}

/** The innermost key or value at the offset, with the value that it stands for. */
function nodeAt(db: Database, file: FilePath, offset: number): FieldAt | undefined {
  const spans = layout(db, file);
  let found: FieldAt | undefined;
  const items = new Map<number, Node>();
  const consider = (node: Node, value: Node): void => {
    const span = spanOf(spans, node.id);
    if (touches(span, offset) && (found === undefined || span.end - span.start <= found.span.end - found.span.start))
      found = { node, value, item: items.get(value.id), span };
  };
  for (const { root } of tree(db, file).documents) {
    if (root === undefined || !touches(spanOf(spans, root.id), offset)) continue;
    for (const node of descendants(root)) {
      if (node.kind === 'mapping')
        for (const { key, value } of node.entries) {
          consider(key, value);
          if (value.kind === 'scalar') consider(value, value);
        }
      if (node.kind !== 'sequence') continue;
      for (const item of node.items) {
        if (item.kind === 'scalar') consider(item, item);
        const call = callOfNode(item);
        const name = call && field(item, call.key);
        if (name !== undefined) items.set(name.id, item);
      }
    }
  }
  return found;
}

/** True where both read the same. */
function isAlike(value: Value | undefined, node: Node): boolean {
  return value?.kind === 'scalar' && node.kind === 'scalar' && value.text === node.value;
}
