/** How files read: a first sentence, a bounded size, no console, nothing generated left stale. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { generatedFiles, ruleIds, ruleRegistry, staleFiles } from '../../server/scripts/generated.ts';
import { RULE_IDS } from '../../server/src/rules/ids.ts';
import { RULES } from '../../server/src/rules/registry.ts';
import { ROOT, sources } from './sources.ts';

/** Tables of facts and generated files may be longer than code. */
const LONG = /\/(?:generated|registry|ids|facts-table)\.ts$|\/tables\//;
const MOST_LINES = 400;

test('every file opens with one sentence on what it is for', () => {
  const silent = sources('{client/src,server/src,server/scripts,test}/**/*.ts').filter(
    ({ text }) => !/^(?:#!.*\n)?(?:\/\/ @ts-\S+\n)?\/\*\*\s[\s\S]*?[.:]/.test(text),
  );
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  );
});

test(`no file is longer than ${MOST_LINES} lines, and half of them are shorter than 100`, () => {
  const lengths = sources('{client,server}/src/**/*.ts').map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  assert.deepEqual(
    lengths.filter(({ path, lines }) => lines > MOST_LINES && !LONG.test(path)),
    [],
  );
  const median = lengths.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median < 100, `the median is ${median} lines`);
});

test('generated files are current', async () => {
  const wanted = [...ruleRegistry(), ...(await generatedFiles())];
  const stale = wanted
    .filter(([path, text]) => !existsSync(resolve(ROOT, path)) || readFileSync(resolve(ROOT, path), 'utf8') !== text)
    .map(([path]) => path);
  assert.deepEqual([...stale, ...(await staleFiles())], [], 'run `npm run gen`');
});

test('a rule is its file, its page, its documentation and its setting under one id', () => {
  assert.deepEqual(
    RULES.map(({ id }) => id),
    ruleIds(),
  );
  assert.deepEqual(RULE_IDS, ruleIds());
  for (const id of ruleIds()) {
    assert.ok(existsSync(resolve(ROOT, `test/rules/${id}.md`)), `test/rules/${id}.md is missing`);
    assert.ok(existsSync(resolve(ROOT, `server/src/model/${id.split('/')[0]}`)), `${id} belongs to no folder of the model`);
    assert.match(id, /^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
  }
});

test('rules ask the model and never read trees, files or text', () => {
  const nosy = sources('server/src/rules/**/*.ts').filter(({ text }) => /\b(?:layout|fileText|tree)\(db\b/.test(text));
  assert.deepEqual(
    nosy.map(({ path }) => path),
    [],
  );
});

test('messages end without a full stop and name what they speak of', () => {
  for (const { id, messages, docs } of RULES) {
    for (const message of Object.values(messages)) assert.doesNotMatch(message, /\.$|!|oops/i, id);
    for (const text of [docs.what, docs.why]) assert.match(text, /^[A-Z`"].*\.$/s, id);
  }
});
