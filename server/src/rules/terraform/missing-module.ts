/** A local module source where no module is. */
import { dirname, type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { type MissingModule, missingModules } from '../../model/terraform/calls.ts';
import { nearestPath } from '../../model/workspace/near.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { isSetAside } from '../../model/workspace/set-aside.ts';
import { whereApplied } from '../applied.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'terraform/missing-module',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A module block has a local source that does not exist, or is no directory.',
    why: '`terraform init` stops there: nothing in this directory can be planned or applied.',
    limits: 'Only sources that start with ./ or ../ are looked for; registries and repositories are not asked.',
  },
  messages: {
    missing: 'The module source "{source}" does not exist: {path} is not there',
    file: 'The module source "{source}" is a file; Terraform wants the directory of a module',
  },

  *check(db, file) {
    for (const found of missingModules(db, file)) {
      if (isSetAside(db, file)) return;
      const args = { source: found.source.text, path: displayPath(db, found.path) };
      yield {
        message: found.kind ?? 'missing',
        args,
        at: found.source.at,
        fixes: fixes(db, file, found),
        ...whereApplied(db, file),
      };
    }
  },
});

function fixes(db: Database, file: FilePath, { path, source, kind }: MissingModule): readonly Fix[] {
  const near = kind === 'file' ? dirname(path) : nearestPath(db, path);
  if (near === undefined) return [];
  const way = relative(dirname(file), near);
  const text = way.startsWith('..') ? way : `./${way}`;
  if (text === './.') return [];
  return [{ title: `Change to "${text}"`, safe: false, edits: [{ do: 'replace', file, at: source.at, text }] }];
}
