/** Declared names that fit where one is expected. */
import { dirname, type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Expectation } from '../../model/facts.ts';
import { declaredIn, scopesMeet } from '../../model/names.ts';
import { displayPath, repositoryOf } from '../../model/workspace/repository.ts';
import type { Choice } from './choice.ts';

/** Names of the same repository whose scope can be the expected one; those declared nearby first. */
export function* namesFor(db: Database, file: FilePath, expected: Expectation): Generator<Choice> {
  const root = repositoryOf(db, file)?.root;
  const prefix = expected.prefix ?? '';
  for (const site of declaredIn(db, expected.space, prefix)) {
    if (!scopesMeet(site.scope, expected.scope) || repositoryOf(db, site.file)?.root !== root) continue;
    const text = site.key.slice(prefix.length);
    if (text === '') continue;
    yield { text, detail: `${site.label} — ${displayPath(db, site.file)}`, kind: 'name', rank: distance(file, site.file) };
  }
}

/** 0 in the same directory, then by the number of directories up to one that holds both, at most 9. */
function distance(from: FilePath, to: FilePath): number {
  let steps = 0;
  for (let directory = dirname(from); steps < 9; directory = dirname(directory), steps++) {
    if (isInside(directory, to)) break;
  }
  return steps;
}
