/** Words addressed to Plumbline count in comments only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../server/src/syntax/json/parse.ts';
import { type Parsed, spanOf } from '../../../server/src/syntax/tree.ts';
import { parseYaml } from '../../../server/src/syntax/yaml/parse.ts';

function check(name: string, text: string, expected: readonly string[], parsed: Parsed = parseYaml(text)): void {
  test(name, () => {
    const { tree, layout } = parsed;
    assert.deepEqual(
      tree.directives.map((one) => one.text),
      expected,
    );
    for (const { id, text: words } of tree.directives) {
      const { start, end } = spanOf(layout, id);
      assert.equal(text.slice(start, end), words);
    }
  });
}

check(
  'at the top, above, behind and below',
  '#plumbline-ignore a: x\nk: # plumbline-ignore b\n  v #\tplumbline-ignore c \r\n# plumbline-ignore d',
  ['plumbline-ignore a: x', 'plumbline-ignore b', 'plumbline-ignore c', 'plumbline-ignore d'],
);

check('behind other words of a comment', 'k: v # yamllint disable # plumbline-ignore a\n', ['plumbline-ignore a']);

check(
  'on the header of a text block, not in it',
  'k: | # plumbline-ignore a\n  # plumbline-ignore b\n\n  c\nl: >\n  # plumbline-ignore d\n',
  ['plumbline-ignore a'],
);

check('not in quotes', `k: "a\n  # plumbline-ignore b"\nl: ' # plumbline-ignore c' # plumbline-ignore d\n`, [
  'plumbline-ignore d',
]);

check('not behind a character', 'k: a#plumbline-ignore b\nl: http://x/#plumbline-ignore\n', []);

check('not where the word goes on', '# plumbline-ignored a\n', []);

check('between documents and in broken ones', 'k: "\n---\n# plumbline-ignore a\n---\nk: v: w # plumbline-ignore b\n', [
  'plumbline-ignore a',
  'plumbline-ignore b',
]);

const JSON5 = '// plumbline-ignore a: b\n{ /* plumbline-ignore c */ k: "// plumbline-ignore d", } //x plumbline-ignore e\n';
check(
  'in comments of JSON5, not in its texts',
  JSON5,
  ['plumbline-ignore a: b', 'plumbline-ignore c'],
  parseJson(JSON5, 'json5'),
);
