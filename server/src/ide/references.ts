/** Every place that points at the name under the cursor. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Pace, sweep } from '../engine/sweep.ts';
import { facts, PATH, type PointedName, type Reference } from '../model/facts.ts';
import { type DeclarationSite, declarationsOf, type ReferenceSite, referencesTo } from '../model/names.ts';
import { declarationAt, declarationSites, filesAt } from './definition.ts';
import { type Named, namedAt } from './named.ts';
import { Nearness } from './nearest.ts';
import { spanAt } from './text.ts';

export interface Occurrence {
  readonly file: FilePath;
  readonly span: Span;
}

export interface ReferenceOccurrence extends Occurrence {
  readonly reference: Reference;
}

/** All places, read file by file with pauses; throws `Cancelled` when they are no longer wanted. */
export async function references(
  db: Database,
  file: FilePath,
  offset: number,
  withDeclaration: boolean,
  pace: Pace,
): Promise<readonly Occurrence[]> {
  const named = namedAt(db, file, offset);
  if (named === undefined) return [];
  const found: Occurrence[] = [];
  if (withDeclaration) {
    for (const site of meant(db, file, named)) {
      const declaration = declarationAt(db, site);
      if (declaration !== undefined) found.push({ file: site.file, span: spanAt(db, site.file, declaration.name) });
    }
    if (named.name.space === PATH)
      for (const path of filesAt(db, named.name.key)) found.push({ file: path, span: { start: 0, end: 0 } });
  }
  await sweep(db, usesOf(db, file, named), pace, (site) => {
    const use = located(db, site);
    if (use !== undefined) found.push(use);
  });
  return found;
}

/** The declarations that the name means: itself where it is one. */
export function meant(db: Database, file: FilePath, named: Named): readonly DeclarationSite[] {
  if (named.is === 'reference') return declarationSites(db, file, named.name);
  return declarationsOf(db, file, named.name).filter((site) => site.file === file && site.index === named.index);
}

/** The references that mean what this name means; where nothing is declared, all that say the same. Not located yet. */
export function usesOf(db: Database, file: FilePath, named: Named): readonly ReferenceSite[] {
  const declared = declarationsOf(db, file, named.name);
  const wanted = new Set(meant(db, file, named).map(siteKey));
  const nearness = new Nearness(db);
  return referencesTo(db, file, named.name).filter((site) => {
    if (wanted.size === 0) return true;
    const possible = declared.filter((one) => scopeFits(one, site));
    return nearness.nearest(site.file, possible).some((one) => wanted.has(siteKey(one)));
  });
}

/** Where a reference stands now; this reads its file. */
export function located(db: Database, site: ReferenceSite): ReferenceOccurrence | undefined {
  const reference = facts(db, site.file).references[site.index];
  return reference && { file: site.file, span: spanAt(db, site.file, reference.place), reference };
}

function scopeFits(declared: DeclarationSite, reference: PointedName): boolean {
  return declared.scope === undefined || reference.scope === undefined || declared.scope === reference.scope;
}

function siteKey(site: { readonly file: FilePath; readonly index: number }): string {
  return `${site.index} ${site.file}`;
}
