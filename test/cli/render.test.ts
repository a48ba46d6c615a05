/** `plumbline render`: objects as text and data, the line behind each field, and a status that says whether all was built. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plumbline } from './world.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [cm.yaml]\n',
  'base/cm.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  port: "80"\n  text: |\n    one\n    two\n',
  'live/kustomization.yaml': 'namePrefix: live-\nresources:\n  - ../base\n',
  'broken/kustomization.yaml': 'resources:\n  - nothing.yaml\n',
};

test('the text is that of kustomize build', async () => {
  assert.deepEqual(await plumbline(['render', 'live'], FILES), {
    status: 0,
    out: 'apiVersion: v1\ndata:\n  port: "80"\n  text: |\n    one\n    two\nkind: ConfigMap\nmetadata:\n  name: live-settings\n',
    err: '',
  });
});

test('with --provenance every line says where it comes from', async () => {
  const { out } = await plumbline(['render', 'live', '--provenance'], FILES);
  assert.match(out, /^ {2}port: "80" # base\/cm.yaml:6 resource$/m);
  assert.match(out, /^ {2}text: \| # base\/cm.yaml:7 resource\n {4}one$/m);
  assert.match(out, /^ {2}name: live-settings # live\/kustomization.yaml:1 namePrefix$/m);
});

test('--format json --provenance gives pointers to places', async () => {
  const { out } = await plumbline(['render', 'live', '--format', 'json', '--provenance'], FILES);
  const { objects } = JSON.parse(out);
  assert.equal(objects.length, 1);
  assert.equal(objects[0].object.metadata.name, 'live-settings');
  assert.deepEqual(objects[0].origin, { file: 'base/cm.yaml', line: 0 });
  assert.deepEqual(objects[0].fields['/data/port'], { file: 'base/cm.yaml', line: 5, character: 8, via: 'resource' });
  assert.deepEqual(objects[0].fields['/metadata/name'], {
    file: 'live/kustomization.yaml',
    line: 0,
    character: 12,
    via: 'namePrefix',
  });
});

test('--all builds everything below; what fails stops nothing', async () => {
  const { status, out } = await plumbline(['render', '.', '--all', '--format', 'json'], FILES);
  assert.equal(status, 1);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ dir }) => dir),
    ['base', 'broken', 'live'],
  );
  assert.equal(lines[1].error, 'broken/kustomization.yaml:2:5: nothing.yaml does not exist');
  assert.equal(lines[2].objects[0].metadata.name, 'live-settings');
});

test('a build that fails is told in one line, with its place', async () => {
  assert.deepEqual(await plumbline(['render', 'broken'], FILES), {
    status: 1,
    out: '',
    err: 'plumbline: broken/kustomization.yaml:2:5: nothing.yaml does not exist.\n',
  });
});

test('what is no directory is wrong usage', async () => {
  const { status, err } = await plumbline(['render', 'base/cm.yaml'], FILES);
  assert.deepEqual([status, err], [2, 'plumbline: base/cm.yaml is no directory.\n']);
});
