/** JSON, JSON with comments and JSON5 in one tree; every mistake in its place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, parse } from '@humanwhocodes/momoa';
import { dialectOf } from '../../../server/src/syntax/json/dialect.ts';
import { type Dialect, parseJson } from '../../../server/src/syntax/json/parse.ts';
import { plainValue, typed } from '../../../server/src/syntax/scalars.ts';
import type { Node } from '../../../server/src/syntax/tree.ts';
import { CORPORA_MISSING, corpusTexts } from '../../kit/corpus.ts';
import { Dice, SEED } from '../../kit/random.ts';
import { assertOrdered, complaints, outline } from '../../kit/trees.ts';

function value(node: Node | undefined): unknown {
  if (node === undefined || node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return plainValue(typed(node, 'json'));
  if (node.kind === 'sequence') return node.items.map(value);
  return Object.fromEntries(node.entries.map(({ key, value: of }) => [key.kind === 'scalar' ? key.value : '?', value(of)]));
}

function read(text: string, dialect: Dialect): unknown {
  const parsed = parseJson(text, dialect);
  assert.deepEqual(complaints(text, parsed), [], text);
  assertOrdered(text, parsed);
  return value(parsed.tree.documents[0]?.root);
}

test('spans include quotes and brackets', () => {
  const text = '\ufeff{ "a": [1, "\\u0041\\n"], b: \'c\', }\r\n';
  assert.deepEqual(outline(text, parseJson(text, 'json5')), [
    'flow mapping ‹{ \\"a\\": [1, \\"\\\\u0041\\\\n\\"], b: \'c\', }›',
    'double ‹\\"a\\"› = "a"',
    'flow sequence ‹[1, \\"\\\\u0041\\\\n\\"]›',
    'plain ‹1› = "1"',
    'double ‹\\"\\\\u0041\\\\n\\"› = "A\\n"',
    'plain ‹b› = "b"',
    'single ‹\'c\'› = "c"',
  ]);
});

test('values are those of JSON.parse and of a JSON5 reader', () => {
  for (const text of ['{"a": [1, -2.5e3, true, null, "\\ud83d\\ude00\\/\\t"], "": {}}', ' [] ', '"x"', '-1', '1E5']) {
    assert.deepEqual(read(text, 'json'), JSON.parse(text), text);
    assert.deepEqual(read(text, 'jsonc'), JSON.parse(text), text);
  }
  const json5 = `// c\n{a: 'b\\\n c', $d_1: .5, e: [0x1F, -Infinity, NaN, 1.,], 'f"': "\\x41\\v\\0\\q", \\u0067: null, /* h */}`;
  assert.deepEqual(read(json5, 'json5'), evaluate(parse(json5, { mode: 'json5' })));
});

test('every JSON file of the corpora', { skip: CORPORA_MISSING }, () => {
  const files = corpusTexts('**/*.{json,json5}');
  for (const { path, text } of files) {
    const dialect = dialectOf(path.slice(path.lastIndexOf('/') + 1), '');
    const expected = dialect === 'json' ? JSON.parse(text) : evaluate(parse(text, { mode: 'json5' }));
    assert.deepEqual(read(text, dialect), expected, path);
  }
  assert.ok(files.length > 20, `only ${files.length} files were compared`);
});

/** The mistake, the source it points at, and the start of its message. */
const TOLD: readonly (readonly [string, Dialect, readonly string[]])[] = [
  ['{"a": 1,}', 'json', ['‹,› JSON allows no comma behind the last item']],
  ['{"a": 1,}', 'jsonc', []],
  ['// c\n{"a": 1 /* d */}', 'json', ['‹// c› JSON has no comments']],
  ['// c\n{"a": 1}', 'jsonc', []],
  ["{a: 'b'}", 'jsonc', ['‹a› JSON keys stand in double quotes', "‹'b'› JSON texts stand in double quotes"]],
  ['{"a" 1}', 'json', ['‹1› A ":" is missing']],
  ['{"a": }', 'json', ['‹}› A value is missing']],
  ['{"a"}', 'json', ['‹}› A ":" is missing']],
  ['[1 2]', 'json', ['‹2› A comma is missing']],
  ['[1,, 2]', 'json', ['‹,› There is no item before']],
  ['[:]', 'json', ['‹:› This ":" follows no key']],
  ['{"a": [1}', 'json', ['‹[› The bracket that opens here is never closed; add the missing "]"']],
  ['{"a": "b\n}', 'json', ['‹\\"› The quote that opens here is never closed']],
  ['["\\q"]', 'json', ['‹\\\\q› This escape does not exist']],
  ['["\\x4"]', 'json5', ['‹\\\\x› This escape does not exist']],
  ['["\t"]', 'json', ['‹\\t› A control character cannot stand']],
  ['{"a": tru}', 'json', ['‹tru› This is neither a number nor']],
  ['{"a": 01}', 'json', ['‹01› This is neither a number nor']],
  ['{"a": +1}', 'json', ['‹+1› JSON does not know this notation']],
  ['{a-b: 1}', 'json5', ['‹a-b› This key needs quotes']],
  ['{} {}', 'json', ['‹{› The document has ended']],
  ['/* a', 'json5', ['‹/*› The comment is never closed']],
  ['', 'json', []],
];

for (const [text, dialect, expected] of TOLD) {
  test(`${dialect}: ${JSON.stringify(text)}`, () => {
    const parsed = parseJson(text, dialect);
    assertOrdered(text, parsed);
    const told = complaints(text, parsed);
    assert.equal(told.length, expected.length, told.join('\n'));
    told.forEach((one, i) => {
      assert.ok(one.startsWith(expected[i] ?? '-'), one);
    });
  });
}

test('what is broken keeps what could be read', () => {
  const text = '{"a": {"b": 1, "c" 2, "d": [1, 2}, "e": 3';
  assert.deepEqual(value(parseJson(text, 'json').tree.documents[0]?.root), { a: { b: 1, c: 2, d: [1, 2] }, e: 3 });
});

test(`random damage is told and never thrown (PLUMBLINE_SEED=${SEED})`, () => {
  const dice = new Dice(SEED);
  const sound = '{"a": [1, {"b": "c\\u0041", "d": null}], "e": {"f": [true, "g"]}} // h';
  const pieces = ['{', '}', '[', ']', ':', ',', '"', "'", '\\', '//', '/*', '*/', '\n', 'x', '0', '\0', '\ud83d'];
  for (let i = 0; i < 2000; i++) {
    let text = sound;
    for (let edits = dice.below(4) + 1; edits > 0; edits--) {
      const at = dice.below(text.length);
      text = text.slice(0, at) + dice.pick(pieces) + text.slice(at + dice.below(3));
    }
    const dialect = dice.pick<Dialect>(['json', 'jsonc', 'json5']);
    const parsed = parseJson(text, dialect);
    assertOrdered(text, parsed);
    if (dialect !== 'json') continue;
    assert.equal(parsed.tree.documents[0]?.problems.length === 0, isJson(text), text);
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('names of files decide on the dialect', () => {
  const cases = {
    'renovate.json': 'json5',
    '.renovaterc': 'json5',
    'a.json5': 'json5',
    'tsconfig.base.json': 'jsonc',
    'a.json': 'json',
  };
  for (const [name, expected] of Object.entries(cases)) assert.equal(dialectOf(name, 'x'), expected, name);
  assert.equal(dialectOf('settings.json', '.vscode'), 'jsonc');
});
