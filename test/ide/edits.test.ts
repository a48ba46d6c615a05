/** Changes said in places become changes of text that keep style, comments and line breaks, and leave valid YAML. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { applyEdits } from '../../server/src/base/spans.ts';
import { changeOf } from '../../server/src/ide/edits.ts';
import { tree } from '../../server/src/model/source.ts';
import type { Edit } from '../../server/src/rules/rule.ts';
import { descendants } from '../../server/src/syntax/navigate.ts';
import type { Node, Tree } from '../../server/src/syntax/tree.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import { Dice, SEED } from '../kit/random.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const FILE = 'a.yaml';

/** Nodes are named by their text: a scalar by its value, a collection by `[]` or `{}` and its number of children. */
type Plan = (find: (value: string) => number, file: string, collection: (nth: number) => number) => readonly Edit[];

function check(before: string, plan: Plan, after: string | undefined): void {
  const workspace = new TestWorkspace({ [FILE]: before });
  const file = workspace.path(FILE);
  const nodes = tree(workspace.db, file).documents.flatMap(({ root }) => [...descendants(root)]);
  const find = (value: string): number => {
    const node = nodes.find((one) => one.kind === 'scalar' && one.value === value);
    assert.ok(node, `no scalar "${value}"`);
    return node.id;
  };
  const collections = nodes.filter(({ kind }) => kind === 'mapping' || kind === 'sequence');
  const edits = plan(find, file, (nth) => collections[nth]?.id ?? -1);
  assert.equal(apply(workspace, edits), after);
}

function apply(workspace: TestWorkspace, edits: readonly Edit[]): string | undefined {
  const change = changeOf(workspace.db, edits);
  if (change === undefined) return undefined;
  return applyEdits(workspace.text(FILE) ?? '', change.edits.get(workspace.path(FILE)) ?? []);
}

const remove =
  (...values: readonly string[]): Plan =>
  (find, file) =>
    values.map((value) => ({ do: 'remove', file, node: find(value) }));

const append =
  (nth: number, text: string): Plan =>
  (_, file, collection) => [{ do: 'append', file, node: collection(nth), text }];

test('an item goes with its line and its own comment, comments on lines of their own stay', () => {
  check('r:\n  - a # x\n  # about b\n  - b # y\n  - c\n', remove('b'), 'r:\n  - a # x\n  # about b\n  - c\n');
  check('r:\r\n- a\r\n- b\r\n', remove('b'), 'r:\r\n- a\r\n');
  check('r:\n- a\n- b', remove('b'), 'r:\n- a\n');
  check('- >\n  a\n\n  b\n- c\n', remove('a\nb\n'), '- c\n');
});

test('a collection left empty goes too, up to where something stays', () => {
  check('a: 1\nr:\n  - x\nb: 2\n', remove('x'), 'a: 1\nb: 2\n');
  check('a: 1\nr: { s: [x] }\n', remove('x'), 'a: 1\n');
  check('r:\n  - x\n  - y\nb: 2\n', remove('x', 'y'), 'b: 2\n');
  check('# head\nr:\n  - x\n', remove('x'), '# head\n');
});

test('an entry that shares its line with a dash makes room for the next one', () => {
  check('- name: x\n  value: y\n', remove('name'), '- value: y\n');
  check('- - a\n  - b\n', remove('a'), '- - b\n');
  check('- name: x # n\n  # about value\n  value: y\n', remove('name'), '-\n  # about value\n  value: y\n');
  check('- a: 1\n  b: 2\n  c: 3\n', remove('a', 'b'), '-\n  c: 3\n');
});

test('flow collections lose a comma with each child', () => {
  check('r: [a, b, c]\n', remove('a'), 'r: [b, c]\n');
  check('r: [a, b, c]\n', remove('b'), 'r: [a, c]\n');
  check('r: [a, b, c]\n', remove('c'), 'r: [a, b]\n');
  check('r: [a, b, c]\n', remove('b', 'c'), 'r: [a]\n');
  check('r: [a, b, c]\n', remove('a', 'c'), 'r: [b]\n');
  check('r: { a: 1, b: , c }\n', remove('b'), 'r: { a: 1, c }\n');
  check('r: [\n  a, # first\n  b, # second\n  c # third\n]\n', remove('b'), 'r: [\n  a, # first\n  c # third\n]\n');
  check('r: [\n  a, # first\n  b # second\n]\n', remove('b'), 'r: [\n  a # first\n]\n');
});

test('what is added takes the style of what is there', () => {
  check('r:\n  - a # x\nb: 1\n', append(1, 'new'), 'r:\n  - a # x\n  - new\nb: 1\n');
  check('r:\r\n- a', append(1, 'k: 1\nl: 2\n'), 'r:\r\n- a\r\n- k: 1\r\n  l: 2');
  check('r: []\n', append(1, 'a'), 'r: [a]\n');
  check('r: [a, b]\n', append(1, 'c'), 'r: [a, b, c]\n');
  check('r: [\n  a,\n  b,\n]\n', append(1, 'c'), 'r: [\n  a,\n  b,\n  c,\n]\n');
  check('r: [\n  a,\n  b # x\n]\n', append(1, 'c'), 'r: [\n  a,\n  b,\n  c # x\n]\n');
  check('- name: x\n  v: |+\n    text\n\n- y\n', append(1, 'new: 1'), '- name: x\n  v: |+\n    text\n\n  new: 1\n- y\n');
  check('- - a\n', append(1, 'b'), '- - a\n  - b\n');
  check('a: 1\n', append(0, 'b:\n  - c'), 'a: 1\nb:\n  - c\n');
});

