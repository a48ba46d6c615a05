/** Paths of files that a configuration reads by its functions, where they say so outright. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import type { Expression, Item } from '../../syntax/hcl/tree.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { calls } from './expressions.ts';
import { isJsonConfig } from './files.ts';

const READERS: ReadonlySet<string> = new Set(
  'file filebase64 filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 filesha512 templatefile'.split(' '),
);

/** A path below the module's directory, and where its text stands. */
export interface FileUse {
  readonly path: string;
  readonly at: Place;
}

export const pathsIn = query(
  'terraformPaths',
  (db, file: FilePath): readonly FileUse[] => {
    if (isJsonConfig(file)) return [];
    const found: FileUse[] = [];
    for (const value of values(hclFile(db, file).items)) {
      for (const { name, arguments: given } of calls(value)) {
        const path = READERS.has(name.text) ? pathIn(given[0]) : undefined;
        if (path !== undefined) found.push(path);
      }
    }
    return found;
  },
  { equal: deepEqual },
);

function* values(items: readonly Item[]): Generator<Expression> {
  for (const item of items) {
    if (item.kind === 'attribute') yield item.value;
    else yield* values(item.items);
  }
}

/** `"${path.module}/file"`: the only form whose directory is known. */
function pathIn(value: Expression | undefined): FileUse | undefined {
  if (value?.kind !== 'template' || value.heredoc || value.parts.length !== 2) return undefined;
  const [base, rest] = value.parts;
  if (base?.kind !== 'interpolation' || rest?.kind !== 'text' || !rest.text.startsWith('/')) return undefined;
  const { value: from } = base;
  const isModule = from.kind === 'traversal' && from.root.text === 'path' && from.steps.length === 1;
  const [step] = isModule ? from.steps : [];
  if (step?.kind !== 'attribute' || step.name.text !== 'module') return undefined;
  return { path: `.${rest.text}`, at: { node: rest.id, from: 1, to: rest.text.length } };
}
