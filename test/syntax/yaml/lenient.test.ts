/** What YAML 1.2 forbids and the readers of Kubernetes accept is no mistake, and is read as they read it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, items, textOf } from '../../../server/src/syntax/navigate.ts';
import { parseYaml } from '../../../server/src/syntax/yaml/parse.ts';
import { assertOrdered, complaints, outline } from '../../kit/trees.ts';

function check(name: string, text: string, expected: readonly string[]): void {
  test(name, () => {
    const parsed = parseYaml(text);
    assert.deepEqual(complaints(text, parsed), []);
    assert.deepEqual(outline(text, parsed).slice(1), expected);
    assertOrdered(text, parsed);
  });
}

check('quotes continued without indentation', 'a: "b\nc\n\nd"\ne: f\n', [
  'plain ‹a› = "a"',
  'double ‹\\"b\\nc\\n\\nd\\"› = "b c\\nd"',
  'plain ‹e› = "e"',
  'plain ‹f› = "f"',
]);

check('brackets closed in the first column', 'a: [\n  b,\n  c\n]\nd: {\ne: f\n}\n', [
  'plain ‹a› = "a"',
  'flow sequence ‹[\\n  b,\\n  c\\n]›',
  'plain ‹b› = "b"',
  'plain ‹c› = "c"',
  'plain ‹d› = "d"',
  'flow mapping ‹{\\ne: f\\n}›',
  'plain ‹e› = "e"',
  'plain ‹f› = "f"',
]);

check('the same with CRLF and tabs', 'a: [\r\n\tb\r\n]\r\n', [
  'plain ‹a› = "a"',
  'flow sequence ‹[\\r\\n\\tb\\r\\n]›',
  'plain ‹b› = "b"',
]);

check('tabs between tokens, which YAML 1.2 allows as well', '- {a: \tb,\tc:\t"d\te"}\n', [
  'flow mapping ‹{a: \\tb,\\tc:\\t\\"d\\te\\"}›',
  'plain ‹a› = "a"',
  'plain ‹b› = "b"',
  'plain ‹c› = "c"',
  'double ‹\\"d\\te\\"› = "d\\te"',
]);

check('a comment directly behind a value', 'a: "b"#c\nd: [e]#f\n', [
  'plain ‹a› = "a"',
  'double ‹\\"b\\"› = "b"',
  'plain ‹d› = "d"',
  'flow sequence ‹[e]›',
  'plain ‹e› = "e"',
]);

check('a lone dash in brackets', 'a: [cat, -]\n', [
  'plain ‹a› = "a"',
  'flow sequence ‹[cat, -]›',
  'plain ‹cat› = "cat"',
  'plain ‹-› = "-"',
]);

check('an alias that is a key, with the colon directly behind its name', 'a: &app x\nb:\n  *app:\n    c: 1\n*app: 2\n', [
  'plain ‹a› = "a"',
  'plain &app ‹x› = "x"',
  'plain ‹b› = "b"',
  'mapping ‹*app:\\n    c: 1›',
  'alias ‹*app› -> 3',
  'mapping ‹c: 1›',
  'plain ‹c› = "c"',
  'plain ‹1› = "1"',
  'alias ‹*app› -> 3',
  'plain ‹2› = "2"',
]);

check('an escaped single quote', `a: "it\\'s \\\\\\'"\n`, [
  'plain ‹a› = "a"',
  `double ‹\\"it\\\\'s \\\\\\\\\\\\'\\"› = "it's \\\\'"`,
]);

test('a large document with very many such lines, between texts that only look like them', () => {
  const rule = (n: number): string =>
    `- rule: 'self.all(a, a == ''x${n}''\n\n ? b : "c")'\n  run: |\n    echo "open\n  # it's\n  list: [ # don't\n  "a\n b",\n]\n- |\n  'x\n`;
  const text = Array.from({ length: 3_000 }, (_one, n) => rule(n)).join('');
  const parsed = parseYaml(text);
  assert.deepEqual(complaints(text, parsed), []);
  const last = items(parsed.tree.documents[0]?.root).at(-2);
  assert.equal(textOf(field(last, 'rule')), `self.all(a, a == 'x2999'\n? b : "c")`);
  assert.equal(textOf(field(last, 'run')), 'echo "open\n');
  assert.deepEqual(items(field(last, 'list')).map(textOf), ['a b']);
});

test('what go-yaml refuses as well is told', () => {
  for (const text of [
    'a: "b\nc: d\n',
    'a: [\nb\nc: d\n',
    '{{- if .Values.x }}\na: b\n{{- end }}\n',
    'a: [b]c\n',
    'a: "b\nc"\nd: "e\nf: g\n',
  ]) {
    assert.notDeepEqual(complaints(text, parseYaml(text)), [], text);
  }
});
