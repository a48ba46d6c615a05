/** Over random trees: whatever conversion is made keeps all that is built, there and back again. PLUMBLINE_TREES says how many. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dirname } from '../../server/src/base/paths.ts';
import { convertPatch } from '../../server/src/ide/conversion/convert-patch.ts';
import { patchEntry } from '../../server/src/ide/conversion/patch-entry.ts';
import { kustomizeBuild } from '../../server/src/model/kustomize/build/build.ts';
import { allKustomizations, isComponent } from '../../server/src/model/kustomize/recognise.ts';
import { applyChange } from '../kit/changes.ts';
import { randomTree } from '../kit/random/kustomizations.ts';
import { SEED } from '../kit/random.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

const TREES = Number(process.env.PLUMBLINE_TREES ?? 25);
/** Entries of one kustomization that are converted. */
const ENTRIES = 4;

/** Everything that is built, as one value. */
function built({ db }: TestWorkspace): unknown {
  return allKustomizations(db, '')
    .filter((kustomization) => !isComponent(db, kustomization))
    .map((kustomization) => {
      const { objects, problems } = kustomizeBuild(db, dirname(kustomization));
      return { kustomization, objects: objects.map(({ object }) => object), problems: problems.map(({ code }) => code) };
    });
}

test(`patches of ${TREES} random trees from seed ${SEED} on keep what is built in the other form`, async () => {
  let made = 0;
  for (let seed = SEED; seed < SEED + TREES; seed++) {
    const files = Object.fromEntries(randomTree(seed).files);
    const original = new TestWorkspace(files);
    const before = built(original);
    for (const kustomization of allKustomizations(original.db, '')) {
      for (let index = 0; index < ENTRIES; index++) {
        const form = patchEntry(original.db, kustomization, index)?.form;
        if (form === undefined) continue;
        const workspace = new TestWorkspace(files);
        for (const to of form === 'json' ? (['merge', 'json'] as const) : (['json', 'merge'] as const)) {
          const change = await convertPatch(workspace.db, kustomization, index, to, PACE);
          if ('refused' in change) {
            assert.match(change.refused, /^[A-Z].*\.$/);
            break;
          }
          applyChange(workspace, change);
          assert.deepEqual(built(workspace), before, `seed ${seed}, ${kustomization}, patch ${index} to ${to}`);
          assert.equal(patchEntry(workspace.db, kustomization, index)?.form, to);
          made++;
        }
      }
    }
  }
  assert.ok(made >= TREES, `only ${made} conversions were made`);
});
