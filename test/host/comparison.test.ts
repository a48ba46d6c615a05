/** The base of a comparison as git has it: all kinds of changes, and nothing that the repository would like to run. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { Comparison } from '../../server/src/host/comparison.ts';
import { loadRepositories } from '../../server/src/host/folders.ts';
import { type Impact, impactOf } from '../../server/src/ide/impact/impact.ts';
import { told } from '../kit/change.ts';
import { PACE } from '../kit/workspace.ts';
import { Disk } from './disk.ts';
import { git, MISSING } from './repository.ts';

const map = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { key: "${value}" }\n`;

async function impact(disk: Disk, ref?: string): Promise<Impact> {
  const after = await loadRepositories([disk.root], () => {});
  const compared = await new Comparison(after).look([disk.root], ref);
  assert.ok(!('error' in compared), 'error' in compared ? compared.error : '');
  return impactOf({ before: compared.before, after, files: compared.files }, PACE);
}

function repository(t: TestContext, files: Readonly<Record<string, string>>): Disk {
  const disk = new Disk(t, files);
  git(disk, 'init', '-q');
  git(disk, 'add', '-A');
  git(disk, 'commit', '-qm', 'x');
  return disk;
}

const FILES = {
  'a/kustomization.yaml':
    'resources: [x.yaml]\nconfigMapGenerator:\n- name: made\n  files: [data.txt]\n  options: { disableNameSuffixHash: true }\n',
  'a/x.yaml': map('x', '1'),
  'a/data.txt': 'one\n',
};

test('staged, unstaged, committed, untracked, deleted and renamed files since the branch began', { skip: MISSING }, async (t) => {
  const disk = repository(t, FILES);
  git(disk, 'checkout', '-qb', 'topic');
  disk.write('a/x.yaml', map('x', '2'));
  git(disk, 'commit', '-qam', 'y');
  disk.write('a/data.txt', 'two\n');
  git(disk, 'add', '-A');
  disk.write('b.yaml', map('b', '1'));
  assert.deepEqual(
    told(await impact(disk)),
    ['a: ConfigMap made data.data.txt one → two', 'a: ConfigMap x data.key 1 → 2', 'repository root: ConfigMap b added'].sort(),
  );
  git(disk, 'mv', 'a/x.yaml', 'a/y.yaml');
  disk.write('a/kustomization.yaml', FILES['a/kustomization.yaml'].replace('x.yaml', 'y.yaml'));
  disk.remove('a/data.txt');
  assert.match(told(await impact(disk)).join('\n'), /a: after .*data\.txt/);
});

test('a file that only the base has a use for is read from it', { skip: MISSING }, async (t) => {
  const disk = repository(t, FILES);
  disk.write('a/kustomization.yaml', 'resources: [x.yaml]\n');
  assert.deepEqual(told(await impact(disk)), ['a: ConfigMap made removed']);
});

test('without a change there is no impact; unknown and option-like revisions are one sentence', { skip: MISSING }, async (t) => {
  const disk = repository(t, FILES);
  assert.deepEqual(told(await impact(disk)), []);
  const after = await loadRepositories([disk.root], () => {});
  for (const ref of ['nowhere', '--output=x']) {
    const compared = await new Comparison(after).look([disk.root], ref);
    assert.match('error' in compared ? compared.error : '', /no revision/);
  }
  assert.ok(!existsSync(disk.path('x')));
  const empty = new Disk(t, { 'a.yaml': '' });
  git(empty, 'init', '-q');
  const none = await new Comparison(after).look([empty.root], undefined);
  assert.match('error' in none ? none.error : '', /^[\w-]+ has no commit yet to compare with$/);
});

test('a sparse checkout, links and a detached HEAD', { skip: MISSING }, async (t) => {
  const disk = repository(t, { ...FILES, 'b/kustomization.yaml': 'resources: [y.yaml]\n', 'b/y.yaml': map('y', '1') });
  git(disk, 'checkout', '-q', '--detach');
  git(disk, 'sparse-checkout', 'set', 'a');
  assert.ok(!existsSync(disk.path('b/y.yaml')));
  symlinkSync('x.yaml', disk.path('a/link.yaml'));
  disk.write('a/x.yaml', map('x', '2'));
  assert.deepEqual(told(await impact(disk)).slice(0, 1), ['a: ConfigMap x data.key 1 → 2']);
});

test('nothing that the repository configures is run', { skip: MISSING }, async (t) => {
  const disk = repository(t, FILES);
  disk.write('.git/evil', `#!/bin/sh\ntouch '${disk.path('ran')}'\ncat\n`);
  chmodSync(disk.path('.git/evil'), 0o755);
  for (const name of [
    'core.fsmonitor',
    'core.sshCommand',
    'diff.external',
    'filter.x.clean',
    'filter.x.smudge',
    'diff.x.textconv',
    'core.pager',
  ])
    git(disk, 'config', name, disk.path('.git/evil'));
  disk.write('.gitattributes', '*.yaml filter=x diff=x\n');
  disk.write('a/x.yaml', map('x', '2'));
  assert.deepEqual(told(await impact(disk)), ['a: ConfigMap x data.key 1 → 2']);
  assert.ok(!existsSync(disk.path('ran')), 'a command of the repository ran');
  execFileSync('sh', ['-c', `echo | '${disk.path('.git/evil')}'`]);
  assert.ok(existsSync(disk.path('ran')), 'the trap is not armed');
});
