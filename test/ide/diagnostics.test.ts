/** What is shown of a file's findings: severities, overrides, baseline, the cap. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnostics, MAX_SHOWN } from '../../server/src/ide/diagnostics.ts';
import { baselineText } from '../../server/src/model/workspace/baseline.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const TWICE = 'data:\n  a: 1\n  a: 2\n';

function shown(files: Readonly<Record<string, string>>, file: string): readonly string[] {
  const workspace = new TestWorkspace(files);
  return diagnostics(workspace.db, workspace.path(file)).map(({ rule, severity }) => `${severity} ${rule}`);
}

test('a finding has its rule’s severity until the repository says otherwise', () => {
  assert.deepEqual(shown({ 'compose.yaml': TWICE }, 'compose.yaml'), ['error yaml/duplicate-key']);
  assert.deepEqual(shown({ 'a.yaml': TWICE, '.plumbline.yaml': 'rules:\n  yaml/duplicate-key: hint\n' }, 'a.yaml'), [
    'hint yaml/duplicate-key',
  ]);
  assert.deepEqual(shown({ 'a.yaml': TWICE, '.plumbline.yaml': 'rules: { yaml/duplicate-key: off }\n' }, 'a.yaml'), []);
});

test('the last override whose pattern matches wins', () => {
  const config = [
    'rules: { yaml/duplicate-key: info }',
    'overrides:',
    '- paths: [ "old/**" ]',
    '  rules: { yaml/duplicate-key: off }',
    '- paths: [ "old/new/*.yaml" ]',
    '  rules: { yaml/duplicate-key: warning }',
  ].join('\n');
  const files = { '.plumbline.yaml': config, 'a.yaml': TWICE, 'old/a.yaml': TWICE, 'old/new/a.yaml': TWICE };
  assert.deepEqual(shown(files, 'a.yaml'), ['info yaml/duplicate-key']);
  assert.deepEqual(shown(files, 'old/a.yaml'), []);
  assert.deepEqual(shown(files, 'old/new/a.yaml'), ['warning yaml/duplicate-key']);
});

test('ignored files have no findings', () => {
  assert.deepEqual(shown({ '.plumbline.yaml': 'ignore: ["vendor/"]\n', 'vendor/a/b.yaml': TWICE }, 'vendor/a/b.yaml'), []);
});

test('a baseline takes out as many findings as were accepted, and no more', () => {
  const message = 'The key "a" already stands above in this mapping';
  const baseline = baselineText([{ rule: 'yaml/duplicate-key', file: 'a.yaml', message, count: 1 }]);
  const files = { '.plumbline.yaml': 'baseline: accepted.yaml\n', 'accepted.yaml': baseline };
  assert.deepEqual(shown({ ...files, 'a.yaml': TWICE }, 'a.yaml'), []);
  assert.deepEqual(shown({ ...files, 'a.yaml': `${TWICE}  a: 3\n` }, 'a.yaml'), ['warning yaml/duplicate-key']);
  assert.deepEqual(shown({ ...files, 'b.yaml': TWICE }, 'b.yaml'), ['warning yaml/duplicate-key']);
});

test('of very many findings the first two hundred are shown, and how many are not', () => {
  const workspace = new TestWorkspace({ 'a.yaml': `data:\n${'  a: 1\n'.repeat(1001)}` });
  const found = diagnostics(workspace.db, workspace.path('a.yaml'));
  assert.equal(found.length, MAX_SHOWN + 1);
  assert.equal(found.filter(({ rule }) => rule === 'yaml/duplicate-key').length, MAX_SHOWN);
  assert.deepEqual(
    found.filter(({ rule }) => rule === 'workspace/too-many-findings').map(({ message }) => message),
    ['800 more findings in this file are not shown; mend these first'],
  );
});
