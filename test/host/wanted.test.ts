/** Texts that nothing but a reference asks for: generators' files, ignored ones too, binary ones as bytes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileBytes } from '../../server/src/model/workspace/inputs.ts';
import { Disk } from './disk.ts';

const KUSTOMIZATION =
  'configMapGenerator:\n- name: web\n  files: [app.properties, key=made/logo.png, ../outside.conf]\n  envs: [web.env]\n';

test('what a kustomization reads is loaded, and what it no longer reads stays away', async (t) => {
  const disk = new Disk(t, {
    'app/kustomization.yaml': KUSTOMIZATION,
    'app/app.properties': 'a=1\n',
    'app/other.properties': 'b=1\n',
    'app/web.env': 'c=1\n',
    'app/made/logo.png': new Uint8Array([0x89, 0x50, 0xff, 0]),
    '.gitignore': '*.env\n',
  });
  const loaded = await disk.load('app');
  assert.equal(loaded.text('app/app.properties'), 'a=1\n');
  assert.equal(loaded.text('app/web.env'), 'c=1\n');
  assert.equal(loaded.text('app/other.properties'), undefined);
  assert.equal(loaded.text('outside.conf'), undefined);
  assert.equal(fileBytes(loaded.db, disk.path('app/made/logo.png')), 'iVD/AA==');

  disk.write('app/app.properties', 'a=2\n');
  await loaded.changed('app/app.properties');
  assert.equal(loaded.text('app/app.properties'), 'a=2\n');
  disk.write('app/kustomization.yaml', 'configMapGenerator: [{name: web, files: [other.properties]}]\n');
  await loaded.changed('app/kustomization.yaml');
  assert.equal(loaded.text('app/other.properties'), 'b=1\n');
  disk.remove('app/other.properties');
  await loaded.changed('app/other.properties');
  assert.equal(loaded.text('app/other.properties'), undefined);
});

test('what an edited kustomization reads is loaded when it is saved', async (t) => {
  const disk = new Disk(t, { 'kustomization.yaml': 'resources: []\n', 'app.properties': 'a=1\n' });
  const loaded = await disk.load();
  loaded.workspace.edited(disk.path('kustomization.yaml'), 'configMapGenerator: [{name: web, files: [app.properties]}]\n');
  await loaded.changed('kustomization.yaml');
  assert.equal(loaded.text('app.properties'), 'a=1\n');
});
