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

const SNIPPETS: Readonly<Record<string, Snippet>> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../snippets/gitops.json'), 'utf8'),
);

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
    const text = `${expanded(body).trimEnd()}\n`;
    assert.doesNotMatch(text, /\$\{/);
    const workspace = new TestWorkspace({ ...SURROUNDINGS, [name]: text });
    assert.deepEqual(
      diagnostics(workspace.db, workspace.path(name)).map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
    assert.equal(objectsIn(workspace.db, workspace.path(name)).length, prefix.startsWith('kustom') ? 0 : 1);
  });
}
