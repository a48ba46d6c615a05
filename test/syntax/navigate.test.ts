/** Questions about trees, also about those that merge and alias without end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, descendants, entry, field, items, pathTo, textOf } from '../../server/src/syntax/navigate.ts';
import type { Node } from '../../server/src/syntax/tree.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';

function root(text: string): Node {
  const node = parseYaml(text).tree.documents[0]?.root;
  assert.ok(node !== undefined);
  return node;
}

test('own keys win over merged ones, the first merged mapping over the next', () => {
  const tree = root(
    'x: &x {a: 1, b: 1}\nz: &z {a: 2, c: 2, <<: {d: 2}}\none: {<<: *x, a: 0}\ntwo: {a: 0, <<: [*z, *x]}\nquoted: {"<<": *x}\n',
  );
  assert.equal(textOf(at(tree, 'one', 'a')), '0');
  assert.equal(textOf(at(tree, 'one', 'b')), '1');
  assert.equal(textOf(at(tree, 'two', 'a')), '0');
  assert.equal(textOf(at(tree, 'two', 'b')), '1');
  assert.equal(textOf(at(tree, 'two', 'c')), '2');
  assert.equal(textOf(at(tree, 'two', 'd')), '2');
  assert.equal(field(at(tree, 'quoted'), 'a'), undefined);
  assert.equal(textOf(entry(at(tree, 'two'), 'd')?.key), 'd');
});

test('mappings that merge one another twice, 40 deep, are looked into once each', () => {
  let text = 'm0: &m0 {first: 1}\n';
  for (let i = 1; i <= 40; i++) text += `m${i}: &m${i} {<<: [*m${i - 1}, *m${i - 1}]}\n`;
  const tree = root(text);
  assert.equal(textOf(at(tree, 'm40', 'first')), '1');
  assert.equal(at(tree, 'm40', 'missing'), undefined);
});

test('a chain of 20,000 merges needs no stack', () => {
  let text = 'm0: &m0 {first: 1}\n';
  for (let i = 1; i <= 20_000; i++) text += `m${i}: &m${i} {<<: *m${i - 1}}\n`;
  assert.equal(textOf(at(root(text), 'm20000', 'first')), '1');
});

test('every node is found again by the path to it', () => {
  const tree = root('a: [b, {c: d, e: [f]}]\n? [g]\n: h\n');
  for (const node of descendants(tree)) {
    const path = pathTo(tree, node.id);
    assert.ok(path !== undefined);
    let found: Node | undefined = tree;
    for (const step of path) found = typeof step === 'number' ? items(found)[step] : (field(found, step) ?? found);
    const isKey = node.kind === 'scalar' && path.at(-1) === node.value && found !== node;
    if (path[0] === 'a') assert.ok(isKey || found === node, path.join('/'));
  }
  assert.deepEqual(pathTo(tree, 10), ['a', 1, 'e', 0]);
  assert.equal(pathTo(tree, tree.id - 1), undefined);
});
