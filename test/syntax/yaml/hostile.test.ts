/** Texts that cost others seconds, memory or the stack are read in a moment; full sizes in test/conformance/yaml.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../server/src/syntax/json/parse.ts';
import { parseYaml } from '../../../server/src/syntax/yaml/parse.ts';
import { HOSTILE } from '../../kit/hostile-yaml.ts';

const SIZE = 10_000;

test('hostile texts of 10 kB', () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    const text = make(SIZE);
    const start = process.cpuUsage();
    const yaml = parseYaml(text);
    const json = parseJson(text, 'json5');
    const spent = process.cpuUsage(start).user / 1000;
    // A few milliseconds once the code is warm.
    assert.ok(spent < 1000, `${name}: ${spent.toFixed(0)} ms`);
    for (const { tree } of [yaml, json]) for (const { problems } of tree.documents) assert.ok(problems.length <= 20, name);
  }
});
