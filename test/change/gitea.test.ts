/** The whole way to a pull request with a real Gitea at its end: planned, told, pushed and opened as the editor does it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { giteaApi, openAtGitea } from '../../client/src/hosting/gitea.ts';
import type { Opened } from '../../client/src/hosting/hosting.ts';
import { comparePage } from '../../client/src/hosting/pages.ts';
import { type Site, siteOf } from '../../client/src/hosting/sites.ts';
import type { PullRequestPlan, PullRequestText, PushBranchResult } from '../../server/src/lsp/protocol.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';
import { Gitea, type Person } from './gitea.ts';
import { git, state, useOwnSettings, write } from './remote.ts';

const FILES: Readonly<Record<string, string>> = {
  CODEOWNERS: '* @bob @acme/platform @nobody\n',
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n',
  'production/kustomization.yaml': 'resources: [../base]\n',
};

/** A working copy with the server on it, and what the editor does with them. */
class Desk {
  readonly root: string;
  readonly client: LspClient;

  private constructor(root: string, client: LspClient) {
    this.root = root;
    this.client = client;
  }

  static async at(t: TestContext, root: string): Promise<Desk> {
    const client = new LspClient();
    t.after(() => client.process.kill());
    await client.initialize([root], {}, { commands: true, trusted: true });
    return new Desk(root, client);
  }

  plan(): Promise<PullRequestPlan> {
    return this.client.request<PullRequestPlan>('plumbline/pullRequestPlan', null);
  }

  text(files: readonly string[]): Promise<PullRequestText> {
    return this.client.request<PullRequestText>('plumbline/pullRequestText', { root: uriOf(this.root), files });
  }

  push(branch: string, files: readonly string[], message = 'Scale web'): Promise<PushBranchResult> {
    return this.client.request<PushBranchResult>('plumbline/pushBranch', { root: uriOf(this.root), branch, message, files });
  }

  /** Changes a file on the disk, and tells the server as an editor does. */
  change(path: string, text: string): void {
    write(this.root, path, text);
    this.client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(join(this.root, path)), type: 2 }] });
  }
}

function replicas(count: number): string {
  return (FILES['base/web.yaml'] ?? '').replace('replicas: 1', `replicas: ${count}`);
}

function open(site: Site, who: Person, branch: string, text?: PullRequestText, isDraft = false): Promise<Opened> {
  const { title = 'Scale web', body = '', reviewers = [] } = text ?? {};
  const wanted = { repository: site.repository, branch, target: 'main', title, body, isDraft, reviewers };
  return openAtGitea(giteaApi(site.url), who.token, wanted);
}

