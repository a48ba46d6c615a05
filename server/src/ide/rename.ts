/** Renames a declared name with everything that points at it, or says in a sentence why not. */
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Pace, sweep } from '../engine/sweep.ts';
import { DOMAINS } from '../model/domains.ts';
import { type Declaration, PATH } from '../model/facts.ts';
import { type DeclarationSite, declarationsOf } from '../model/names.ts';
import type { Place } from '../model/place.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { declarationAt } from './definition.ts';
import type { WorkspaceChange } from './edits.ts';
import { namedAt } from './named.ts';
import { Nearness } from './nearest.ts';
import { located, meant, usesOf } from './references.ts';
import { scalar } from './scalars.ts';
import { spanAt, textOf } from './text.ts';

/** Why a name stays, as a sentence. */
export interface Refusal {
  readonly refused: string;
}

interface Renamable {
  readonly span: Span;
  readonly site: DeclarationSite;
  readonly declaration: Declaration;
}

/** The span that the new name will stand in, with the old one. */
export function prepareRename(db: Database, file: FilePath, offset: number): { span: Span; text: string } | Refusal {
  const found = renamable(db, file, offset);
  if ('refused' in found) return found;
  const text = textOf(db, file).slice(found.span.start, found.span.end);
  const asked = renamed(found.declaration, text);
  return asked === undefined ? notRenamed(found.declaration) : { span: found.span, text };
}

/** The change of all files, read one by one with pauses; throws `Cancelled` when it is no longer wanted. */
export async function rename(
  db: Database,
  file: FilePath,
  offset: number,
  name: string,
  pace: Pace,
): Promise<WorkspaceChange | Refusal> {
  const found = renamable(db, file, offset);
  if ('refused' in found) return found;
  const { site, declaration } = found;
  const next = renamed(declaration, name);
  if (next === undefined) return notRenamed(declaration);
  if ('refused' in next) return next;
  const taken = collision(db, site, { ...site, key: next.key });
  if (taken !== undefined)
    return {
      refused: `"${name}" is taken: ${displayPath(db, taken.file)} already declares ${taken.label.split(' ', 1)[0]} "${name}".`,
    };
  const edits = new Map<FilePath, TextEdit[]>();
  const replace = (where: FilePath, place: Place, span: Span): void => {
    const edit = { span, text: place.from === undefined ? scalar(name) : name };
    const list = edits.get(where);
    if (list === undefined) edits.set(where, [edit]);
    else if (!list.some((one) => one.span.start === span.start)) list.push(edit);
  };
  replace(site.file, declaration.name, spanAt(db, site.file, declaration.name));
  const named = { is: 'declaration', index: site.index, name: declaration, span: found.span } as const;
  await sweep(db, usesOf(db, site.file, named), pace, (use) => {
    const found = located(db, use);
    if (found !== undefined) replace(found.file, found.reference.place, found.span);
  });
  for (const list of edits.values()) list.sort((a, b) => a.span.start - b.span.start);
  return { edits, creations: [] };
}

function renamable(db: Database, file: FilePath, offset: number): Renamable | Refusal {
  const named = namedAt(db, file, offset);
  if (named === undefined) return { refused: 'No name stands here that could be renamed.' };
  if (named.name.space === PATH)
    return { refused: 'A path is renamed with its file: rename the file or directory in the explorer.' };
  const [site, ...others] = meant(db, file, named);
  if (site === undefined)
    return { refused: `${told(named)} is not declared in this repository, so renaming it here would only break the link.` };
  if (others.length > 0)
    return {
      refused: `${told(named)} is declared in ${others.length + 1} places that this could mean; rename it where it is declared.`,
    };
  const declaration = declarationAt(db, site);
  if (declaration === undefined) return { refused: 'No name stands here that could be renamed.' };
  return { span: named.span, site, declaration };
}

function told(named: { readonly name: { readonly text?: string; readonly label?: string } }): string {
  return named.name.label ?? `"${named.name.text ?? ''}"`;
}

function renamed(declaration: Declaration, name: string): { readonly key: string } | Refusal | undefined {
  for (const domain of DOMAINS) {
    const answer = domain.renamed?.(declaration, name);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function notRenamed({ label }: Declaration): Refusal {
  return { refused: `"${label}" cannot be renamed: Plumbline does not know everything that goes by this name.` };
}

/** A declaration with the new name that would meet the renamed one: in the same namespace, or listed by the same file. */
function collision(db: Database, site: DeclarationSite, next: DeclarationSite): DeclarationSite | undefined {
  const nearness = new Nearness(db);
  return declarationsOf(db, site.file, next).find(
    (other) => (other.scope !== undefined && other.scope === site.scope) || nearness.isTogether(site.file, other.file),
  );
}
