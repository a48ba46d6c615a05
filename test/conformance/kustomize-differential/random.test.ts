/**
 * Random trees build the same here and in Kustomize: the same objects in the same order, or a failure in both.
 * PLUMBLINE_TREES says how many (2000), PLUMBLINE_SEED from which seed on (1, or `random`). Of each thirteen one is wild, with PLUMBLINE_WILD=1 all are.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { randomTree } from '../../kit/random/kustomizations.ts';
import { TestWorkspace } from '../../kit/workspace.ts';
import { Differences } from './differences.ts';
import { judge } from './judge.ts';

const TREES = Number(process.env.PLUMBLINE_TREES ?? 2000);
const WILD = process.env.PLUMBLINE_WILD === '1';
const SEED = process.env.PLUMBLINE_SEED === 'random' ? Date.now() % 1_000_000_000 : Number(process.env.PLUMBLINE_SEED ?? 1);

test(`${TREES} random trees from seed ${SEED} on`, async (t) => {
  const program = await goToolsOrSkip(t, 'kustomize');
  if (program === undefined) return;
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-trees-'));
  t.after(() => rmSync(scratch, { recursive: true, force: true }));
  const trees = Array.from({ length: TREES }, (_, number) =>
    randomTree(SEED + number, WILD || (SEED + number) % 13 === 0 ? 'wild' : 'plain'),
  );
  for (const { seed, files } of trees) {
    for (const [path, text] of files) {
      const full = join(scratch, String(seed), path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
  }
  const directories = trees.map(({ seed, directories }) => join(scratch, String(seed), directories.at(-1) ?? ''));
  const differences = new Differences();
  let number = 0;
  for await (const expected of judge(program('krusty-loop'), directories)) {
    const tree = trees[number++];
    if (tree === undefined) break;
    const workspace = new TestWorkspace(Object.fromEntries(tree.files));
    const directory = tree.directories.at(-1) ?? '';
    differences.compare(workspace.db, workspace.path(directory), expected, `seed ${tree.seed}, ${directory}`);
  }
  t.diagnostic(
    `${differences.built} trees build with Kustomize, ${differences.failed} fail, ${differences.explained} differ as explained`,
  );
  assert.ok(differences.explained <= Math.max(1, TREES / 200), 'explained differences are rare');
  assert.ok(differences.built > TREES / (WILD ? 3 : 2), 'most random trees have to build');
  assert.equal(differences.count, 0, differences.report());
});
