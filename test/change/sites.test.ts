/** Which hosting service a remote belongs to, and the pages there on which a pull request is opened by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePage } from '../../client/src/hosting/pages.ts';
import { type Site, siteOf } from '../../client/src/hosting/sites.ts';
import { parseRemote } from '../../server/src/host/pull-request/remote.ts';

function site(url: string, hosts?: Readonly<Record<string, unknown>>): Site | undefined {
  const remote = parseRemote(url);
  assert.ok(!('refused' in remote), url);
  return siteOf(remote, hosts);
}

const told = (url: string, hosts?: Readonly<Record<string, unknown>>): string => {
  const { software = 'unknown', url: address = '', name = '', repository = '' } = site(url, hosts) ?? {};
  return `${software} ${address} ${name} ${repository}`;
};

test('hosts that are known, or have the product in their name', () => {
  for (const [url, expected] of [
    ['git@github.com:acme/gitops.git', 'github https://github.com github.com acme/gitops'],
    ['https://acme.ghe.com/acme/gitops', 'github https://acme.ghe.com acme.ghe.com acme/gitops'],
    ['https://gitlab.acme.example/a/b/c', 'gitlab https://gitlab.acme.example gitlab.acme.example a/b/c'],
    ['ssh://git@codeberg.org/acme/gitops', 'gitea https://codeberg.org codeberg.org acme/gitops'],
    [
      'https://forgejo.acme.example:8443/acme/gitops',
      'gitea https://forgejo.acme.example:8443 forgejo.acme.example:8443 acme/gitops',
    ],
    ['https://acme@bitbucket.org/acme/gitops.git', 'bitbucket https://bitbucket.org bitbucket.org acme/gitops'],
    ['https://git.acme.example/acme/gitops', 'unknown https://git.acme.example git.acme.example acme/gitops'],
    [
      'https://github.com.evil.example/acme/gitops',
      'unknown https://github.com.evil.example github.com.evil.example acme/gitops',
    ],
    [
      'https://acme@dev.azure.com/acme/platform/_git/gitops',
      'azure https://dev.azure.com dev.azure.com acme/platform/_git/gitops',
    ],
    ['git@ssh.dev.azure.com:v3/acme/platform/gitops', 'azure https://dev.azure.com dev.azure.com acme/platform/_git/gitops'],
    ['https://acme.visualstudio.com/platform/_git/gitops', 'azure https://dev.azure.com dev.azure.com acme/platform/_git/gitops'],
    [
      'https://acme.visualstudio.com/DefaultCollection/platform/_git/gitops',
      'azure https://dev.azure.com dev.azure.com acme/platform/_git/gitops',
    ],
  ] as const)
    assert.equal(told(url), expected);
  assert.equal(site('/srv/git/gitops.git'), undefined);
});

test('what settings say of hosts: by name, by address, with a port, below a path; nothing else counts', () => {
  const hosts = {
    'git.acme.example': 'gitea',
    'http://127.0.0.1:3000': 'gitea',
    'https://acme.example/forge/': 'gitea',
    'https://code.acme.example:8443': 'gitlab',
    'git.other.example': 'nonsense',
    '': 'gitea',
    __proto__: 'gitea',
  };
  for (const [url, expected] of [
    ['git@git.acme.example:acme/gitops', 'gitea https://git.acme.example git.acme.example acme/gitops'],
    ['ssh://git@git.acme.example:2222/acme/gitops', 'gitea https://git.acme.example git.acme.example acme/gitops'],
    ['http://127.0.0.1:3000/acme/gitops.git', 'gitea http://127.0.0.1:3000 127.0.0.1:3000 acme/gitops'],
    ['http://127.0.0.1:3001/acme/gitops.git', 'unknown https://127.0.0.1:3001 127.0.0.1:3001 acme/gitops'],
    ['https://acme.example/forge/acme/gitops', 'gitea https://acme.example/forge acme.example acme/gitops'],
    ['git@acme.example:acme/gitops', 'gitea https://acme.example/forge acme.example acme/gitops'],
    ['git@code.acme.example:acme/gitops', 'gitlab https://code.acme.example:8443 code.acme.example:8443 acme/gitops'],
    ['https://git.other.example/a/b', 'unknown https://git.other.example git.other.example a/b'],
  ] as const)
    assert.equal(told(url, hosts), expected);
});

test('pages to open a pull request by hand', () => {
  for (const [url, expected] of [
    ['https://codeberg.org/acme/gitops', 'https://codeberg.org/acme/gitops/compare/main...change/a%20b'],
    ['https://git.acme.example/acme/gitops', 'https://git.acme.example/acme/gitops/compare/main...change/a%20b'],
    ['https://bitbucket.org/acme/gitops', 'https://bitbucket.org/acme/gitops/pull-requests/new?source=change%2Fa%20b&dest=main'],
    [
      'https://gitlab.acme.example/a/b/c',
      'https://gitlab.acme.example/a/b/c/-/merge_requests/new?merge_request%5Bsource_branch%5D=change%2Fa%20b&merge_request%5Btarget_branch%5D=main',
    ],
    [
      'https://dev.azure.com/acme/my%20platform/_git/gitops',
      'https://dev.azure.com/acme/my%20platform/_git/gitops/pullrequestcreate?sourceRef=change%2Fa%20b&targetRef=main',
    ],
    [
      'ssh://git@stash.acme.example:7999/plat/gitops.git',
      'https://stash.acme.example/projects/plat/repos/gitops/pull-requests?create&sourceBranch=refs%2Fheads%2Fchange%2Fa%20b&targetBranch=refs%2Fheads%2Fmain',
    ],
    [
      'https://stash.acme.example/scm/~ada/gitops.git',
      'https://stash.acme.example/users/ada/repos/gitops/pull-requests?create&sourceBranch=refs%2Fheads%2Fchange%2Fa%20b&targetBranch=refs%2Fheads%2Fmain',
    ],
  ] as const) {
    const found = site(url, { 'stash.acme.example': 'bitbucket-server' });
    assert.ok(found);
    assert.equal(comparePage(found, 'main', 'change/a b'), expected);
  }
});
