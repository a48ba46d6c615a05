/** A line in a large document can become what it can in a small one: what is read around it stands for the whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Gap, gapsAt } from '../../server/src/ide/completion/gap.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';

const OBJECT = `apiVersion: apps/v1
kind: Deployment # what it is
metadata:
  name: web
  labels: { app: web,
    tier: "front" }
  annotations:
    text: |
      a: 1
    # about the words
      - b

    words: "one
      two"
spec:
  template:
    spec:
      containers:
      - name: app
        image: web:1
        env:
          - name: A
            value: long
              and longer
          -   name: B
# in the first column
            valueFrom:
                secretKeyRef: {name: s, key: k}
      - name: side
        ports: [ { containerPort: 80 } ]
      volumes:
      - name: data
        emptyDir: {}
status: {}
`;
/** Lines in front of which nothing can be added. */
const CONTINUED = /^ *(?:tier|and longer|two)/;
/** A sibling at the end that makes the document large. */
const PADDING = `data:\n${'  key:\n    - { a: 1 }\n    - b\n'.repeat(1100)}`;

function gaps(text: string, offset: number): readonly Pick<Gap, 'path' | 'present' | 'lead'>[] {
  return gapsAt(parseYaml(text), offset).map(({ path, present, lead }) => ({
    path,
    present: new Set([...present].filter((one) => one !== 'data')),
    lead,
  }));
}

test('a line that could be written into an object finds the same place in a large document', () => {
  const lines = OBJECT.split('\n');
  let found = 0;
  for (const [line, next] of lines.entries()) {
    if (next === '' || CONTINUED.test(next)) continue;
    const indent = ' '.repeat(next.search(/[^ ]/));
    const word = next.trimStart().startsWith('-') ? '- a' : 'a';
    const before = [...lines.slice(0, line), indent + word].join('\n');
    const text = `${before}\n${lines.slice(line).join('\n')}`;
    const small = gaps(text, before.length);
    if (small.length === 0) continue;
    const large = gaps(text + PADDING, before.length);
    found += large.length;
    const [fields, same] = [large, small].map((some) => some.filter(({ lead }) => lead === ''));
    assert.deepEqual(fields, same, `line ${line}: ${word}`);
    // A text that is broken before and after is given the benefit of the doubt only where all of it is read.
    for (const { lead, path } of large) if (lead !== '') assert.deepEqual(small.find((one) => one.lead !== '')?.path, path);
  }
  assert.ok(found > 12, `${found}`);
});
