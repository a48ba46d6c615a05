/** Damaged YAML never throws and keeps its order; more of it in test/conformance/yaml.test.ts. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { assertSound, damaged } from '../../kit/mutations.ts';
import { Dice, SEED } from '../../kit/random.ts';

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
