/** Damaged YAML never throws and keeps its order; more of it in test/conformance/yaml.test.ts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { assertSound, damaged } from '../../kit/mutations.ts';
import { Dice, SEED } from '../../kit/random.ts';
import { agreeDirectly } from '../../kit/trees.ts';

for (const name of ['features.yaml', 'manifests.yaml']) {
  test(`${name}, damaged 150 times (PLUMBLINE_SEED=${SEED})`, () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../fixtures/yaml', name), 'utf8');
    const dice = new Dice(SEED);
    assertSound(text);
    for (let i = 0; i < 150; i++) {
      const changed = damaged(text, dice);
      try {
        assertSound(changed);
      } catch (error) {
        throw new Error(`damage ${i} of ${JSON.stringify(changed)}`, { cause: error });
      }
    }
  });
}

/** What the direct reader takes, and what stands close to it. */
const TAKEN: readonly string[] = [
  "a: b\nc:\n- d: e\n  f: |\n    x\n    y\n- g\nh: 'i\n  j'\n",
  'a: &x b\nc: *x\nd: [a, "b", {c: d}]\ne: &y\n  f: g\nh: *y\n',
  '- a\n- b: >-\n    c\n    d\n\n  e: "f\\n"\n-\n  - g\n- \n',
  "a:\n  b:\n    c: d e\n      f g\n\n      h # i\n  # j\n  k: {}\n  l: []\n'm': n\no:",
];

test(`the direct reader never differs from the event reader (PLUMBLINE_SEED=${SEED})`, () => {
  const dice = new Dice(SEED);
  const sums = { taken: 0, sections: 0 };
  for (let i = 0; i < 3000; i++) {
    const text = damaged(dice.pick(TAKEN), dice);
    const { taken, sections } = agreeDirectly(JSON.stringify(text), text);
    sums.taken += taken;
    sums.sections += sections;
  }
  assert.ok(sums.taken > sums.sections / 10, JSON.stringify(sums));
});
