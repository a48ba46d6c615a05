/** A text that is read again after a change comes to what it comes to when read for the first time. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { asMapping, at } from '../../../server/src/syntax/navigate.ts';
import { type ParsedYaml, parseYaml } from '../../../server/src/syntax/yaml/parse.ts';
import { assertReadsAgain, typed } from '../../kit/mutations.ts';
import { Dice, SEED } from '../../kit/random.ts';

const fixture = (name: string): string => readFileSync(resolve(import.meta.dirname, '../../fixtures/yaml', name), 'utf8');

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx
        args: ["-v", "3"]
      - name: other
        command:
          - sh
          - -c
          - |
            echo
            exit 1
  replicas: 3
`;

/** What the tests below change, each in a file of three documents. */
const FILE = `${DEPLOYMENT}---\n# second\n${DEPLOYMENT}---\n${DEPLOYMENT}`;

function changed(from: string, to: string, text = FILE): { readonly before: ParsedYaml; readonly after: ParsedYaml } {
  assert.ok(text.includes(from), from);
  const before = parseYaml(text);
  return { before, after: assertReadsAgain(before, text.replace(from, to)) };
}

test('a value that is typed leaves all other nodes what they are', () => {
  const { before, after } = changed('image: nginx', 'image: nginx:1.29');
  assert.equal(after.tree.documents[1], before.tree.documents[1]);
  const [old, now] = [before, after].map(({ tree }) => tree.documents[0]?.root);
  assert.notEqual(old, now);
  assert.equal(at(now, 'metadata'), at(old, 'metadata'));
  assert.equal(at(now, 'spec', 'replicas'), at(old, 'spec', 'replicas'));
  assert.notEqual(at(now, 'spec', 'template'), at(old, 'spec', 'template'));
});

test('a document that takes more numbers leaves those before it what they are', () => {
  const { before, after } = changed('# second', 'x:\n  y: z');
  assert.equal(after.tree.documents[0], before.tree.documents[0]);
  assert.equal(asMapping(after.tree.documents[1]?.root)?.entries.length, 5);
});

const CHANGES: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a document begins', '  replicas: 3\n---\n# second', '---\n  replicas: 3\n---\n# second'],
  ['a document is joined to the one before', '---\n# second\n', ''],
  ['the mark of a document is typed', '# second\n', '---'],
  ['a mark gets a letter', '---\n# second', '---x\n# second'],
  ['a mark in a block of text', '            echo\n', '            echo\n---\n'],
  ['an indented mark in a block of text', '            echo\n', '            echo\n            ---\n'],
  ['a document ends', '# second', '...'],
  ['a quote stays open', 'name: web', 'name: "web'],
  ['a bracket stays open', 'args: ["-v", "3"]', 'args: ["-v", "3"'],
  ['a dash loses its blank', '- name: other', '-name: other'],
  ['an item loses its dash', '          - -c\n', '            -c\n'],
  ['a line gets deeper', '  replicas: 3', '    replicas: 3'],
  ['a line loses its indentation', '  replicas: 3', 'replicas: 3'],
  ['a key loses its colon', 'template:', 'template'],
  ['a key gets a space in front of its colon', 'template:', 'template :'],
  ['a line joins the next', 'image: nginx\n', 'image: nginx'],
  ['a line in a text leaves it', '            exit 1', '        exit 1'],
  ['an anchor', 'image: nginx', 'image: &a nginx'],
  ['an alias without an anchor', 'image: nginx', 'image: *a'],
  ['an entry for an entry', 'image: nginx', 'ports: 8080'],
  ['two entries for one', 'image: nginx\n        args: ["-v", "3"]', 'a: b\n        c: [d, e]'],
  ['an item for an item', '- sh\n          - -c', '- -c\n          - sh'],
  ['a list in a list', '          - sh', '          - - sh'],
  ['a comment', 'image: nginx', 'image: nginx # why'],
  ['a directive', 'image: nginx', 'image: nginx # plumbline-ignore kubernetes/latest-tag: why'],
  ['a tab', 'image: nginx', 'image:\tnginx'],
  ['a carriage return', 'image: nginx\n', 'image: nginx\r\n'],
  ['a byte order mark', 'apiVersion', '\ufeffapiVersion'],
  ['half a character', 'image: nginx', 'image: \ud83d'],
  ['an expression', 'image: nginx', 'image: {{ image }}'],
  ['an expression in quotes', 'image: nginx', 'image: "{{ image }}"'],
];

for (const [what, from, to] of CHANGES) {
  test(`read again: ${what}, and back`, () => {
    const { after } = changed(from, to);
    assertReadsAgain(after, FILE);
    const end = changed(from, to, FILE.replaceAll('\n---\n', '\n---\n').trimEnd());
    assertReadsAgain(end.after, FILE.trimEnd());
  });
}

test('an alias stands for the anchored text as it is now', () => {
  const text = 'a: &x\n  b: c\n  d: e\nf: *x\ng: h\n';
  for (const [from, to] of [
    ['c', 'cc'],
    ['h', 'hh'],
    ['x\nf', 'y\nf'],
  ] as const)
    assertReadsAgain(parseYaml(text), text.replace(from, to));
});

for (const name of ['features.yaml', 'manifests.yaml']) {
  test(`${name}, typed in 150 times (PLUMBLINE_SEED=${SEED})`, () => {
    const dice = new Dice(SEED);
    const original = fixture(name);
    let parsed = parseYaml(original);
    for (let i = 0; i < 150; i++) {
      const next = i % 40 === 39 ? original : typed(parsed.text, dice);
      try {
        parsed = assertReadsAgain(parsed, next);
      } catch (error) {
        throw new Error(`edit ${i}: ${JSON.stringify(parsed.text)} to ${JSON.stringify(next)}`, { cause: error });
      }
    }
  });
}
