/** Files and directories that can be written next, one level at a time. */
import { type FilePath, isInside, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Expectation } from '../../model/facts.ts';
import { childNames, pathKind } from '../../model/workspace/inputs.ts';
import { displayPath, repositoryOf } from '../../model/workspace/repository.ts';
import type { Choice } from './choice.ts';

/**
 * The entries of the directory that `typed` has reached: what is expected first, other directories as a way on. What is
 * listed already and the file itself are left out.
 */
export function* pathsFor(
  db: Database,
  file: FilePath,
  expected: Expectation,
  typed: string,
  listed: ReadonlySet<FilePath>,
): Generator<Choice> {
  const { from } = expected;
  const root = repositoryOf(db, file)?.root;
  if (from === undefined || root === undefined) return;
  const reached = typed.slice(0, typed.lastIndexOf('/') + 1);
  const directory = join(from, reached.startsWith('/') ? `.${reached}` : reached);
  if (!isInside(root, directory) || pathKind(db, directory) !== 'directory') return;
  for (const name of childNames(db, directory)) {
    const path = join(directory, name);
    const kind = pathKind(db, path);
    if (path === file || (kind !== 'file' && kind !== 'directory')) continue;
    const isWanted = !listed.has(path) && (expected.accepts?.(db, path) ?? true);
    if (kind === 'file' && !isWanted) continue;
    yield {
      text: reached + name,
      detail: displayPath(db, path),
      kind,
      rank: isWanted ? 0 : name.startsWith('.') ? 3 : 1,
    };
  }
  if (/^(?:\.\.?\/)*$/.test(reached) && directory !== root)
    yield { text: `${reached}..`, detail: displayPath(db, join(directory, '..')), kind: 'directory', rank: 2 };
}
