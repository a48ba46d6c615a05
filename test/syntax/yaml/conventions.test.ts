/** Where nodes begin and end, and what stands for what is not written. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../../server/src/syntax/yaml/parse.ts';
import { assertOrdered, complaints, outline } from '../../kit/trees.ts';

function check(name: string, text: string, expected: readonly string[]): void {
  test(name, () => {
    const parsed = parseYaml(text);
    assert.deepEqual(outline(text, parsed), expected);
    assert.deepEqual(complaints(text, parsed), []);
    assertOrdered(text, parsed);
  });
}

check('a scalar spans its quotes', `a: "b"\n'c': d e # f\n`, [
  `mapping ‹a: \\"b\\"\\n'c': d e› `.trimEnd(),
  'plain ‹a› = "a"',
  'double ‹\\"b\\"› = "b"',
  `single ‹'c'› = "c"`,
  'plain ‹d e› = "d e"',
]);

check('a block scalar spans its header to the end of its last line with content', 'a: |+ # why\n  b \n\nc: >-\n\n  d\n', [
  'mapping ‹a: |+ # why\\n  b \\n\\nc: >-\\n\\n  d›',
  'plain ‹a› = "a"',
  'literal ‹|+ # why\\n  b › = "b \\n\\n"',
  'plain ‹c› = "c"',
  'folded ‹>-\\n\\n  d› = "\\nd"',
]);

check('a block scalar without content spans its header', 'a: |2- # none\nb: c\n', [
  'mapping ‹a: |2- # none\\nb: c›',
  'plain ‹a› = "a"',
  'literal ‹|2-› = ""',
  'plain ‹b› = "b"',
  'plain ‹c› = "c"',
]);

check('a sign of a block scalar in a comment is none', 'a: # x | y\n  | # z > |\n  b\n', [
  'mapping ‹a: # x | y\\n  | # z > |\\n  b›',
  'plain ‹a› = "a"',
  'literal ‹| # z > |\\n  b› = "b\\n"',
]);

check('values that are not written stand behind the colon, the dash, the anchor', 'a:\nb: &x\nc: [ ]\nd:\n-\n- !t\n', [
  'mapping ‹a:\\nb: &x\\nc: [ ]\\nd:\\n-\\n- !t›',
  'plain ‹a› = "a"',
  'plain at 2 = ""',
  'plain ‹b› = "b"',
  'plain &x at 8 = ""',
  'plain ‹c› = "c"',
  'flow sequence ‹[ ]›',
  'plain ‹d› = "d"',
  'sequence ‹-\\n- !t›',
  'plain at 20 = ""',
  'plain !t at 25 = ""',
]);

check('keys that are not written stand at the colon or behind the question mark', ': a\n? # none\n: b\n', [
  'mapping ‹: a\\n? # none\\n: b›',
  'plain at 0 = ""',
  'plain ‹a› = "a"',
  'plain at 5 = ""',
  'plain ‹b› = "b"',
]);

check('pairs in brackets are mappings of one entry', '[a: b, ? c : d, {e: f}: g, ? h]\n', [
  'flow sequence ‹[a: b, ? c : d, {e: f}: g, ? h]›',
  'flow mapping ‹a: b›',
  'plain ‹a› = "a"',
  'plain ‹b› = "b"',
  'flow mapping ‹? c : d›',
  'plain ‹c› = "c"',
  'plain ‹d› = "d"',
  'flow mapping ‹{e: f}: g›',
  'flow mapping ‹{e: f}›',
  'plain ‹e› = "e"',
  'plain ‹f› = "f"',
  'plain ‹g› = "g"',
  'flow mapping ‹? h›',
  'plain ‹h› = "h"',
  'plain at 30 = ""',
]);

check('a block collection starts with the properties of its first key', '&a b: c\n', [
  'mapping ‹&a b: c›',
  'plain &a ‹b› = "b"',
  'plain ‹c› = "c"',
]);

check(
  'an anchor counts from the end of its node on, and the last one before the alias counts',
  'a: &x 1\nb: *x\nc: &x 2\nd: *x\n',
  [
    'mapping ‹a: &x 1\\nb: *x\\nc: &x 2\\nd: *x›',
    'plain ‹a› = "a"',
    'plain &x ‹1› = "1"',
    'plain ‹b› = "b"',
    'alias ‹*x› -> 3',
    'plain ‹c› = "c"',
    'plain &x ‹2› = "2"',
    'plain ‹d› = "d"',
    'alias ‹*x› -> 7',
  ],
);

check('duplicate keys stay, in order', '{a: 1, a: 2}', [
  'flow mapping ‹{a: 1, a: 2}›',
  'plain ‹a› = "a"',
  'plain ‹1› = "1"',
  'plain ‹a› = "a"',
  'plain ‹2› = "2"',
]);

check('names of the language itself are plain keys', '__proto__: {constructor: toString}\n', [
  'mapping ‹__proto__: {constructor: toString}›',
  'plain ‹__proto__› = "__proto__"',
  'flow mapping ‹{constructor: toString}›',
  'plain ‹constructor› = "constructor"',
  'plain ‹toString› = "toString"',
]);

check('offsets count UTF-16 units of the text as it stands', '\ufeff😀: "é\\r\\n"\r\nb: 日本 # 😀\r\n', [
  'mapping ‹😀: \\"é\\\\r\\\\n\\"\\r\\nb: 日本›',
  'plain ‹😀› = "😀"',
  'double ‹\\"é\\\\r\\\\n\\"› = "é\\r\\n"',
  'plain ‹b› = "b"',
  'plain ‹日本› = "日本"',
]);

check('line breaks of all kinds are breaks, also in values', 'a: |\r  b\r\n  c\nd: "e\rf"\r', [
  'mapping ‹a: |\\r  b\\r\\n  c\\nd: \\"e\\rf\\"›',
  'plain ‹a› = "a"',
  'literal ‹|\\r  b\\r\\n  c› = "b\\nc\\n"',
  'plain ‹d› = "d"',
  'double ‹\\"e\\rf\\"› = "e f"',
]);

check('invisible and bidirectional characters are content', 'a\u200b: b\u202ec\n', [
  'mapping ‹a\u200b: b\u202ec›',
  'plain ‹a\u200b› = "a\u200b"',
  'plain ‹b\u202ec› = "b\u202ec"',
]);

test('sections cover the text; those without content have no root', () => {
  const text = '# one\n---\n# two\n---\na: b\n...\n%YAML 1.2\n# three\n---\n"c"\n--- d\n---\n';
  const { tree, layout } = parseYaml(text);
  const parts = tree.documents.map(({ id, root }) => [text.slice(layout.starts[id], layout.ends[id]), root?.kind]);
  assert.deepEqual(parts, [
    ['# one\n---\n# two\n', undefined],
    ['---\na: b\n...\n', 'mapping'],
    ['%YAML 1.2\n# three\n---\n"c"\n', 'scalar'],
    ['--- d\n', 'scalar'],
    ['---\n', undefined],
  ]);
  for (const empty of ['', '\n', '# only\n', '---\n', '...\n', '---\n...\n', '\ufeff']) {
    assert.deepEqual(
      parseYaml(empty).tree.documents.map(({ root, problems }) => [root, problems]),
      parseYaml(empty).tree.documents.map(() => [undefined, []]),
      JSON.stringify(empty),
    );
  }
});
