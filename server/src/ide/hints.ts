/** What stands behind a line on request: the images, replicas and namespaces that overlays make of what is written. */
import type { FilePath } from '../base/paths.ts';
import { overlaps, type Span } from '../base/spans.ts';
import type { Budget } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import { splitImage } from '../model/kustomize/build/images.ts';
import type { Value } from '../model/kustomize/build/values.ts';
import { kustomizationMapping, topField } from '../model/kustomize/file.ts';
import { type EffectiveValue, effectiveValues } from '../model/kustomize/provenance/effective.ts';
import { overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { finalValue, settingsWithin } from '../model/kustomize/provenance/settings.ts';
import { directoryOf, isKustomizationFile } from '../model/kustomize/recognise.ts';
import { useOf } from '../model/kustomize/uses.ts';
import { layout, tree } from '../model/source.ts';
import { hintSettings } from '../model/workspace/inputs.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { at, descendants, items } from '../syntax/navigate.ts';
import { type Node, spanOf } from '../syntax/tree.ts';
import { overlayNames } from './overlay-names.ts';
import { lines } from './text.ts';

export interface Hint {
  /** The end of the line that it stands behind. */
  readonly offset: number;
  readonly text: string;
  /** The whole of it, where the text is cut. */
  readonly tooltip: string;
}

/** Overlays that are shown where none is chosen. */
const MAX_OVERLAYS = 3;
const MAX_HINTS = 100;
const MAX_VALUE = 50;

/** True where somebody has switched them on. */
export function wantsHints(db: Database): boolean {
  return hintSettings(db, '').effectiveValues;
}

/** The hints in a part of a file, as far as there is time; none where they are switched off. */
export function hints(db: Database, file: FilePath, span: Span, budget: Budget): readonly Hint[] {
  if (!wantsHints(db)) return [];
  const { overlay } = hintSettings(db, '');
  const all = overlaysOf(db, file);
  const names = new Map(overlayNames(db, all));
  // What an overlay makes of its own entries needs no name.
  if (isKustomizationFile(db, file)) names.set(directoryOf(file), '');
  const chosen = overlay === '' ? all.slice(0, MAX_OVERLAYS) : all.filter((one) => isMeant(db, one, overlay)).slice(0, 1);
  if (chosen.length === 0) return [];
  const shown = { db, file, names, overlays: chosen, more: overlay === '' ? all.length - chosen.length : 0 };
  if (isKustomizationFile(db, file)) return entryHints(shown, span, budget);
  return useOf(db, file).as === 'resource' ? fieldHints(shown, span, budget) : [];
}

interface Shown {
  readonly db: Database;
  readonly file: FilePath;
  readonly names: ReadonlyMap<FilePath, string>;
  readonly overlays: readonly FilePath[];
  readonly more: number;
}

/** The whole path, or a part of it such as `production`. */
function isMeant(db: Database, directory: FilePath, overlay: string): boolean {
  const path = displayPath(db, directory);
  return path === overlay.replace(/\/+$/, '') || path.split('/').includes(overlay);
}

function fieldHints({ db, file, ...shown }: Shown, span: Span, budget: Budget): readonly Hint[] {
  const found: Hint[] = [];
  for (const value of fieldsWithHints(db, file)) {
    const where = spanOf(layout(db, file), value.id);
    if (value.kind !== 'scalar' || !overlaps(where, span)) continue;
    if (found.length >= MAX_HINTS || (found.length > 0 && budget.isSpent())) break;
    const effective = effectiveValues(db, file, value.id, budget, shown.overlays);
    if (effective === undefined || effective.values.some(({ isSecret }) => isSecret)) continue;
    const hint = hintFor({ db, file, ...shown }, where, value.value, effective.values);
    if (hint !== undefined) found.push(hint);
  }
  return found;
}

/** Replicas, namespaces and images, in the order of the text. */
function* fieldsWithHints(db: Database, file: FilePath): Generator<Node> {
  for (const { root } of tree(db, file).documents) {
    const fixed = new Set([at(root, 'spec', 'replicas'), at(root, 'metadata', 'namespace')]);
    for (const node of descendants(root)) {
      if (node.kind !== 'mapping') continue;
      for (const { key, value } of node.entries)
        if (fixed.has(value) || (key.kind === 'scalar' && key.value === 'image' && node !== root)) yield value;
    }
  }
}

function hintFor(shown: Shown, where: Span, written: string, values: readonly EffectiveValue[]): Hint | undefined {
  const overlays = new Map<string, Set<string>>();
  for (const { overlay, value } of values) {
    const text = shortened(textOf(value), written);
    const list = overlays.get(text) ?? new Set();
    overlays.set(text, list.add(shown.names.get(overlay) ?? overlay));
  }
  if (overlays.size === 0 || (overlays.size === 1 && overlays.has(shortened(written, written)))) return undefined;
  const parts = [...overlays].map(([text, names]) => `${[...names].join(', ')} ${text}`.trimStart());
  return hintAt(shown, where, parts.join(' · '));
}

/** Of an image that keeps its name the tag and digest alone: hints are short. */
function shortened(text: string, written: string): string {
  const { name } = splitImage(written);
  const rest = text.startsWith(name) ? text.slice(name.length) : '';
  return name !== '' && /^[:@]./.test(rest) ? rest : text;
}

function hintAt({ db, file, more }: Shown, where: Span, text: string): Hint {
  const index = lines(db, file);
  const whole = more > 0 ? `${text} · +${more}` : text;
  return {
    offset: index.lineEnd(index.lineAt(where.start)),
    text: whole.length > MAX_VALUE * MAX_OVERLAYS ? `${whole.slice(0, MAX_VALUE * MAX_OVERLAYS)}…` : whole,
    tooltip: `What overlays make of it: ${whole}`,
  };
}

function textOf(value: Value | undefined): string {
  if (value === undefined) return 'removed';
  if (value.kind !== 'scalar') return '…';
  const [first = ''] = value.text.split('\n');
  return first === '' ? '""' : first.length > MAX_VALUE ? `${first.slice(0, MAX_VALUE)}…` : first;
}

/** Behind entries of `images` and `replicas` and the namespace: what they come to where they end up. */
function entryHints(shown: Shown, span: Span, budget: Budget): readonly Hint[] {
  const { db, file } = shown;
  const root = kustomizationMapping(db, file);
  const namespace = topField(root, 'namespace');
  const entries = [...items(topField(root, 'images')), ...items(topField(root, 'replicas')), ...(namespace ? [namespace] : [])];
  const found: Hint[] = [];
  for (const entry of entries) {
    const where = spanOf(layout(db, file), entry.id);
    if (!overlaps(where, span)) continue;
    if (found.length >= MAX_HINTS || (found.length > 0 && budget.isSpent())) break;
    const values: EffectiveValue[] = [];
    for (const setting of settingsWithin(db, file, entry))
      for (const overlay of shown.overlays) {
        const value = finalValue(db, setting, overlay);
        if (value !== undefined) values.push({ overlay, object: setting.object, value, isSecret: setting.isSecret });
      }
    if (values.some(({ isSecret }) => isSecret)) continue;
    const end = lastLineOf(entry, where, db, file);
    const hint = hintFor(
      shown,
      { start: end, end },
      namespace === entry && entry.kind === 'scalar' ? entry.value : countOf(entry),
      values,
    );
    if (hint !== undefined) found.push(hint);
  }
  return found;
}

/** What an entry of `replicas` says already. */
function countOf(entry: Node): string {
  const count = at(entry, 'count');
  return count?.kind === 'scalar' ? count.value : '';
}

/** Where the last value of an entry begins, behind whose line the hint stands. */
function lastLineOf(entry: Node, where: Span, db: Database, file: FilePath): number {
  if (entry.kind !== 'mapping') return where.start;
  const last = entry.entries.at(-1);
  return last === undefined ? where.start : spanOf(layout(db, file), last.value.id).start;
}