test('a pull request at a real Gitea', { timeout: 10 * 60_000 }, async (t) => {
  useOwnSettings(t);
  const gitea = await Gitea.start(t);
  if (gitea === undefined) return;
  const { admin } = gitea;
  const [bob, eve] = [gitea.person('bob'), gitea.person('eve')];
  await gitea.ask(admin, 'POST', '/orgs', { username: 'acme' });
  const team = { name: 'platform', permission: 'write', units: ['repo.code', 'repo.pulls'], includes_all_repositories: true };
  const { id } = await gitea.ask<{ id: number }>(admin, 'POST', '/orgs/acme/teams', team);
  await gitea.ask(admin, 'PUT', `/teams/${id}/members/bob`);
  await gitea.ask(admin, 'POST', '/orgs/acme/repos', { name: 'gitops', private: false, default_branch: 'main' });
  gitea.signIn(admin);
  const address = `${gitea.url}/acme/gitops.git`;
  const seed = join(gitea.home, 'seed');
  git(gitea.home, 'init', '-q', seed);
  for (const [path, text] of Object.entries(FILES)) write(seed, path, text);
  git(seed, 'add', '-A');
  git(seed, 'commit', '-qm', 'Lay the ground');
  git(seed, 'push', '-q', address, 'HEAD:refs/heads/main');
  const root = join(gitea.home, 'work');
  git(gitea.home, 'clone', '-q', address, root);
  const desk = await Desk.at(t, root);
  const branches = async (): Promise<readonly string[]> =>
    (await gitea.ask<readonly { name: string }[]>(admin, 'GET', '/repos/acme/gitops/branches')).map(({ name }) => name).sort();

  const { remote } = await desk.plan();
  const site = siteOf(remote, { [gitea.url]: 'gitea' });
  assert.ok(site);
  assert.deepEqual(site, { software: 'gitea', url: gitea.url, name: new URL(gitea.url).host, repository: 'acme/gitops' });

  await t.test('with the impact as its text and reviewers from CODEOWNERS', async () => {
    desk.change('base/web.yaml', replicas(3));
    const text = await desk.text(['base/web.yaml']);
    assert.match(text.body, /replicas/);
    assert.deepEqual(text.reviewers, ['@bob', '@acme/platform', '@nobody']);
    const pushed = await desk.push('change/web', ['base/web.yaml'], text.title);
    assert.equal(pushed.state, 'pushed', JSON.stringify(pushed));
    const opened = await open(site, admin, 'change/web', text);
    assert.ok(opened.state === 'opened', JSON.stringify(opened));
    assert.match(opened.note ?? '', /^nobody cannot be asked for a review here \(/);
    assert.equal(opened.url, `${gitea.url}/acme/gitops/pulls/${opened.number}`);
    const made = await gitea.ask<Made>(admin, 'GET', `/repos/acme/gitops/pulls/${opened.number}`);
    assert.equal(made.title, text.title);
    assert.equal(made.body, text.body);
    assert.equal(made.draft, false);
    assert.equal(`${made.head.ref} ${made.head.sha}`, `change/web ${pushed.state === 'pushed' ? pushed.commit : ''}`);
    assert.equal(made.base.ref, 'main');
    assert.deepEqual(
      (made.requested_reviewers ?? []).map(({ login }) => login),
      ['bob'],
    );
    assert.deepEqual(
      (made.requested_reviewers_teams ?? []).map(({ name }) => name),
      ['platform'],
    );
    const { status } = await fetch(comparePage(site, 'main', 'change/web'));
    assert.equal(status, 200);
  });

  await t.test('one for the branch is there: its address, and the new commit in it', async () => {
    desk.change('base/web.yaml', replicas(4));
    assert.equal((await desk.push('change/web', ['base/web.yaml'])).state, 'pushed');
    assert.deepEqual(await open(site, admin, 'change/web'), { state: 'existing', url: `${gitea.url}/acme/gitops/pulls/1` });
  });

  await t.test('a draft', async () => {
    git(root, 'switch', '-q', 'main');
    desk.change('base/web.yaml', replicas(5));
    assert.equal((await desk.push('change/draft', ['base/web.yaml'])).state, 'pushed');
    const opened = await open(site, admin, 'change/draft', undefined, true);
    assert.ok(opened.state === 'opened', JSON.stringify(opened));
    const made = await gitea.ask<Made>(admin, 'GET', `/repos/acme/gitops/pulls/${opened.number}`);
    assert.equal(`${made.draft} ${made.title}`, 'true WIP: Scale web');
  });

  await t.test('nothing between the branches, no such branch, no right to see it, a token that is none', async () => {
    const reason = async (given: Site, who: Person, branch: string): Promise<string> => {
      const found = await open(given, who, branch);
      assert.equal(found.state, 'refused', JSON.stringify(found));
      return found.state === 'refused' ? `${found.signIn ? 'sign in: ' : ''}${found.reason}` : '';
    };
    assert.match(await reason(site, admin, 'main'), /refuses the pull request \(Invalid PullRequest: There are no changes/);
    assert.match(await reason(site, admin, 'gone'), /^sign in: .* knows no repository acme\/gitops/);
    assert.match(await reason(site, { name: 'x', token: 'none' }, 'change/web'), /^sign in: .* does not accept the sign-in/);
    await gitea.ask(admin, 'POST', '/user/repos', { name: 'private', private: true, auto_init: true });
    const hidden = { ...site, repository: 'ada/private' };
    assert.match(await reason(hidden, eve, 'main'), /^sign in: .* knows no repository ada\/private/);
    await gitea.ask(admin, 'PATCH', '/repos/acme/gitops', { archived: true });
    assert.match(await reason(site, admin, 'change/other'), /^acme\/gitops is archived/);
    await gitea.ask(admin, 'PATCH', '/repos/acme/gitops', { archived: false });
  });

  await t.test('a push that Gitea refuses leaves everything as it was, and its words reach the person', async () => {
    git(root, 'restore', '.');
    git(root, 'switch', '-q', 'main');
    desk.change('base/web.yaml', replicas(6));
    const protection = { rule_name: 'release/**', enable_push: false, apply_to_admins: true };
    await gitea.ask(admin, 'POST', '/repos/acme/gitops/branch_protections', protection);
    await gitea.ask(admin, 'PUT', '/repos/acme/gitops/collaborators/eve', { permission: 'read' });
    for (const [who, branch, expected] of [
      [admin, 'change/web', /the branch change\/web exists already/],
      [admin, 'release/1', /[Nn]ot allowed to push to protected branch release\/1/],
      [eve, 'change/eve', /403|not allowed|permission|unauthorized/i],
    ] as const) {
      gitea.signIn(who);
      const [before, there] = [state(root), await branches()];
      const result = await desk.push(branch, ['base/web.yaml']);
      assert.ok(result.state === 'failed', JSON.stringify(result));
      assert.match(result.reason, expected);
      assert.doesNotMatch(JSON.stringify(result), new RegExp(who.token));
      assert.deepEqual(state(root), before);
      assert.deepEqual(await branches(), there);
    }
    // Somebody else's branch of that name, which nothing here knows of yet.
    gitea.signIn(bob);
    git(seed, 'push', '-q', address, 'HEAD:refs/heads/change/taken');
    gitea.signIn(admin);
    const before = state(root);
    const taken = await desk.push('change/taken', ['base/web.yaml']);
    assert.ok(taken.state === 'failed' && taken.step === 'push', JSON.stringify(taken));
    assert.deepEqual(state(root), before);
  });
});

interface Made {
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string };
  readonly requested_reviewers: readonly { readonly login: string }[] | null;
  readonly requested_reviewers_teams: readonly { readonly name: string }[] | null;
}
