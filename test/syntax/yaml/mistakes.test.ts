/** What is told of broken YAML, and what is still read of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, textOf } from '../../../server/src/syntax/navigate.ts';
import { parseYaml } from '../../../server/src/syntax/yaml/parse.ts';
import { assertOrdered, complaints } from '../../kit/trees.ts';

/** One problem a text: the source it points at, and the start of its message. */
const TOLD: readonly (readonly [string, string, string])[] = [
  ['a: "b\nc: d\n', '"', 'The quote that opens here is never closed; add the missing ".'],
  ["a: 'b\n", "'", "The quote that opens here is never closed; add the missing '."],
  ['a: [b, c\n', '[', 'The bracket that opens here is never closed; add the missing "]".'],
  ['a: {b: c\n', '{', 'The bracket that opens here is never closed; add the missing "}".'],
  ['a: b: c\n', 'b', 'A second ": " on the line starts a mapping where none can be'],
  ['a:\n  b: c\n d: e\n', 'd', 'The key is indented differently from the other keys of this mapping'],
  ['a:\n\tb: c\n', '\\t', 'A tab is used as indentation; replace it with spaces.'],
  ['- a\nb\n', 'b', 'This text follows a value that has already ended'],
  ['a: b\nc\n', 'c', 'This line is neither a "key: value" nor part of the value above'],
  ['a: - b\n', '-', 'A list cannot start on the line of its key'],
  ['a: @b\n', '@', 'A value cannot start with this character; quote it.'],
  ['a: "\\q"\n', '\\\\', 'There is no escape \\q'],
  ['a: [b c: d e f\n  g: h]\n', '', ''],
  ['a: | b\n  c\n', 'b', 'Only a comment may follow "|" or ">" on its line'],
  ['a: &b &c d\n', '&c', 'A node can have one anchor only'],
  ['a: !b !c d\n', '!c', 'A node can have one tag only'],
  ['a: !x!b c\n', '!x!b', 'The tag uses a handle that no %TAG directive declares'],
  ['a: *b\n', '*b', 'No anchor "&b" stands before this alias'],
  ['a: &b [*b]\n', '*b', 'No anchor "&b" stands before this alias'],
  ['a: b]\nc: [d]]\n', ']', 'This "]" closes nothing'],
  ['a: "b" c\n', 'c', 'This text follows a value that has already ended'],
  ['{a: b, , c: d}\n', ',', 'There is no item before this comma'],
  ['a: b\0\n', '\\u0000', 'The file holds a NUL character'],
  ['a: b\u0007\n', '\\u0007', 'The text holds a control character that YAML forbids'],
  ['%FOO\na: b\n', '', ''],
];

for (const [text, source, message] of TOLD) {
  test(`${JSON.stringify(text)}`, () => {
    const parsed = parseYaml(text);
    assertOrdered(text, parsed);
    const told = complaints(text, parsed);
    assert.ok(told.length > 0, 'nothing is told');
    if (message === '') return;
    const expected = `‹${source.startsWith('\\') ? source : JSON.stringify(source).slice(1, -1)}› ${message}`;
    assert.ok(
      told.some((one) => one.startsWith(expected)),
      `${expected} is not among\n${told.join('\n')}`,
    );
  });
}

test('a broken document keeps what could be read, and blinds no other', () => {
  const text = 'kind: A\nmetadata:\n  name: one\n  labels: {a: b\nspec:\n  x: "y\n---\nkind: B\n';
  const { tree } = parseYaml(text);
  assert.equal(tree.documents.length, 2);
  assert.equal(textOf(at(tree.documents[0]?.root, 'kind')), 'A');
  assert.equal(textOf(at(tree.documents[0]?.root, 'metadata', 'name')), 'one');
  assert.equal(textOf(at(tree.documents[1]?.root, 'kind')), 'B');
  assert.deepEqual(tree.documents[1]?.problems, []);
});

test('of a long broken document the entries before the mistake are read', () => {
  const filler = Array.from({ length: 20_000 }, (_, i) => `  key${i}: value\n`).join('');
  const { tree } = parseYaml(`kind: A\nspec:\n${filler}broken: "\n  never closed\nafter: x\n`);
  const [document] = tree.documents;
  assert.equal(document?.problems.length, 1);
  assert.equal(textOf(at(document?.root, 'kind')), 'A');
  assert.equal(textOf(at(document?.root, 'spec', 'key19999')), 'value');
});

test('a document holds twenty problems at most, a file a thousand broken documents', () => {
  const [document] = parseYaml('a: b\nx\n'.repeat(500)).tree.documents;
  assert.equal(document?.problems.length, 20);
  const { documents } = parseYaml('--- "\n'.repeat(3000)).tree;
  assert.equal(documents.filter(({ problems }) => problems.length > 0).length, 1001);
  assert.equal(documents.findLast(({ problems }) => problems.length > 0)?.problems[0]?.code, 'budget');
});

test('nesting beyond the limit is one problem of its own kind', () => {
  for (const text of ['['.repeat(5000), '- '.repeat(5000), `"\n---\n${'{a: '.repeat(5000)}`, `a: b: c\n${'? '.repeat(300)}`]) {
    const codes = parseYaml(text).tree.documents.flatMap(({ problems }) => problems.map(({ code }) => code));
    assert.equal(codes.filter((code) => code === 'depth').length, 1, text.slice(0, 20));
  }
  const deep = parseYaml(`${'['.repeat(150)}${']'.repeat(150)}`).tree.documents[0];
  assert.deepEqual(deep?.problems, []);
});
