/** The fix that adds what the API server insists on: nested, in the style of the file, with places to fill in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { codeActions } from '../../server/src/ide/actions.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import type { SketchEdit } from '../../server/src/ide/edits/put.ts';
import { snippetOf } from '../../server/src/lsp/snippet.ts';
import { filledIn } from '../kit/filled-in.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const ALL = 'Add all missing required fields of this file';

type Files = Readonly<Record<string, string>>;

function mending(text: string, title: string, more: Files = {}): { readonly edits: readonly SketchEdit[] } {
  const workspace = new TestWorkspace({ ...more, 'a.yaml': text });
  const whole = { start: 0, end: text.length };
  const found = codeActions(workspace.db, workspace.path('a.yaml'), whole).filter(({ kind }) => kind === 'fix');
  const edits = found.find((one) => one.title === title)?.change.edits.get(workspace.path('a.yaml'));
  assert.ok(edits, `${title} is not among ${found.map((one) => one.title).join(' | ')}`);
  return { edits };
}

/** The text after the fix; once it is filled in, nothing is missing there. */
function mended(text: string, title: string, more: Files = {}): string {
  const { edits } = mending(text, title, more);
  const left = new TestWorkspace({ ...more, 'a.yaml': applyEdits(text, edits.map(filledIn)) });
  const found = diagnostics(left.db, left.path('a.yaml')).filter(({ rule }) => /missing-field|^yaml/.test(rule));
  if (title === ALL)
    assert.deepEqual(
      found.map(({ message }) => message),
      [],
    );
  else
    assert.ok(
      found.every(({ rule, message }) => rule === 'kubernetes/missing-field' && !message.includes(`"${title.slice(4)}"`)),
    );
  return applyEdits(text, edits);
}

const HEAD = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';

test('a field comes with all that is required below it, where people write it', () => {
  const text = `${HEAD}spec:\n  replicas: 2 # two\n  template:\n    metadata:\n      labels: { app: web }\n    spec:\n      containers: []\n`;
  assert.equal(
    mended(text, 'Add selector'),
    text.replace('  template', '  selector:\n    matchLabels:\n      app.kubernetes.io/name: web\n  template'),
  );
  assert.equal(
    mended(text, ALL),
    text
      .replace('  template', '  selector:\n    matchLabels:\n      app.kubernetes.io/name: web\n  template')
      .replace('containers: []', 'containers:\n        - name: web\n          image: '),
  );
});

test('the indentation and the dashes of the file are kept', () => {
  const wide = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n    name: web\nspec:\n    replicas: 2\n';
  assert.match(mended(wide, ALL), /\n {4}selector:\n {8}matchLabels:\n {12}app/);
  const low = `${POD}spec:\n  containers:\n  - name: a\n    image: a:1\n    ports:\n`;
  const ports = `${low}    - name: http\n`;
  assert.equal(mended(ports, 'Add containerPort'), `${ports}      containerPort: 8080\n`);
  const none = `${POD}spec:\n  tolerations:\n  - operator: Exists\n  containers: # to come\n`;
  assert.equal(mended(none, 'Add containers'), `${none}  - name: web\n    image: \n`);
  assert.equal(
    mended(none.replaceAll('\n', '\r\n'), 'Add containers'),
    `${none}  - name: web\n    image: \n`.replaceAll('\n', '\r\n'),
  );
});

test('a list has the name of an item first, and flow style stays flow style', () => {
  const block = `${POD}spec:\n  containers:\n    - image: a:1\n`;
  assert.equal(mended(block, 'Add name'), block.replace('image: a:1', 'name: web\n      image: a:1'));
  const flow = `${POD}spec: { containers: [ { image: a:1 }, {name: b, ports: [{name: http}]} ] }\n`;
  assert.equal(
    mended(flow, ALL),
    `${POD}spec: { containers: [ { name: web, image: a:1 }, {name: b, image: , ports: [{name: http, containerPort: 8080}]} ] }\n`,
  );
  const empty = `${POD}spec: { containers: [] }\n`;
  assert.equal(mended(empty, 'Add containers'), `${POD}spec: { containers: [{ name: web, image:  }] }\n`);
});

test('what is empty, or null, makes room', () => {
  for (const value of ['', ' {}', ' null', ' ~'])
    assert.deepEqual(
      mended(`${HEAD}spec:${value}\n`, 'Add spec').slice(HEAD.length).split('\n', 3),
      ['spec:', '  selector:', '    matchLabels:'],
      value,
    );
  assert.match(mended('apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'Add name'), /^metadata:\n {2}name: $/m);
  assert.match(
    mended('kind: ConfigMap\napiVersion: v1\ndata: {}\n', 'Add metadata'),
    /^apiVersion: v1\nmetadata:\n {2}name: \ndata/m,
  );
  const item = `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    -\n    - port: 80\n`;
  assert.equal(mended(item, 'Add port'), item.replace('    -\n', '    - port: 80\n'));
});

test('of several fields of which one has to be there each is offered', () => {
  const text = `${POD}spec:\n  containers:\n    - name: a\n      image: a:1\n      livenessProbe:\n        periodSeconds: 5\n`;
  const after = mended(text, 'Add httpGet');
  assert.ok(after.endsWith('        httpGet:\n          path: /\n          port: http\n        periodSeconds: 5\n'), after);
});

test('kinds that a definition in the repository describes are filled in by it', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: queues.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Queue, plural: queues }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size, limits]
              properties:
                size: { type: string, enum: [small, large] }
                limits: { type: object, required: [most], properties: { most: { type: integer } } }
`;
  const text = 'apiVersion: example.org/v1\nkind: Queue\nmetadata:\n  name: q\n';
  assert.equal(mended(text, 'Add spec', { 'queue.yaml': definition }), `${text}spec:\n  limits:\n    most: \n  size: small\n`);
});

test('places to fill in are stops: the name everywhere at once, all others by themselves', () => {
  const text = 'apiVersion: apps/v1\nkind: Deployment\n';
  const { edits } = mending(text, ALL);
  assert.equal(
    snippetOf(edits.flatMap(({ text, sketch }) => sketch ?? [text])),
    [
      '\nmetadata:\n  name: $1',
      '\nspec:\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: $1',
      '\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: $1',
      '\n    spec:\n      containers:\n        - name: $1\n          image: $2',
    ].join(''),
  );
});
