/** What two overlays say alike, moved into a component that both list: proven by what builds come to. */
import { dirname, type FilePath, isInside, join, relative } from '../../base/paths.ts';
import { overlaps, type Span, type TextEdit } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { kustomizationMapping, topField } from '../../model/kustomize/file.ts';
import { directoryOf } from '../../model/kustomize/recognise.ts';
import { buildsReaching } from '../../model/kustomize/rewriting/runs.ts';
import { type SharedEntry, sharedEntries, siblingsOf } from '../../model/kustomize/rewriting/shared-entries.ts';
import { fileText, pathKind } from '../../model/workspace/inputs.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import type { Edit } from '../../rules/rule.ts';
import { asMapping, entry as entryOf } from '../../syntax/navigate.ts';
import type { Mapping } from '../../syntax/tree.ts';
import { addition } from '../edits/append.ts';
import { Sheet } from '../edits/sheet.ts';
import { changeOf, type WorkspaceChange } from '../edits.ts';
import { overlayNames } from '../overlay-names.ts';
import type { Refusal } from '../rename.ts';
import { Piece } from './piece.ts';
import { difference } from './what-if.ts';

export interface Extractable {
  readonly other: FilePath;
  /** What tells the other overlay from this one. */
  readonly name: string;
  readonly count: number;
}

/** Overlays that are offered. */
const MAX_OFFERED = 3;

