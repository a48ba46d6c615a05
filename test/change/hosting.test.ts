/** What hosting services are asked, request by request, and what becomes of their answers. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { giteaApi, openAtGitea } from '../../client/src/hosting/gitea.ts';
import { githubApi, openAtGithub } from '../../client/src/hosting/github.ts';
import { gitlabApi, openAtGitlab } from '../../client/src/hosting/gitlab.ts';
import type { NewPullRequest } from '../../client/src/hosting/hosting.ts';
import { parseRemote } from '../../server/src/host/pull-request/remote.ts';

const WANTED: NewPullRequest = {
  repository: 'acme/gitops',
  branch: 'change/web',
  target: 'main',
  title: 'Change web',
  body: 'Because.',
  isDraft: true,
  reviewers: ['@ada', '@acme/web', '@other/team'],
};

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly body: unknown;
}

/** A host that answers in order, the last one for ever, and remembers what it was asked. */
async function host(
  t: TestContext,
  ...answers: readonly (readonly [number, unknown, Record<string, string>?])[]
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const token = String(request.headers.authorization ?? request.headers['private-token'] ?? '');
      const [status, body, headers] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}];
      asked.push({
        method: request.method ?? '',
        url: request.url ?? '',
        token,
        body: text === '' ? undefined : JSON.parse(text),
      });
      response
        .writeHead(status, { 'Content-Type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asked };
}

const MADE = { html_url: 'https://github.com/acme/gitops/pull/7', number: 7 };

test('GitHub: the pull request, then its reviewers', async (t) => {
  const { url, asked } = await host(t, [201, MADE], [201, {}]);
  assert.deepEqual(await openAtGithub(url, 's3cret', WANTED), {
    state: 'opened',
    url: MADE.html_url,
    number: 7,
    note: 'other/team cannot be asked for a review here',
  });
  assert.deepEqual(asked, [
    {
      method: 'POST',
      url: '/repos/acme/gitops/pulls',
      token: 'Bearer s3cret',
      body: { title: 'Change web', head: 'change/web', base: 'main', body: 'Because.', draft: true },
    },
    {
      method: 'POST',
      url: '/repos/acme/gitops/pulls/7/requested_reviewers',
      token: 'Bearer s3cret',
      body: { reviewers: ['ada'], team_reviewers: ['web'] },
    },
  ]);
});

test('GitHub: one for the branch exists already', async (t) => {
  const { url, asked } = await host(
    t,
    [422, { errors: [{ message: 'A pull request already exists for acme:change/web.' }] }],
    [200, [MADE]],
  );
  assert.deepEqual(await openAtGithub(url, 's3cret', WANTED), { state: 'existing', url: MADE.html_url });
  assert.equal(asked[1]?.url, '/repos/acme/gitops/pulls?head=acme%3Achange%2Fweb&base=main&state=open');
});

test('each refusal is one sentence, without the token', async (t) => {
  for (const [status, body, reason, signIn] of [
    [401, { message: 'Bad credentials' }, /does not accept the sign-in \(Bad credentials\)$/, true],
    [403, { message: 'Resource not accessible' }, /does not let you open pull requests in acme\/gitops/, true],
    [404, { message: 'Not Found' }, /knows no repository acme\/gitops, or does not show it to you$/, true],
    [
      422,
      { message: 'Validation Failed', errors: [{ message: 'No commits between main and change/web' }] },
      /refuses .*No commits between/,
      false,
    ],
    [500, 'no json', /busy or broken/, false],
    [201, { html_url: 'javascript:alert(1)', number: 1 }, /status 201/, false],
  ] as const) {
    const { url } = await host(t, [status, body]);
    const found = await openAtGithub(url, 's3cret', WANTED);
    assert.equal(found.state, 'refused');
    if (found.state !== 'refused') continue;
    assert.match(found.reason, reason);
    assert.equal(found.signIn, signIn);
    assert.doesNotMatch(JSON.stringify(found), /s3cret/);
  }
});

test('a busy host is asked again, a few times; one that is not there is told', async (t) => {
  const busy = await host(t, [503, {}], [429, {}, { 'Retry-After': '0' }], [201, MADE], [201, {}]);
  assert.equal((await openAtGithub(busy.url, 't', WANTED)).state, 'opened');
  const broken = await host(t, [503, {}]);
  assert.equal((await openAtGithub(broken.url, 't', WANTED)).state, 'refused');
  assert.equal(broken.asked.length, 3);
  const gone = await openAtGithub('http://127.0.0.1:1', 't', WANTED);
  assert.deepEqual(gone, { state: 'refused', reason: '127.0.0.1:1 cannot be reached', signIn: false });
});

test('GitLab: reviewers by number, subgroups, drafts; and one that exists', async (t) => {
  const wanted = { ...WANTED, repository: 'acme/platform/gitops' };
  const made = { web_url: 'https://gitlab.com/acme/platform/gitops/-/merge_requests/3', iid: 3 };
  const { url, asked } = await host(t, [200, [{ id: 42 }]], [201, made]);
  const opened = await openAtGitlab(url, 'glpat', wanted);
  assert.deepEqual(opened, {
    state: 'opened',
    url: made.web_url,
    number: 3,
    note: '@acme/web, @other/team cannot be asked for a review here',
  });
  assert.deepEqual(asked, [
    { method: 'GET', url: '/users?username=ada', token: 'glpat', body: undefined },
    {
      method: 'POST',
      url: '/projects/acme%2Fplatform%2Fgitops/merge_requests',
      token: 'glpat',
      body: {
        source_branch: 'change/web',
        target_branch: 'main',
        title: 'Draft: Change web',
        description: 'Because.',
        reviewer_ids: [42],
      },
    },
  ]);
  const again = await host(t, [409, { message: ['Another open merge request already exists'] }], [200, [made]]);
  assert.deepEqual(await openAtGitlab(again.url, 'glpat', { ...wanted, reviewers: [] }), {
    state: 'existing',
    url: made.web_url,
  });
});

test('Gitea: a draft by its title; a reviewer whom the host does not take keeps no other from being asked', async (t) => {
  const made = { html_url: 'https://codeberg.org/acme/gitops/pulls/7', number: 7 };
  const no = { message: 'user does not exist [uid: 0, name: ada]' };
  const { url, asked } = await host(t, [201, made], [404, no], [404, no], [201, []]);
  assert.deepEqual(await openAtGitea(url, 's3cret', WANTED), {
    state: 'opened',
    url: made.html_url,
    number: 7,
    note: `other/team, ada cannot be asked for a review here (${no.message})`,
  });
  const review = { method: 'POST', url: '/repos/acme/gitops/pulls/7/requested_reviewers', token: 'token s3cret' };
  assert.deepEqual(asked, [
    {
      method: 'POST',
      url: '/repos/acme/gitops/pulls',
      token: 'token s3cret',
      body: { title: 'WIP: Change web', head: 'change/web', base: 'main', body: 'Because.' },
    },
    { ...review, body: { reviewers: ['ada'], team_reviewers: ['web'] } },
    { ...review, body: { reviewers: ['ada'], team_reviewers: [] } },
    { ...review, body: { reviewers: [], team_reviewers: ['web'] } },
  ]);
});

test('Gitea: one for the branch exists already; an archived repository', async (t) => {
  const made = { html_url: 'https://codeberg.org/acme/gitops/pulls/7', number: 7 };
  const { url, asked } = await host(t, [409, { message: 'pull request already exists for these targets' }], [200, made]);
  assert.deepEqual(await openAtGitea(url, 't', WANTED), { state: 'existing', url: made.html_url });
  assert.equal(asked[1]?.url, '/repos/acme/gitops/pulls/main/change%2Fweb');
  const archived = await host(t, [423, { message: 'Repository is archived' }]);
  const refused = await openAtGitea(archived.url, 't', WANTED);
  assert.ok(refused.state === 'refused' && refused.reason.startsWith('acme/gitops is archived'), JSON.stringify(refused));
});

test('a token goes to no other host, wherever an answer points; a move within the host is followed', async (t) => {
  const elsewhere = await host(t, [201, MADE]);
  for (const status of [301, 302, 307, 308]) {
    const { url, asked } = await host(t, [status, '', { Location: `${elsewhere.url}/repos/acme/gitops/pulls` }]);
    for (const open of [openAtGithub, openAtGitlab, openAtGitea]) {
      const found = await open(url, 's3cret', { ...WANTED, reviewers: [] });
      assert.ok(found.state === 'refused' && /is not followed$/.test(found.reason), JSON.stringify(found));
    }
    assert.equal(asked.length, 3);
  }
  assert.equal(elsewhere.asked.length, 0);
  const moved = await host(t, [307, '', { Location: '/repositories/42/pulls' }], [201, MADE], [201, {}]);
  assert.equal((await openAtGithub(moved.url, 't', WANTED)).state, 'opened');
  assert.deepEqual(
    moved.asked.slice(0, 2).map(({ method, url }) => `${method} ${url}`),
    ['POST /repos/acme/gitops/pulls', 'POST /repositories/42/pulls'],
  );
  const loop = await host(t, [307, '', { Location: '/round' }]);
  assert.equal((await openAtGithub(loop.url, 't', WANTED)).state, 'refused');
  assert.equal(loop.asked.length, 4);
});

test('where the APIs are', () => {
  assert.equal(githubApi('github.com'), 'https://api.github.com');
  assert.equal(githubApi('acme.ghe.com'), 'https://api.acme.ghe.com');
  assert.equal(githubApi('git.acme.example:8443'), 'https://git.acme.example:8443/api/v3');
  assert.equal(gitlabApi('https://gitlab.acme.example'), 'https://gitlab.acme.example/api/v4');
  assert.equal(giteaApi('https://codeberg.org'), 'https://codeberg.org/api/v1');
});

test('the forms of remote URLs', () => {
  for (const [url, expected] of [
    ['https://github.com/acme/gitops.git', 'https github.com github.com acme/gitops'],
    ['https://ada:token@github.com/acme/gitops/', 'https github.com github.com acme/gitops'],
    ['https://git.acme.example:8443/acme/gitops', 'https git.acme.example git.acme.example:8443 acme/gitops'],
    ['git@github.com:acme/gitops.git', 'ssh github.com github.com acme/gitops'],
    ['ssh://git@git.acme.example:2222/acme/sub/gitops.git', 'ssh git.acme.example git.acme.example acme/sub/gitops'],
    ['ssh://git@ssh.github.com:443/acme/gitops.git', 'ssh github.com github.com acme/gitops'],
    ['git@gitlab.com:acme/a/b/gitops', 'ssh gitlab.com gitlab.com acme/a/b/gitops'],
    ['git+ssh://git@github.com/acme/gitops', 'ssh github.com github.com acme/gitops'],
    ['/srv/git/gitops.git', 'file   /srv/git/gitops.git'],
    ['file:///srv/git/gitops.git', 'file   /srv/git/gitops.git'],
    ['../gitops', 'file   ../gitops'],
    ['c:/git/gitops', 'file   c:/git/gitops'],
  ] as const) {
    const found = parseRemote(url);
    assert.ok(!('refused' in found), url);
    assert.equal(`${found.scheme} ${found.host} ${found.webHost} ${found.path}`, expected);
  }
  for (const url of [
    '',
    '-x',
    '--upload-pack=x',
    'ext::sh -c x',
    'ext::sh',
    'transport::x',
    'ssh://-oProxyCommand=x/y',
    'git@-x:y/z',
    'ssh://host/-x',
    'https:///a/b',
    'foo://a/b',
    'https://a b/c',
    `https://a/${'b'.repeat(3000)}`,
    'a\nb:c',
  ])
    assert.ok('refused' in parseRemote(url), url);
});
