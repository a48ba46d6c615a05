/** What the snippets insert is what Plumbline itself accepts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { objectsIn } from '../../server/src/model/kubernetes/objects.ts';
import { TestWorkspace } from '../kit/workspace.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const SNIPPETS: Readonly<Record<string, Snippet>> = Object.assign(
  {},
  ...['gitops', 'kubernetes'].map((name) =>
    JSON.parse(readFileSync(resolve(import.meta.dirname, `../../snippets/${name}.json`), 'utf8')),
  ),
);

/** What pieces of a container are inserted into. */
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1
      ports:
        - name: http
          containerPort: 8080
`;

/** What the snippets' defaults point at. */
const SURROUNDINGS = {
  'repo/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
  'apps/production/web/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
  'apps/production/web/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
  'sources.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: podinfo\n  namespace: flux-system\nspec:\n  url: https://charts.example.com\n',
};

/** The text with every placeholder at its default, and the first of every choice. */
function expanded(body: readonly string[]): string {
  return body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]+)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}

for (const [title, { prefix, description, body }] of Object.entries(SNIPPETS)) {
  test(`the snippet "${prefix}" is valid as it is inserted`, () => {
    assert.ok(title.length > 0 && /\.$/.test(description));
    const name = prefix.startsWith('kustom') ? 'repo/kustomization.yaml' : 'snippet.yaml';
    const isPiece = prefix.startsWith('k8s-in-container');
    const plain = `${expanded(body).trimEnd()}\n`;
    const text = isPiece ? POD + plain.replaceAll(/^(?=.)/gm, '      ') : plain;
    assert.doesNotMatch(text, /\$\{/);
    const workspace = new TestWorkspace({ ...SURROUNDINGS, [name]: text });
    assert.deepEqual(
      diagnostics(workspace.db, workspace.path(name)).map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
    const documents = text.split('\n---\n').length;
    assert.equal(objectsIn(workspace.db, workspace.path(name)).length, prefix.startsWith('kustom') ? 0 : documents);
  });
}