test('lines and comments go as wholes, and edits in each other’s way are refused', () => {
  check('a: 1\nb: 2\n', (find, file) => [{ do: 'removeLines', file, at: { node: find('2') } }], 'a: 1\n');
  check('a: 1 # plumbline-ignore x/y\n', (_, file) => [{ do: 'removeComment', file, at: { node: 4 } }], 'a: 1\n');
  check('a: 1\n  # plumbline-ignore x/y\nb: 2\n', (_, file) => [{ do: 'removeComment', file, at: { node: 6 } }], 'a: 1\nb: 2\n');
  const twice: Plan = (find, file) => [
    { do: 'replace', file, at: { node: find('1') }, text: '2' },
    { do: 'replace', file, at: { node: find('1') }, text: '3' },
  ];
  check('a: 1\n', twice, undefined);
});

/** What a tree holds, without one child; an emptied collection goes from its own, like in the edit. */
function without(node: Node, gone: number): unknown {
  if (node.kind === 'sequence') {
    const kept = node.items.filter(({ id }) => id !== gone).map((item) => without(item, gone));
    const left = kept.filter((item) => item !== GONE);
    return left.length === 0 && node.items.length > 0 ? GONE : left;
  }
  if (node.kind === 'mapping') {
    const kept = node.entries.filter(({ key }) => key.id !== gone);
    const left = kept.map(({ key, value }) => [without(key, -1), without(value, gone)]).filter(([, value]) => value !== GONE);
    return left.length === 0 && node.entries.length > 0 ? GONE : left;
  }
  return node.kind === 'scalar' ? `${node.tag ?? ''}${node.value}` : `*${node.name}`;
}

const GONE = 'gone';

function content(read: Tree, gone = -1): readonly unknown[] {
  return read.documents.map(({ root }) => (root === undefined ? GONE : without(root, gone))).filter((one) => one !== GONE);
}

test('random removals and additions over real files leave what they should', { skip: CORPORA_MISSING }, (t) => {
  t.diagnostic(`seed ${SEED}`);
  const dice = new Dice(SEED);
  const files = corpusTexts('{argo-cd,bank-of-anthos,home-ops,gitops-catalog,podinfo,flux2-*}/**/*.{yaml,yml}')
    .filter(({ text }) => text.length < 20_000)
    .filter(() => dice.next() < 0.12);
  assert.ok(files.length > 100, `only ${files.length} files`);
  let done = 0;
  let refused = 0;
  for (const { path, text } of files) {
    const workspace = new TestWorkspace({ [FILE]: text });
    const file = workspace.path(FILE);
    const read = tree(workspace.db, file);
    if (read.documents.some(({ problems }) => problems.length > 0)) continue;
    const nodes = read.documents.flatMap(({ root }) => [...descendants(root)]);
    // Removing an anchor would take its aliases' meaning away; no rule does.
    if (nodes.some(({ anchor }) => anchor !== undefined) || nodes.length === 0) continue;
    const collections = nodes.filter((node) => node.kind === 'mapping' || node.kind === 'sequence');
    for (let round = 0; round < 8; round++) {
      const collection = dice.pick(collections);
      const child = collection.kind === 'mapping' ? collection.entries.map(({ key }) => key) : collection.items;
      if (child.length === 0) continue;
      const node = dice.pick(child).id;
      const isRemoval = dice.next() < 0.6;
      const added = collection.kind === 'mapping' ? 'added-key: added' : 'added';
      const edit: Edit = isRemoval ? { do: 'remove', file, node } : { do: 'append', file, node: collection.id, text: added };
      const after = apply(workspace, [edit]);
      const said = `${path}: ${JSON.stringify(edit)}`;
      if (after === undefined) {
        refused++;
        continue;
      }
      const parsed = tree(new TestWorkspace({ [FILE]: after }).db, file);
      assert.deepEqual(
        parsed.documents.flatMap(({ problems }) => problems),
        [],
        said,
      );
      const judged = [...parseAllDocuments(after)].flatMap(({ errors }) => errors);
      assert.deepEqual(judged, [], said);
      if (isRemoval) assert.deepEqual(content(parsed), content(read, node), said);
      else assert.equal(count(parsed), count(read) + (collection.kind === 'mapping' ? 2 : 1), said);
      assert.equal(/\r\n/.test(after), /\r\n/.test(text), said);
      done++;
    }
  }
  t.diagnostic(`${done} edits over ${files.length} files, ${refused} refused`);
  assert.ok(done > 500 && refused < done / 20, `${done} done, ${refused} refused`);
});

function count(read: Tree): number {
  return read.documents.reduce((sum, { root }) => sum + [...descendants(root)].length, 0);
}
