/** Places in a scalar's value are found again in the text that writes it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descendants } from '../../server/src/syntax/navigate.ts';
import { sourceOffset } from '../../server/src/syntax/scalar-source.ts';
import { spanOf } from '../../server/src/syntax/tree.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';

/** Every letter of every value must stand where it is said to. */
function check(text: string): void {
  const { tree, layout } = parseYaml(text);
  let letters = 0;
  for (const document of tree.documents) {
    for (const node of descendants(document.root)) {
      if (node.kind !== 'scalar') continue;
      const { start, end } = spanOf(layout, node.id);
      const source = text.slice(start, end);
      for (const [offset, letter] of [...node.value].entries()) {
        const found = sourceOffset(source, offset);
        if (!/[a-z]/.test(letter) || found === undefined) continue;
        assert.equal(source[found], letter, `${JSON.stringify(source)} at ${offset}`);
        letters++;
      }
    }
  }
  assert.ok(letters > 0);
}

test('in plain and quoted scalars', () => check(`a: plain\nb: 'it''s'\nc: "x\\ty\\u00e9z"\n`));
test('in literal blocks', () => check('a: |\n  one\n    two\n\n  three\nb: |-\n    x: y\n'));
test('in literal blocks with CRLF and with an indentation indicator', () =>
  check('a: |\r\n  one\r\n  two\r\nb: |2\n  one\n  two\n'));

test('folded texts have no such places', () => {
  assert.equal(sourceOffset('>\n  one\n  two', 2), undefined);
});
