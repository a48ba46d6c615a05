/** Where the name under the cursor is declared, or the file or directory that a path leads to. */
import { extname, type FilePath, join } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Declaration, facts, PATH, type Reference } from '../model/facts.ts';
import { located } from '../model/kustomize/build/origins.ts';
import { at } from '../model/kustomize/build/values.ts';
import { type DeclarationSite, declarationsOf } from '../model/names.ts';
import { childNames, pathKind } from '../model/workspace/inputs.ts';
import { linkedAt } from './linked.ts';
import { meaningAt } from './meaning.ts';
import { namedAt, referencesAt } from './named.ts';
import { mainFile, Nearness } from './nearest.ts';
import { spanAt } from './text.ts';

export interface Target {
  readonly file: FilePath;
  /** The whole declaration. */
  readonly whole: Span;
  /** Its name: where the cursor goes. */
  readonly name: Span;
}

export interface Definition {
  /** What was asked about. */
  readonly span: Span;
  readonly targets: readonly Target[];
}

/** Places that are led to: files of a directory without a main file leads to. */
const MAX_FILES = 50;

const START: Span = { start: 0, end: 0 };

export function definition(db: Database, file: FilePath, offset: number): Definition | undefined {
  const named = namedAt(db, file, offset);
  if (named?.is === 'declaration') return { span: named.span, targets: [targetOf(db, file, named.name)] };
  const targets = referencesAt(db, file, offset).flatMap((reference) => targetsOf(db, file, reference));
  return named === undefined || targets.length === 0 ? meantDefinition(db, file, offset) : { span: named.span, targets };
}

/** The fields that a patch or an entry changes, or the objects that it chooses. */
function meantDefinition(db: Database, file: FilePath, offset: number): Definition | undefined {
  const meant = meaningAt(db, file, offset);
  if (meant === undefined) return linkedDefinition(db, file, offset);
  const names = meant.objects.map(({ root }) => at(root, 'metadata', 'name') ?? root);
  const found = new Map<string, Target>();
  for (const value of meant.fields.length > 0 ? meant.fields : names) {
    const { file: where, span } = located(db, value);
    if (found.size < MAX_FILES) found.set(`${where} ${span.start}`, { file: where, whole: span, name: span });
  }
  return found.size === 0 ? undefined : { span: meant.span, targets: [...found.values()] };
}

/** The pods that a selector selects, the ports that are called so. */
function linkedDefinition(db: Database, file: FilePath, offset: number): Definition | undefined {
  const linked = linkedAt(db, file, offset);
  return (
    linked && {
      span: linked.span,
      targets: linked.places.slice(0, MAX_FILES).map(({ file: where, span }) => ({ file: where, whole: span, name: span })),
    }
  );
}

function targetsOf(db: Database, from: FilePath, reference: Reference): readonly Target[] {
  if (reference.space === PATH) return filesAt(db, reference.key).map((file) => ({ file, whole: START, name: START }));
  return declarationSites(db, from, reference).flatMap((site) => {
    const declaration = declarationAt(db, site);
    return declaration === undefined ? [] : [targetOf(db, site.file, declaration)];
  });
}

/** The declarations that a reference in `from` means. */
export function declarationSites(
  db: Database,
  from: FilePath,
  reference: { readonly space: string; readonly key: string; readonly scope: string | undefined },
): readonly DeclarationSite[] {
  return new Nearness(db).nearest(from, declarationsOf(db, from, reference));
}

export function declarationAt(db: Database, site: { readonly file: FilePath; readonly index: number }): Declaration | undefined {
  return facts(db, site.file).declarations[site.index];
}

/** The file itself; for a directory the file that stands for it, else the manifests in it. */
export function filesAt(db: Database, path: FilePath): readonly FilePath[] {
  const kind = pathKind(db, path);
  if (kind === 'file') return [path];
  if (kind !== 'directory') return [];
  const main = mainFile(db, path);
  if (main !== undefined) return [main];
  return childNames(db, path)
    .map((name) => join(path, name))
    .filter((child) => /^\.ya?ml$/.test(extname(child)) && pathKind(db, child) === 'file')
    .slice(0, MAX_FILES);
}

function targetOf(db: Database, file: FilePath, declaration: Declaration): Target {
  return { file, whole: spanAt(db, file, declaration.whole), name: spanAt(db, file, declaration.name) };
}
