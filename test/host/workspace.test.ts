/** What a workspace on disk becomes in the database: files that belong, paths that exist, what is not looked into. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relative } from '../../server/src/base/paths.ts';
import { loadForBuild } from '../../server/src/host/folders.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { build } from '../../server/src/model/kustomize/build/build.ts';
import { overlaysOf } from '../../server/src/model/kustomize/provenance/overlays.ts';
import { fileList, leftOut, repositories } from '../../server/src/model/workspace/inputs.ts';
import { Disk } from './disk.ts';

test('texts of the languages that the analysis knows are loaded, other files exist as paths', async (t) => {
  const disk = new Disk(t, { 'apps/web.yaml': 'a: 1\n', 'apps/run.sh': 'echo', CODEOWNERS: '* @a\n' });
  const loaded = await disk.load();
  assert.deepEqual(loaded.files, ['CODEOWNERS', 'apps/run.sh', 'apps/web.yaml']);
  assert.equal(loaded.text('apps/web.yaml'), 'a: 1\n');
  assert.equal(loaded.text('apps/run.sh'), undefined);
  assert.equal(loaded.kind('apps/run.sh'), 'file');
  assert.equal(loaded.kind('apps'), 'directory');
  assert.equal(loaded.kind('apps/none.yaml'), undefined);
  assert.equal(loaded.kind('apps/Web.yaml'), undefined);
});

test('what git-crypt has locked is left out: no text, and no mistake', async (t) => {
  const locked = Buffer.concat([Buffer.from('\0GITCRYPT\0', 'latin1'), Buffer.from([0, 255, 254, 60, 10])]);
  const disk = new Disk(t, {
    'a/secrets.tf': locked,
    'a/secret.yaml': locked,
    'a/main.tf': 'output "a" {\n  value = var.secret\n}\n',
  });
  const loaded = await disk.load();
  assert.equal(loaded.text('a/secret.yaml'), undefined);
  assert.match(leftOut(loaded.db, '').get(disk.path('a/secrets.tf')) ?? '', /git-crypt/);
  for (const file of ['a/main.tf', 'a/secrets.tf', 'a/secret.yaml'])
    assert.deepEqual(
      diagnostics(loaded.db, disk.path(file)).filter(({ severity }) => severity !== 'info'),
      [],
    );
});

test('ignored files exist and do not belong; ignored directories and those of others are unknown', async (t) => {
  const disk = new Disk(t, {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/info/exclude': 'mine.yaml\n',
    '.gitignore': '*.gen.yaml\n/out/\n!keep.gen.yaml\nbuild\n',
    'a.yaml': '',
    'mine.yaml': '',
    'x.gen.yaml': '',
    'keep.gen.yaml': '',
    'out/a.yaml': '',
    'apps/out/a.yaml': '',
    'apps/build/a.yaml': '',
    'apps/.gitignore': '!build/\n*.tmp.yaml\n',
    'apps/b.tmp.yaml': '',
    'node_modules/p/a.yaml': '',
    'tf/.terraform/m.yaml': '',
  });
  const loaded = await disk.load();
  assert.deepEqual(loaded.files, [
    '.gitignore',
    'a.yaml',
    'apps/.gitignore',
    'apps/build/a.yaml',
    'apps/out/a.yaml',
    'keep.gen.yaml',
  ]);
  assert.equal(loaded.kind('x.gen.yaml'), 'file');
  assert.equal(loaded.text('x.gen.yaml'), undefined);
  for (const path of ['out', 'out/a.yaml', 'out/deep/er.yaml', 'node_modules/p', 'tf/.terraform', '.git/HEAD', '..', '../x']) {
    assert.equal(loaded.kind(path), 'unknown', path);
  }
  assert.deepEqual(repositories(loaded.db, ''), [{ root: disk.root, remotes: [], branch: 'main' }]);
});

test('a folder below the root of its repository knows the repository, its ignore files, and nothing beside the folder', async (t) => {
  const config =
    '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://me:token@git.example.com/o/r.git # c\n[remote "up"]\n url="git@git.example.com:o/r"\n';
  const disk = new Disk(t, {
    '.git/HEAD': '0123456\n',
    '.git/config': config,
    '.gitignore': 'apps/web/x.yaml\n',
    'base/b.yaml': '',
    'apps/web/x.yaml': '',
    'apps/web/y.yaml': '',
  });
  const loaded = await disk.load('apps');
  assert.deepEqual(loaded.files, ['apps/web/y.yaml']);
  assert.equal(loaded.kind('base/b.yaml'), 'unknown');
  assert.deepEqual(repositories(loaded.db, ''), [
    { root: disk.root, remotes: ['https://git.example.com/o/r.git', 'git@git.example.com:o/r'] },
  ]);
});

test('several folders, repositories inside repositories, and a folder given twice', async (t) => {
  const disk = new Disk(t, {
    'one/.git/HEAD': '',
    'one/.gitignore': '*.yaml\n',
    'one/a.yaml': '',
    'one/inner/.git/HEAD': '',
    'one/inner/b.yaml': '',
    'two/c.yaml': '',
  });
  const loaded = await disk.load('one', 'two', 'one/inner', 'one');
  assert.deepEqual(loaded.files, ['one/.gitignore', 'one/inner/b.yaml', 'two/c.yaml']);
  assert.deepEqual(loaded.repositories, ['one', 'one/inner', 'two']);
});

test('loading other folders forgets the ones before', async (t) => {
  const disk = new Disk(t, { 'one/a.yaml': 'a: 1', 'two/b.yaml': 'b: 1' });
  const loaded = await disk.load('one');
  await loaded.workspace.open([disk.path('two')]);
  assert.deepEqual(loaded.files, ['two/b.yaml']);
  assert.equal(loaded.text('one/a.yaml'), undefined);
  assert.equal(loaded.kind('one/a.yaml'), 'unknown');
  assert.deepEqual(loaded.repositories, ['two']);
});

test('a build outside of repositories goes into the directories beside it, and never all over the machine', async (t) => {
  const disk = new Disk(t, {
    'case/overlays/production/kustomization.yaml': 'resources: [../../base]\n',
    'case/base/kustomization.yaml': 'resources: [web.yaml, ../more, ../../../../../../../../etc]\n',
    'case/base/web.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
    'case/more/kustomization.yaml': 'namePrefix: a-\n',
    'case/strange/kustomization.yaml': `resources: [${'../'.repeat(12)}etc]\n`,
  });
  const read = async (directory: string): Promise<readonly string[]> =>
    fileList(await loadForBuild(disk.path(directory), disk.path(directory), () => {}), '').map((file) =>
      relative(disk.root, file),
    );
  assert.deepEqual(await read('case/overlays/production'), [
    'case/base/kustomization.yaml',
    'case/base/web.yaml',
    'case/more/kustomization.yaml',
    'case/overlays/production/kustomization.yaml',
    'case/strange/kustomization.yaml',
  ]);
  assert.deepEqual(await read('case/strange'), ['case/strange/kustomization.yaml']);
});

test('a directory behind a link is built as the one that it leads to, and known as used', async (t) => {
  const disk = new Disk(t, {
    'all/kustomization.yaml': 'resources: [../deep/er/default]\n',
    'deep/er/2.x/kustomization.yaml': 'resources: [../../../base, more.yaml]\n',
    'deep/er/2.x/more.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: more }\n',
    'base/kustomization.yaml': 'resources: [a.yaml]\n',
    'base/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    // What is relative to the directory is not relative to the link.
    'far/away/kustomization.yaml': 'resources: [../link]\n',
    'round/one/kustomization.yaml': 'resources: [../two]\n',
    'round/two/kustomization.yaml': 'resources: [back]\n',
  });
  disk.link('deep/er/default', '2.x');
  disk.link('far/link', '../deep/er/2.x');
  disk.link('round/two/back', '../one');
  const { db } = await disk.load();
  const built = (path: string) => {
    const { objects, problems } = build(db, disk.path(path));
    return [...objects.map(({ id }) => id.name), ...problems.map(({ code }) => code)];
  };
  assert.deepEqual(built('all'), ['a', 'more']);
  assert.deepEqual(built('far/away'), ['a', 'more']);
  assert.deepEqual(built('round/one'), ['cycle']);
  assert.deepEqual(overlaysOf(db, disk.path('base/a.yaml')), [disk.path('all'), disk.path('far/away')]);
});
