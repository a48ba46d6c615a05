/** Bytes of a YAML file that are no text. */

import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { languageOf, layout, tree } from '../source.ts';
import { fileText } from '../workspace/inputs.ts';
import { textProblem } from '../workspace/unread.ts';
import { isTemplate } from './templates.ts';

/**
 * The first bytes that are no UTF-8, which go-yaml's reader refuses (`yaml_parser_update_buffer`, readerc.go). Files in
 * UTF-16 with their mark are read by it. Only for a file with such bytes is the layout looked at: the others stay as
 * independent of it as all queries are.
 */
export function undecodable(db: Database, file: FilePath): Place | undefined {
  return textProblem(db, file)?.kind === 'utf-8' ? firstUndecodable(db, file) : undefined;
}

const firstUndecodable = query(
  'undecodable',
  (db: Database, file: FilePath): Place | undefined => {
    const problem = textProblem(db, file);
    if (problem === undefined || languageOf(file) !== 'yaml' || isTemplate(db, file)) return undefined;
    // Where the bytes stand changes with the text and not only with its structure.
    fileText(db, file);
    const { starts, ends } = layout(db, file);
    const sections = tree(db, file).documents.map(({ id }) => id);
    const node = sections.findLast((id) => (starts[id] ?? 0) <= problem.offset) ?? sections[0];
    if (node === undefined) return undefined;
    const from = Math.min(problem.offset, ends[node] ?? 0) - (starts[node] ?? 0);
    return { node, from, to: from + 1 };
  },
  { equal: deepEqual },
);
