/** Random damage to texts, and what must hold for a YAML text however damaged. */
import assert from 'node:assert/strict';
import { equalTrees } from '../../server/src/syntax/equal.ts';
import { descendants } from '../../server/src/syntax/navigate.ts';
import { type Scalar, spanOf } from '../../server/src/syntax/tree.ts';
import { type ParsedYaml, parseYaml } from '../../server/src/syntax/yaml/parse.ts';
import type { Dice } from './random.ts';
import { assertOrdered } from './trees.ts';

const PIECES: readonly string[] = [
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    ': ',
    ':',
    '- ',
    '-',
    '? ',
    '#',
    ' #',
    '|',
    '>',
    '|-\n',
    '&a ',
    '*a ',
    '!t ',
    '%',
    '@',
    '\\',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\n  ',
    '\n---\n',
    '\n...\n',
    '\0',
    '\ufeff',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ud83d',
    '😀',
    '<<: ',
  ],
];

/** A few edits: pieces put in, stretches taken out, lines moved. */
export function damaged(text: string, dice: Dice): string {
  let result = text;
  for (let edits = dice.below(4) + 1; edits > 0; edits--) {
    const at = dice.below(result.length + 1);
    const choice = dice.below(10);
    if (choice < 6) result = result.slice(0, at) + dice.pick(PIECES) + result.slice(at);
    else if (choice < 8) result = result.slice(0, at) + result.slice(at + 1 + dice.below(8));
    else {
      const line = result.indexOf('\n', at) + 1;
      const end = result.indexOf('\n', line) + 1;
      const moved = result.slice(line, Math.max(line, end));
      const to = dice.below(result.length + 1);
      result = result.slice(0, to) + moved + result.slice(to);
    }
  }
  return result;
}

/** One edit as somebody makes it who types: mostly a word in a line, a line in or out, now and then damage. */
export function typed(text: string, dice: Dice): string {
  const lines = text.split('\n');
  const at = dice.below(lines.length);
  const line = lines[at] ?? '';
  switch (dice.below(8)) {
    case 0:
      return damaged(text, dice);
    case 1:
      lines.splice(at, 1);
      break;
    case 2:
      lines.splice(at, 0, dice.pick(lines));
      break;
    case 3:
      lines[at] = dice.pick(['  ', ' ', '---', '- ']) + line;
      break;
    case 4:
      lines[at] = line.slice(0, -1);
      break;
    default:
      lines[at] = line + dice.pick(['x', '-y', ' z', ':', ' # c']);
  }
  return lines.join('\n');
}

const says = ({ layout, sections }: ParsedYaml): string => `${layout.starts} ${layout.ends} ${JSON.stringify(sections)}`;

/** What `text` is read to after what it was before, which is what it is read to without. */
export function assertReadsAgain(before: ParsedYaml, text: string): ParsedYaml {
  const again = parseYaml(text, before);
  const afresh = parseYaml(text);
  // What is asserted takes its time, and is nearly always true.
  const isSame = again.isUsual === afresh.isUsual && says(again) === says(afresh) && equalTrees(again.tree, afresh.tree);
  if (!isSame) assert.deepEqual(again, afresh);
  return again;
}

/** No throw; spans in order and inside one another; every scalar's source says again what it said. */
export function assertSound(text: string): void {
  const parsed = parseYaml(text);
  assertOrdered(text, parsed);
  for (const { root, problems } of parsed.tree.documents) {
    if (problems.length > 0) continue;
    for (const node of descendants(root)) {
      if (node.kind !== 'scalar') continue;
      const { start, end } = spanOf(parsed.layout, node.id);
      assertRereads(node, text.slice(start, end));
    }
  }
}

function assertRereads(node: Scalar, source: string): void {
  if (source === '') {
    assert.equal(node.value, '');
    return;
  }
  const isBlock = node.style === 'literal' || node.style === 'folded';
  // Only what needs no text around it: one line, or an indented block that cuts off what follows its last line.
  const needsMore = isBlock ? !/^[|>]-?[ \t]*(?:#.*)?\n/.test(source) || /\n[^ \n]|\r/.test(source) : /[\r\n]/.test(source);
  // A key that ends with a colon needs the one behind it, a lone sign what made it text.
  if (needsMore || (node.style === 'plain' && (source.endsWith(':') || source === '-' || source === '?'))) return;
  const { tree } = parseYaml(`- ${source}\n`);
  const root = tree.documents[0]?.root;
  const again = root?.kind === 'sequence' ? root.items[0] : undefined;
  assert.equal(again?.kind, 'scalar', `${JSON.stringify(source)} is no scalar by itself`);
  // Blank lines below a block belong to its value, not to its span.
  const says = (value: string): string => (isBlock ? value.trimEnd() : value);
  assert.equal(says(again.value), says(node.value), JSON.stringify(source));
  assert.equal(again.style, node.style, JSON.stringify(source));
}
