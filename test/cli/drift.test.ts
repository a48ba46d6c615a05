/** `plumbline drift`: what it prints in each format, its exit status, and that Secrets' values are in neither. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployedApplication, keyOfApplication, observation } from '../../server/src/model/drift/application.ts';
import { desiredObjects } from '../../server/src/model/drift/desired.ts';
import { type JsonObject, withAt } from '../../server/src/model/drift/json.ts';
import { repositories } from '../../server/src/model/workspace/inputs.ts';
import { ROOT } from '../kit/workspace.ts';
import { fluxApplication, managed, stored, URL } from '../model/drift/kit.ts';
import { type Outcome, plumbline } from './world.ts';

const FILES = {
  'app/kustomization.yaml': 'resources: [web.yaml, secret.yaml]\n',
  'app/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: a}\nspec:\n  replicas: 3\n',
  'app/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\nstringData:\n  token: hunter2\n',
};
const NOW = Date.parse('2026-11-21T08:30:00Z');

function drift(words: readonly string[], change: (object: JsonObject) => JsonObject): Promise<Outcome> {
  return plumbline(['drift', ...words], FILES, {
    drift: async (db) => {
      db.set(repositories, '', [{ root: ROOT, remotes: [URL] }]);
      const application = fluxApplication({});
      const key = keyOfApplication(application);
      db.set(deployedApplication, key, application);
      const scaled = managed('kubectl-scale', 'Update', { 'f:spec': { 'f:replicas': {} } }, 'scale');
      const objects = desiredObjects(db, key).objects.map(
        ({ key: one, json }) => [one, { live: stored(change(json), scaled) }] as const,
      );
      db.set(observation, key, { at: NOW, objects: new Map(objects) });
      return { context: 'production', keys: [key], now: NOW };
    },
  });
}

const changed = (object: JsonObject): JsonObject =>
  object.kind === 'Secret' ? withAt(object, ['data', 'token'], btoa('other')) : withAt(object, ['spec', 'replicas'], 5);

test('for people: fields with their places, who and when', async () => {
  const { status, out } = await drift([], changed);
  assert.equal(status, 1);
  assert.equal(
    out,
    [
      'flux-system/web  2 fields in 2 objects drifted',
      '    Deployment web  differs',
      '        spec.replicas: live 5, Git says 3',
      '            app/web.yaml:5:13 · kubectl-scale · 2 h ago',
      '    Secret s  differs',
      '        data.token: differs (the values are not shown)',
      '            app/secret.yaml:5:10',
      '',
    ].join('\n'),
  );
});

test('in sync is status 0', async () => {
  const { status, out } = await drift([], (object) => object);
  assert.equal(status, 0);
  assert.equal(out, 'flux-system/web  in sync\n');
});

test('for machines: the stable form', async () => {
  const { status, out } = await drift(['--format', 'json'], changed);
  assert.equal(status, 1);
  const document = JSON.parse(out);
  assert.equal(document.version, 1);
  assert.equal(document.context, 'production');
  const [application] = document.applications;
  assert.deepEqual(Object.keys(application), ['engine', 'namespace', 'name', 'drifted', 'unrendered', 'objects']);
  assert.deepEqual(application.objects[0], {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'a',
    name: 'web',
    state: 'differs',
    by: 'managedFields',
    place: { file: 'app/web.yaml', line: 0, character: 0 },
    fields: [
      {
        field: 'spec.replicas',
        desired: 3,
        live: 5,
        hidden: false,
        declared: true,
        place: { file: 'app/web.yaml', line: 4, character: 12 },
        change: { manager: 'kubectl-scale', operation: 'Update', time: '2026-11-21T06:12:00Z', subresource: 'scale' },
      },
    ],
  });
  assert.doesNotMatch(out, /hunter|aHVu|b3RoZXI/);
});

test('what cannot be is one line and status 2', async () => {
  const { status, err } = await plumbline(['drift'], FILES, { drift: async () => ({ error: 'https://x cannot be reached.' }) });
  assert.deepEqual({ status, err }, { status: 2, err: 'plumbline: https://x cannot be reached.\n' });
});
