/** Plain text has the types that its readers give it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { at, entry } from '../../server/src/syntax/navigate.ts';
import { isMergeKey, keyText, plainValue, type Schema, type Typed, typed, typedText } from '../../server/src/syntax/scalars.ts';
import type { Scalar } from '../../server/src/syntax/tree.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';

function scalar(text: string): Scalar {
  const node = at(parseYaml(`key: ${text}\n`).tree.documents[0]?.root, 'key');
  assert.equal(node?.kind, 'scalar', text);
  return node;
}

/** As JSON, the way Go prints it; ERR where JSON cannot hold it or the reader refuses it. */
function asJson(of: Typed): string {
  switch (of.type) {
    case 'null':
      return 'null';
    case 'int':
      return of.text;
    case 'float':
      return Number.isFinite(of.value) ? (Object.is(of.value, -0) ? '-0' : String(of.value)) : 'ERR';
    case 'invalid':
      return 'ERR';
    case 'binary':
      return JSON.stringify(Buffer.from(of.base64, 'base64').toString());
    default:
      return JSON.stringify(plainValue(of));
  }
}

// What sigs.k8s.io/yaml v1.5.0 makes of each text as a value, printed by a program of a few lines around YAMLToJSON.
const KUBERNETES: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/yaml/kubernetes-scalars.json'), 'utf8'),
);

test('scalars mean what sigs.k8s.io/yaml says', () => {
  assert.ok(typeof KUBERNETES === 'object' && KUBERNETES !== null);
  const wrong = Object.entries(KUBERNETES)
    .map(([text, expected]) => [text, asJson(typed(scalar(text))), expected])
    .filter(([, found, expected]) => found !== expected);
  assert.deepEqual(wrong, []);
  assert.ok(Object.keys(KUBERNETES).length > 200);
});

test('the schemas differ where their readers do', () => {
  const cases: readonly (readonly [string, Partial<Record<Schema, string>>])[] = [
    ['yes', { kubernetes: 'bool', kyaml: 'string', core: 'string', json: 'string' }],
    ['y', { kubernetes: 'bool', kyaml: 'string', core: 'string' }],
    ['off', { kubernetes: 'bool', kyaml: 'string', core: 'string' }],
    ['True', { kubernetes: 'bool', kyaml: 'bool', core: 'bool', json: 'string' }],
    ['017', { kubernetes: 'int', kyaml: 'int', core: 'int', json: 'string' }],
    ['1_000', { kubernetes: 'int', kyaml: 'int', core: 'string', json: 'string' }],
    ['0b11', { kubernetes: 'int', kyaml: 'int', core: 'string', json: 'string' }],
    ['0x1F', { kubernetes: 'int', kyaml: 'int', core: 'int', json: 'int' }],
    ['1.', { kubernetes: 'float', kyaml: 'float', core: 'float', json: 'float' }],
    ['1e999', { kubernetes: 'string', kyaml: 'string' }],
    ['.inf', { kubernetes: 'float', kyaml: 'float', core: 'float', json: 'string' }],
    ['Infinity', { kubernetes: 'string', kyaml: 'string', core: 'string', json: 'float' }],
    ['12:30:45', { kubernetes: 'string', kyaml: 'string', core: 'string' }],
    ['2026-11-21', { kubernetes: 'string', kyaml: 'string', core: 'string' }],
    ['', { kubernetes: 'null', kyaml: 'null', core: 'null' }],
  ];
  for (const [text, types] of cases) {
    for (const schema of ['kubernetes', 'kyaml', 'core', 'json'] as const) {
      const expected = types[schema];
      if (expected !== undefined) assert.equal(typedText(text, schema).type, expected, `${text} in ${schema}`);
    }
  }
  assert.deepEqual(typedText('017', 'kubernetes'), { type: 'int', value: 15, text: '15' });
  assert.deepEqual(typedText('017', 'core'), { type: 'int', value: 17, text: '17' });
});

test('numbers keep their digits', () => {
  const big = typedText('9007199254740993');
  assert.deepEqual(big, { type: 'int', value: 9007199254740992, text: '9007199254740993' });
  assert.equal(typedText('9'.repeat(100_000)).type, 'string', 'out of range for Go');
  assert.equal(typedText(`1${'0'.repeat(300)}`).type, 'float');
});

test('keys are filed as Go files them', () => {
  const text = 'on: a\n1: b\n0x10: c\n~: d\n[e]: f\n"on": g\n1.5: h\n*x : i\n';
  const root = parseYaml(text).tree.documents[0]?.root;
  assert.equal(root?.kind, 'mapping');
  assert.deepEqual(
    root.entries.map(({ key }) => keyText(key)),
    ['true', '1', '16', undefined, undefined, 'on', '1.5', undefined],
  );
  assert.equal(keyText(root.entries[0]?.key, 'kyaml'), 'on');
});

test('a merge key is plain or tagged as one', () => {
  const root = parseYaml('<<: a\n"<<": b\n!!merge <<: c\n!!str <<: d\n').tree.documents[0]?.root;
  assert.equal(root?.kind, 'mapping');
  assert.deepEqual(
    root.entries.map(({ key }) => isMergeKey(key)),
    [true, false, true, false],
  );
  assert.ok(entry(root, '<<'));
});
