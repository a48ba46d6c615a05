/** What an overlay replaces is not held against the base. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnostics } from '../../../server/src/ide/diagnostics.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: _\n';
const INVALID_LABEL = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels:\n    stage: "to be set"\n';

function rules(files: Readonly<Record<string, string>>, file: string): readonly string[] {
  const workspace = new TestWorkspace(files);
  return diagnostics(workspace.db, workspace.path(file)).map(({ rule }) => rule);
}

test('a name that a kustomization sets may be a placeholder', () => {
  assert.deepEqual(rules({ 'ns.yaml': NAMESPACE }, 'ns.yaml'), ['kubernetes/invalid-name']);
  const files = { 'ns.yaml': NAMESPACE, 'kustomization.yaml': 'namespace: web\nresources: [ns.yaml]\n' };
  assert.deepEqual(rules(files, 'ns.yaml'), []);
});

test('a value that a patch of an overlay replaces is not told, one that some overlay keeps is', () => {
  const base = { 'base/kustomization.yaml': 'resources: [map.yaml]\n', 'base/map.yaml': INVALID_LABEL };
  const overlay = 'resources: [../base]\npatches:\n- path: patch.yaml\n';
  const patch = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels:\n    stage: production\n';
  const one = { ...base, 'one/kustomization.yaml': overlay, 'one/patch.yaml': patch };
  assert.deepEqual(rules(base, 'base/map.yaml'), ['kubernetes/invalid-label']);
  assert.deepEqual(rules(one, 'base/map.yaml'), []);
  const two = { ...one, 'two/kustomization.yaml': 'resources: [../base]\n' };
  assert.deepEqual(rules(two, 'base/map.yaml'), ['kubernetes/invalid-label']);
});
