/** What a name or path under the cursor means, in plain parts; the edge makes Markdown of them. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import { UNBOUNDED } from '../engine/budget.ts';
import type { Database } from '../engine/database.ts';
import { type DeclaredName, PATH, type Reference } from '../model/facts.ts';
import { Descriptions } from '../model/kubernetes/authoring/descriptions.ts';
import { located as valuePlace } from '../model/kustomize/build/origins.ts';
import { at } from '../model/kustomize/build/values.ts';
import { declarationsOf } from '../model/names.ts';
import { pathKind } from '../model/workspace/inputs.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { declarationAt, declarationSites, filesAt } from './definition.ts';
import { fieldHover } from './effective.ts';
import { linkedAt } from './linked.ts';
import { meaningAt } from './meaning.ts';
import { type Named, namedAt, referencesAt } from './named.ts';
import { located, usesOf } from './references.ts';
import { schemaHover } from './schema-hover.ts';
import { spanAt } from './text.ts';

export { Descriptions };

/** A piece of a hover; every text in it is shown as it is, never as markup. */
export type HoverPart =
  | { readonly is: 'title'; readonly text: string; readonly detail: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'place'; readonly text: string; readonly file: FilePath; readonly span: Span }
  | {
      readonly is: 'line';
      readonly text: string;
      readonly pieces: readonly Piece[];
      /** The way to the field that the line is of, as titles have it. */
      readonly plainPath?: string;
    };

/** A part of a line; the text of a place says its line number itself. */
export type Piece =
  | { readonly is: 'text' | 'strong'; readonly text: string }
  | { readonly is: 'place'; readonly text: string; readonly file: FilePath; readonly span: Span };

export interface Hover {
  readonly span: Span;
  readonly parts: readonly HoverPart[];
}

/** Places that are listed one by one. */
const MAX_PLACES = 5;

export function hover(
  db: Database,
  file: FilePath,
  offset: number,
  budget = UNBOUNDED,
  descriptions?: Descriptions,
): Hover | undefined {
  const named = namedHover(db, file, offset);
  const schema = schemaHover(db, file, offset, descriptions);
  const field = below(schema, fieldHover(db, file, offset, budget));
  const meant = meaningHover(db, file, offset, field !== undefined) ?? linkedHover(db, file, offset);
  const found = [schema, named, meant, field].filter((one) => one !== undefined);
  const [first] = found;
  return first && { span: first.span, parts: found.flatMap(({ parts }) => parts) };
}

/** The field's own line does not say again what the title says. */
function below(schema: Hover | undefined, shown: Hover | undefined): Hover | undefined {
  const [title] = schema?.parts ?? [];
  const [part, ...more] = shown?.parts ?? [];
  if (title === undefined || shown === undefined || part?.is !== 'line') return shown;
  const [, first, ...rest] = part.pieces;
  if (part.plainPath !== title.text || first?.text.startsWith(' — ') !== true) return shown;
  const [initial = ''] = first.text.slice(' — '.length);
  const pieces: Piece[] = [{ is: 'text', text: initial.toUpperCase() + first.text.slice(' — '.length + 1) }, ...rest];
  return { ...shown, parts: [{ is: 'line', text: pieces.map(({ text }) => text).join(''), pieces }, ...more] };
}

/** The objects that an entry chooses; for a patch the field that it changes, where it does not show by its value already. */
function meaningHover(db: Database, file: FilePath, offset: number, isShown: boolean): Hover | undefined {
  const meant = meaningAt(db, file, offset);
  // What is set in one object alone is told with its value.
  if (meant === undefined || (isShown && (meant.isPatch || meant.objects.length === 1))) return undefined;
  const { objects, span } = meant;
  if (objects.length === 0) return { span, parts: [{ is: 'text', text: 'No object matches.' }] };
  const pieces: Piece[] = [
    { is: 'text', text: meant.isPatch ? 'For ' : objects.length === 1 ? 'One object: ' : `${objects.length} objects: ` },
  ];
  for (const [i, { id, root }] of objects.slice(0, MAX_PLACES).entries()) {
    const { file: where, span: place } = valuePlace(db, at(root, 'metadata', 'name') ?? root);
    if (i > 0) pieces.push({ is: 'text', text: ', ' });
    pieces.push({ is: 'place', text: `${id.kind} ${id.name}`, file: where, span: place });
  }
  if (objects.length > MAX_PLACES) pieces.push({ is: 'text', text: ` and ${objects.length - MAX_PLACES} more` });
  return { span, parts: [{ is: 'line', text: pieces.map(({ text }) => text).join(''), pieces }] };
}

