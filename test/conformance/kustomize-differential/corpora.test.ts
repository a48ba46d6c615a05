/**
 * Every kustomization of the corpora builds the same here and in Kustomize.
 * PLUMBLINE_REPOSITORIES names a directory with other repositories; PLUMBLINE_DIFFERENCES a file for all differences.
 */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { test } from 'node:test';
import { Database } from '../../../server/src/engine/database.ts';
import { STEADY } from '../../../server/src/host/pace.ts';
import { Workspace } from '../../../server/src/host/workspace.ts';
import { CORPORA_MISSING, kustomizeRepositories } from '../../kit/corpus.ts';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { Differences } from './differences.ts';
import { judge } from './judge.ts';

const repositories = kustomizeRepositories();

test('the corpora', { skip: repositories === undefined && CORPORA_MISSING }, async (t) => {
  const program = await goToolsOrSkip(t, 'kustomize');
  if (program === undefined) return;
  for (const { name, root, kustomizations } of repositories ?? []) {
    await t.test(`${name}: ${kustomizations.length} kustomizations`, async (t) => {
      const db = new Database();
      await new Workspace(db, STEADY).open([root]);
      const differences = new Differences();
      for await (const expected of judge(program('krusty-loop'), kustomizations)) {
        differences.compare(db, expected.dir, expected, `${name}/${relative(root, expected.dir)}`);
      }
      t.diagnostic(`${differences.built} build with Kustomize, ${differences.failed} fail`);
      assert.equal(differences.count, 0, differences.report());
    });
  }
});