/** The overlays that say the same as this one at the span, those with which it has most in common first. */
export function extractablesAt(db: Database, kustomization: FilePath, span: Span): readonly Extractable[] {
  const root = asMapping(kustomizationMapping(db, kustomization));
  if (root === undefined || root.flow) return [];
  const sheet = new Sheet(db, kustomization);
  const isHere = ({ field, nodes }: SharedEntry): boolean => {
    const key = entryOf(root, field)?.key;
    return overlaps(sheet.span(nodes[0]), span) || (key !== undefined && overlaps(sheet.span(key.id), span));
  };
  return siblingsOf(db, kustomization)
    .flatMap((other): Extractable[] => {
      const shared = sharedEntries(db, kustomization, other);
      if (!shared.some(isHere)) return [];
      const directories = [directoryOf(kustomization), directoryOf(other)];
      return [{ other, name: overlayNames(db, directories).get(directoryOf(other)) ?? '', count: shared.length }];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_OFFERED);
}

/** The change that moves as much as keeps every build as it is, or why nothing can be moved. */
export async function extractComponent(
  db: Database,
  kustomization: FilePath,
  other: FilePath,
  pace: Pace,
): Promise<WorkspaceChange | Refusal> {
  const all = sharedEntries(db, kustomization, other);
  if (all.length === 0) return { refused: 'The two overlays no longer have anything in common.' };
  const builds = [...new Set([...buildsReaching(db, kustomization), ...buildsReaching(db, other)])];
  const attempt = async (entries: readonly SharedEntry[]): Promise<WorkspaceChange | string> => {
    const change = changeFor(db, kustomization, other, entries);
    return typeof change === 'string' ? change : ((await difference(db, change, builds, pace)) ?? change);
  };
  const whole = await attempt(all);
  if (typeof whole !== 'string') return whole;
  // What a component does comes before what its overlay does: some fields cannot be moved without others in between.
  let kept: readonly SharedEntry[] = [];
  let change: WorkspaceChange | undefined;
  for (const field of new Set(all.map((entry) => entry.field))) {
    const more = [...kept, ...all.filter((entry) => entry.field === field)];
    const next = await attempt(more);
    if (typeof next === 'string') continue;
    kept = more;
    change = next;
  }
  return change ?? { refused: whole };
}

function changeFor(
  db: Database,
  kustomization: FilePath,
  other: FilePath,
  entries: readonly SharedEntry[],
): WorkspaceChange | string {
  const directory = componentDirectory(db, directoryOf(kustomization), directoryOf(other));
  if (directory === undefined) return 'The two overlays lie in no common directory.';
  const pieces = entries.map((entry) => new Piece(db, kustomization, entry.nodes[0], entry));
  const theirs = entries.map((entry) => new Piece(db, other, entry.nodes[1], entry));
  const lost = theirs.some((piece, i) => !piece.comments.every((comment) => pieces[i]?.comments.includes(comment)));
  if (lost) return 'The comments of the two overlays differ where they say the same.';
  const edits = new Map<FilePath, readonly TextEdit[]>();
  for (const [file, own] of [
    [kustomization, pieces],
    [other, theirs],
  ] as const) {
    const changed = overlayEdits(db, file, own, relative(directoryOf(file), directory));
    if (changed === undefined) return 'An overlay is written in a way that cannot be changed here.';
    edits.set(file, changed);
  }
  const files = [...new Set(entries.flatMap((entry) => entry.files))];
  return {
    edits,
    creations: [
      { file: join(directory, 'kustomization.yaml'), text: componentText(pieces) },
      ...files.map((path) => ({
        file: join(directory, path),
        text: fileText(db, join(directoryOf(kustomization), path)) ?? '',
      })),
    ],
    deletions: files.flatMap((path) => [join(directoryOf(kustomization), path), join(directoryOf(other), path)]),
  };
}

/** Takes the pieces out, with the comments that belong to them, and lists the component. */
function overlayEdits(
  db: Database,
  file: FilePath,
  pieces: readonly Piece[],
  component: string,
): readonly TextEdit[] | undefined {
  const root = asMapping(kustomizationMapping(db, file));
  if (root === undefined || root.flow) return undefined;
  const removed = changeOf(
    db,
    pieces.map(({ node }): Edit => ({ do: 'remove', file, node })),
  )?.edits.get(file);
  const added = removed === undefined ? undefined : listing(db, file, root, component, removed);
  if (removed === undefined || added === undefined) return undefined;
  const comments = pieces
    .flatMap(({ above }) => above)
    .filter((span) => !removed.some((edit) => edit.span.start <= span.start && span.end <= edit.span.end));
  const all = [...removed, added, ...comments.map((span) => ({ span, text: '' }))];
  return all.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** The entry of `components`, in the list that is there, else in front of the first field behind the resources that stays. */
function listing(
  db: Database,
  file: FilePath,
  root: Mapping,
  component: string,
  removed: readonly TextEdit[],
): TextEdit | undefined {
  const sheet = new Sheet(db, file);
  const list = topField(root, 'components');
  if (list !== undefined) return list.kind === 'sequence' ? addition(sheet, list.id, component) : undefined;
  if (sheet.tree.documents.filter(({ root: one }) => one !== undefined).length > 1) return undefined;
  const lines = ['components:', `  - ${component}`, ''].join(sheet.eol);
  const resources = root.entries.findIndex(({ key }) => key.kind === 'scalar' && key.value === 'resources');
  for (const { key } of root.entries.slice(resources + 1)) {
    const at = sheet.lineStart(sheet.span(key.id).start);
    const isGone = removed.some(({ span }) => span.start <= at && at < span.end);
    if (resources >= 0 && !isGone) {
      const above = sheet.commentsAbove(at);
      if (!removed.some(({ span }) => span.start < above && above < span.end))
        return { span: { start: above, end: above }, text: lines };
    }
  }
  const end = sheet.text.length;
  const lead = sheet.text.endsWith('\n') || sheet.text.endsWith('\r') ? '' : sheet.eol;
  return { span: { start: end, end }, text: lead + lines };
}

function componentText(pieces: readonly Piece[]): string {
  const lines = ['apiVersion: kustomize.config.k8s.io/v1alpha1', 'kind: Component'];
  for (const field of new Set(pieces.map((piece) => piece.field)))
    lines.push(`${field}:`, ...pieces.filter((piece) => piece.field === field).flatMap((piece) => piece.lines));
  return lines.map((line) => `${line}\n`).join('');
}

/** Directories that hold environments side by side. */
const ENVIRONMENTS = /^(?:overlays?|env(?:ironment)?s?|variants?)$/;

/** A new directory in the `components` beside the overlays, named after both. */
function componentDirectory(db: Database, one: FilePath, other: FilePath): FilePath | undefined {
  let common = dirname(one);
  while (!isInside(common, other) && common !== dirname(common)) common = dirname(common);
  const root = repositoryOf(db, one)?.root;
  if (root === undefined || !isInside(root, common)) return undefined;
  const name = common.slice(common.lastIndexOf('/') + 1);
  const home = ENVIRONMENTS.test(name) && common !== root ? dirname(common) : common;
  const [left, right] = [relative(common, one).split('/'), relative(common, other).split('/')];
  const shared: string[] = [];
  while (left.length > 1 && right.length > 1 && left.at(-1) === right.at(-1)) {
    shared.unshift(left.pop() ?? '');
    right.pop();
  }
  const words = [...shared, ...left, 'and', ...right].join('-').replace(/[^A-Za-z0-9.-]+/g, '-');
  for (let number = 1; ; number++) {
    const directory = join(home, `components/${words}${number === 1 ? '' : `-${number}`}`);
    if (pathKind(db, directory) === undefined) return directory;
    if (number > 20) return undefined;
  }
}
