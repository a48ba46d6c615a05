/** Paths in a file that lead somewhere, to be clicked on. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { facts, PATH } from '../model/facts.ts';
import { pathKind } from '../model/workspace/inputs.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { mainFile } from './nearest.ts';
import { spanAt } from './text.ts';

export interface Link {
  readonly span: Span;
  readonly target: FilePath;
  readonly tooltip: string;
}

/** Links to files, and to the files that stand for directories; what is missing or unknown gets none. */
export function documentLinks(db: Database, file: FilePath): readonly Link[] {
  const links: Link[] = [];
  for (const reference of facts(db, file).references) {
    if (reference.space !== PATH) continue;
    const kind = pathKind(db, reference.key);
    const target = kind === 'file' ? reference.key : kind === 'directory' ? mainFile(db, reference.key) : undefined;
    if (target !== undefined)
      links.push({ span: spanAt(db, file, reference.place), target, tooltip: `Open ${displayPath(db, target)}` });
  }
  return links;
}
