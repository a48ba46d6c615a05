/** Every kustomization of the corpora builds the same here and in Kustomize. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { Database } from '../../../server/src/engine/database.ts';
import { STEADY } from '../../../server/src/host/pace.ts';
import { Workspace } from '../../../server/src/host/workspace.ts';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { Differences } from './differences.ts';
import { judge } from './judge.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const there = existsSync(CORPORA);

test('the corpora', { skip: there ? false : 'needs the repositories of ../shared/corpora' }, async (t) => {
  const program = await goToolsOrSkip(t, 'kustomize');
  if (program === undefined) return;
  for (const name of readdirSync(CORPORA).sort()) {
    const root = join(CORPORA, name);
    const files = globSync('**/{kustomization.yaml,kustomization.yml,Kustomization}', { cwd: root }).sort();
    const directories = [...new Set(files.map((file) => join(root, dirname(file))))];
    if (directories.length === 0) continue;
    await t.test(`${name}: ${directories.length} kustomizations`, async (t) => {
      const db = new Database();
      await new Workspace(db, STEADY).open([root]);
      const differences = new Differences();
      for await (const expected of judge(program('krusty-loop'), directories)) {
        differences.compare(db, expected.dir, expected, expected.dir.slice(CORPORA.length + 1));
      }
      t.diagnostic(`${differences.built} build with Kustomize, ${differences.failed} fail`);
      assert.equal(differences.count, 0, differences.report());
    });
  }
});