/** What a selector selects, and whose port it is. */
function linkedHover(db: Database, file: FilePath, offset: number): Hover | undefined {
  const linked = linkedAt(db, file, offset);
  if (linked === undefined) return undefined;
  const pieces: Piece[] = [{ is: 'text', text: 'Means ' }];
  for (const [i, { label, file: where, span }] of linked.places.slice(0, MAX_PLACES).entries()) {
    if (i > 0) pieces.push({ is: 'text', text: ', ' });
    pieces.push({ is: 'place', text: label, file: where, span });
  }
  if (linked.places.length > MAX_PLACES) pieces.push({ is: 'text', text: ` and ${linked.places.length - MAX_PLACES} more` });
  return { span: linked.span, parts: [{ is: 'line', text: pieces.map(({ text }) => text).join(''), pieces }] };
}

function namedHover(db: Database, file: FilePath, offset: number): Hover | undefined {
  const named = namedAt(db, file, offset);
  if (named === undefined) return undefined;
  const parts =
    named.is === 'declaration'
      ? [title(named.name), ...usage(db, file, named)]
      : referencesAt(db, file, offset).flatMap((reference) => partsOf(db, file, reference));
  return parts.length === 0 ? undefined : { span: named.span, parts };
}

function partsOf(db: Database, file: FilePath, reference: Reference): readonly HoverPart[] {
  return reference.space === PATH ? pathParts(db, reference) : nameParts(db, file, reference);
}

function pathParts(db: Database, { key }: Reference): readonly HoverPart[] {
  const shown = displayPath(db, key);
  switch (pathKind(db, key)) {
    case 'file':
      return [{ is: 'title', text: shown, detail: 'file' }];
    case 'directory':
      return [{ is: 'title', text: shown, detail: 'directory' }, ...places(db, filesAt(db, key))];
    case 'unknown':
      return [{ is: 'title', text: shown, detail: 'Plumbline does not look there' }];
    case undefined:
      return [{ is: 'title', text: shown, detail: 'does not exist' }];
  }
}

function nameParts(db: Database, file: FilePath, reference: Reference): readonly HoverPart[] {
  const sites = declarationSites(db, file, reference);
  if (sites.length === 0) return [{ is: 'text', text: `"${reference.text}" is not declared in this repository.` }];
  const shown = sites.slice(0, MAX_PLACES).flatMap((site): HoverPart[] => {
    const declaration = declarationAt(db, site);
    if (declaration === undefined) return [];
    const span = spanAt(db, site.file, declaration.name);
    return [title(site), { is: 'place', text: displayPath(db, site.file), file: site.file, span }];
  });
  return sites.length <= MAX_PLACES ? shown : [...shown, { is: 'text', text: `and ${sites.length - MAX_PLACES} more` }];
}

function usage(db: Database, file: FilePath, named: Named): readonly HoverPart[] {
  const uses = usesOf(db, file, named);
  const same = declarationsOf(db, file, named.name).length - 1;
  const parts: HoverPart[] = [];
  if (uses.length > 0) {
    parts.push({ is: 'text', text: uses.length === 1 ? 'Referenced once' : `Referenced ${uses.length} times` });
    for (const site of uses.slice(0, MAX_PLACES)) {
      const use = located(db, site);
      if (use !== undefined) parts.push({ is: 'place', text: displayPath(db, use.file), file: use.file, span: use.span });
    }
    if (uses.length > MAX_PLACES) parts.push({ is: 'text', text: `and ${uses.length - MAX_PLACES} more` });
  }
  if (same > 0) parts.push({ is: 'text', text: same === 1 ? 'Declared once more' : `Declared ${same} times more` });
  return parts;
}

function places(db: Database, files: readonly FilePath[]): readonly HoverPart[] {
  return files
    .slice(0, MAX_PLACES)
    .map((file) => ({ is: 'place', text: displayPath(db, file), file, span: { start: 0, end: 0 } }));
}

function title({ label, detail }: DeclaredName): HoverPart {
  return { is: 'title', text: label, detail };
}
