/** What a client sees of changes: an overview, both sides of an object, sources, lenses; nothing before the workspace is trusted. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import type {
  ImpactLocation,
  ImpactResult,
  PushBranchResult,
  RollbackChoices,
  RollbackText,
} from '../../server/src/lsp/protocol.ts';
import { git, MISSING } from '../host/repository.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

const FILES: Record<string, string> = {
  CODEOWNERS: '* @acme/web\n',
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n',
  'staging/kustomization.yaml': 'resources: [../base]\n',
  'production/kustomization.yaml': 'resources: [../base]\nreplicas:\n  - name: web\n    count: 2\n',
};

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups) cleanup();
});

async function start(
  options: object,
): Promise<{ client: LspClient; root: string; uri: (file: string) => string; write: (file: string, text: string) => void }> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  git({ root }, 'init', '-q');
  git({ root }, 'add', '-A');
  git({ root }, 'commit', '-qm', 'x');
  const client = new LspClient();
  cleanups.push(() => {
    client.process.kill();
    rmSync(root, { recursive: true, force: true });
  });
  await client.initialize([root], {}, options);
  return { client, root, uri: (file) => uriOf(join(root, file)), write };
}

function lines(result: ImpactResult): readonly string[] {
  assert.equal(result.state, 'known', JSON.stringify(result));
  if (result.state !== 'known') return [];
  return result.applications.flatMap(({ title, objects }) =>
    objects.map((object) => `${title}: ${object.title} ${object.words}`),
  );
}

test('typing shows in the impact, with both sides, sources and a lens; undone, it is gone', { skip: MISSING }, async () => {
  const { client, uri } = await start({ commands: true, trusted: true });
  const ask = (refresh: boolean): Promise<ImpactResult> => client.request<ImpactResult>('plumbline/impact', { refresh });
  assert.deepEqual(lines(await ask(true)), []);
  const textDocument = { uri: uri('base/web.yaml'), languageId: 'yaml', version: 1, text: FILES['base/web.yaml'] ?? '' };
  client.notify('textDocument/didOpen', { textDocument });
  assert.deepEqual(lines(await ask(false)), []);
  const change = (version: number, text: string): void =>
    client.notify('textDocument/didChange', { textDocument: { uri: textDocument.uri, version }, contentChanges: [{ text }] });
  change(2, textDocument.text.replace('replicas: 1', 'replicas: 3'));
  const found = await ask(false);
  assert.deepEqual(lines(found), ['staging: Deployment web replicas 1 → 3']);
  assert.ok(found.state === 'known');
  assert.deepEqual(found.owners, ['@acme/web']);
  const [application] = found.applications;
  const [object] = application?.objects ?? [];
  assert.deepEqual(object?.at, {
    uri: textDocument.uri,
    range: { start: { line: 5, character: 12 }, end: { line: 5, character: 12 } },
    side: 'after',
  });
  const params = { application: application?.id, object: object?.id };
  assert.match(await client.request<string>('plumbline/impactText', { ...params, side: 'before' }), /^ {2}replicas: 1$/m);
  const text = await client.request<string>('plumbline/impactText', { ...params, side: 'after' });
  const line = text.split('\n').indexOf('  replicas: 3');
  const source = await client.request<ImpactLocation>('plumbline/impactSource', { ...params, side: 'after', line });
  assert.deepEqual([source.uri, source.range.start.line], [textDocument.uri, 5]);
  assert.equal(await client.request<string>('plumbline/impactBase', { uri: textDocument.uri }), textDocument.text);
  const lenses = await client.request<{ command: { title: string } }[]>('textDocument/codeLens', {
    textDocument: { uri: textDocument.uri },
  });
  assert.equal(lenses[0]?.command.title, 'changes 1 object in 1 application · owners @acme/web');
  assert.match(await client.request<string>('plumbline/impactMarkdown', null), /replicas 1 → 3/);
  change(3, textDocument.text);
  assert.deepEqual(lines(await ask(false)), []);
});

test('what changes on disk is seen once the editor tells', { skip: MISSING }, async () => {
  const { client, uri, write } = await start({ commands: true, trusted: true });
  await client.request('plumbline/impact', { refresh: true });
  write('production/kustomization.yaml', 'resources: [../base]\nreplicas:\n  - name: web\n    count: 0\n');
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('production/kustomization.yaml'), type: 2 }] });
  const found = await client.request<ImpactResult>('plumbline/impact', { refresh: false });
  assert.deepEqual(lines(found), ['production: Deployment web replicas 2 → 0']);
  assert.ok(found.state === 'known');
  assert.match(found.dangers[0]?.message ?? '', /is scaled to 0/);
});

test('before the workspace is trusted git is not run, afterwards it is', { skip: MISSING }, async () => {
  const { client } = await start({ commands: true });
  assert.deepEqual(await client.request('plumbline/impact', { refresh: true }), { state: 'untrusted' });
  assert.equal(await client.request('plumbline/impactMarkdown', null), null);
  client.notify('plumbline/trusted');
  assert.equal((await client.request<ImpactResult>('plumbline/impact', { refresh: true })).state, 'known');
});

test('a pull request is planned, told and pushed only in trusted workspaces, and only out of their repositories', {
  skip: MISSING,
}, async () => {
  const { client, uri } = await start({ commands: true });
  const plan = await client.request<{ state: string; reason: string }>('plumbline/pullRequestPlan', null);
  assert.match(plan.reason, /not trusted/);
  const root = uri('.').replace(/\/\.$/, '');
  assert.equal(await client.request('plumbline/pullRequestText', { root, files: [] }), null);
  const push = { branch: 'x', message: 'm', files: [] };
  for (const one of [root, 'file:///etc']) {
    const result = await client.request<{ state: string; reason: string }>('plumbline/pushBranch', { ...push, root: one });
    assert.equal(result.state, 'failed');
    assert.match(result.reason, /not trusted/);
  }
  client.notify('plumbline/trusted');
  const outside = await client.request<{ state: string }>('plumbline/pushBranch', { ...push, root: 'file:///etc' });
  assert.equal(outside.state, 'failed');
  const trusted = await client.request<{ state: string; reason: string }>('plumbline/pullRequestPlan', null);
  assert.match(trusted.reason, /no remote to push to/);
});

test('a commit is taken back only in trusted workspaces, and only out of their repositories; its text is that of the branch', {
  skip: MISSING,
}, async () => {
  const { client, uri, write, root: path } = await start({ commands: true });
  const remote = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-bare-')));
  cleanups.push(() => rmSync(remote, { recursive: true, force: true }));
  git({ root: remote }, 'init', '-q', '--bare', '--initial-branch=main');
  const here = { root: path };
  git(here, 'branch', '-M', 'main');
  git(here, 'remote', 'add', 'origin', remote);
  const production = FILES['production/kustomization.yaml'] ?? '';
  write('production/kustomization.yaml', production.replace('count: 2', 'count: 0'));
  git(here, 'config', 'user.name', 'Ada');
  git(here, 'config', 'user.email', 'ada@example.com');
  write(
    'cluster/production.yaml',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: prod, namespace: flux-system }\n' +
      'spec: { path: ./production, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system } }\n',
  );
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('cluster/production.yaml'), type: 1 }] });
  git(here, 'add', 'cluster');
  git(here, 'commit', '-qm', 'Deploy it');
  git(here, 'commit', '-qam', 'Scale it $(down)\u202e');
  git(here, 'push', '-q', 'origin', 'main');
  const commit = git(here, 'rev-parse', 'HEAD').trim();
  // What stands in the working tree alone has no part in it.
  write('base/web.yaml', (FILES['base/web.yaml'] ?? '').replace('replicas: 1', 'replicas: 7'));
  write('production/kustomization.yaml', production.replace('count: 2', 'count: 9'));
  const root = uri('.').replace(/\/\.$/, '');
  const ask = <T>(method: string, params: object): Promise<T> => client.request<T>(`plumbline/${method}`, params);
  const push = { commit, onto: commit, branch: 'revert/x', message: 'm' };
  const untouched = git(here, 'rev-parse', 'HEAD', 'origin/main');
  for (const one of [root, 'file:///etc']) {
    assert.deepEqual(await ask('rollbackText', { root: one, commit }), {
      state: 'impossible',
      reason: 'the workspace is not trusted, and git is not run in it',
    });
    assert.equal((await ask<PushBranchResult>('pushRevert', { ...push, root: one })).state, 'failed');
  }
  assert.match((await ask<{ reason: string }>('rollbackChoices', {})).reason, /not trusted/);
  assert.equal(git({ root: remote }, 'for-each-ref', '--format=%(refname)').trim(), 'refs/heads/main');
  client.notify('plumbline/trusted');
  client.notify('workspace/didChangeWatchedFiles', {
    changes: ['base/web.yaml', 'production/kustomization.yaml'].map((file) => ({ uri: uri(file), type: 2 })),
  });
  assert.equal((await ask<PushBranchResult>('pushRevert', { ...push, root: 'file:///etc' })).state, 'failed');
  assert.equal((await ask<RollbackText>('rollbackText', { root: 'file:///etc', commit })).state, 'impossible');
  const choices = await ask<RollbackChoices>('rollbackChoices', {});
  assert.ok(choices.state === 'possible', JSON.stringify(choices));
  assert.deepEqual(
    choices.history.map(({ subject }) => subject),
    ['Scale it $(down)\\u{202e}', 'Deploy it', 'x'],
  );
  for (const [params, subjects] of [
    [{ directory: 'production' }, ['Scale it $(down)\\u{202e}', 'x']],
    [{ directory: 'staging' }, ['x']],
    [{ application: 'Kustomization/flux-system/prod' }, ['Scale it $(down)\\u{202e}', 'Deploy it', 'x']],
  ] as const) {
    const found = await ask<RollbackChoices>('rollbackChoices', params);
    assert.deepEqual(found.state === 'possible' && found.history.map(({ subject }) => subject), subjects);
  }
  for (const params of [{ directory: '../..' }, { directory: 'gone' }, { application: 'Application/argocd/gone' }])
    assert.equal((await ask<RollbackChoices>('rollbackChoices', params)).state, 'impossible');
  const text = await ask<RollbackText>('rollbackText', { root, commit });
  assert.ok(text.state === 'possible', JSON.stringify(text));
  const { title, branch, body, reviewers, onto, files, dangers } = text;
  assert.deepEqual(
    [title, branch, reviewers, onto, files, dangers],
    ['Revert "Scale it $(down)\\u{202e}"', `revert/scale-it-down-u-202e-${commit.slice(0, 7)}`, ['@acme/web'], commit, 1, 0],
  );
  assert.match(body, new RegExp(`^This reverts commit ${commit}\\.\n\n1 file changed: 1 object in 1 application\\.`));
  assert.match(body, /replicas 0 → 2/);
  assert.doesNotMatch(body, /replicas: [79]/);
  const pushed = await ask<PushBranchResult>('pushRevert', { ...push, root });
  assert.equal(pushed.state, 'pushed', JSON.stringify(pushed));
  assert.equal(git(here, 'rev-parse', 'HEAD', 'origin/main'), untouched);
  assert.match(git({ root: remote }, 'show', 'revert/x:production/kustomization.yaml'), /count: 2/);
});
