/** Which URLs name the repository at hand, and what Argo CD's and Flux's objects point at in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facts } from '../../../server/src/model/facts.ts';
import { isThisRepository } from '../../../server/src/model/this-repository.ts';
import { normalizedRemote } from '../../../server/src/model/workspace/remotes.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

test('a repository’s URL may be written in many ways', () => {
  for (const url of [
    'https://github.com/Acme/GitOps',
    'https://github.com/acme/gitops.git',
    'https://user:token@github.com/acme/gitops/',
    'git@github.com:acme/gitops.git',
    'git@GitHub.com:/acme/gitops',
    'ssh://git@github.com:22/acme/gitops.git',
    'ssh://git@github.com/acme/gitops',
    'git://github.com/acme/gitops',
  ])
    assert.equal(normalizedRemote(url), 'github.com/acme/gitops', url);
  for (const url of ['', '.', './charts', '/srv/git', 'charts/web', 'https://github.com', '{{.RepoURL}}'])
    assert.equal(normalizedRemote(url), undefined, url);
});

test('remotes decide, and only where there are none the paths do', () => {
  const application = (name: string, url: string, path: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name} }\nspec: { source: { repoURL: '${url}', path: ${path} } }\n`;
  const mine = 'https://git.example.com/acme/gitops';
  const other = 'https://git.example.com/acme/other';
  const files = {
    'apps/a.yaml': application('a', mine, 'apps'),
    'apps/b.yaml': application('b', mine, 'gone'),
    'apps/c.yaml': application('c', other, 'gone'),
    'apps/d.yaml': application('d', 'https://git.example.com/acme/root', '.'),
  };
  const unknown = new TestWorkspace(files);
  const isHere = (workspace: TestWorkspace, url: string): boolean =>
    isThisRepository(workspace.db, workspace.path('apps/a.yaml'), url);
  assert.ok(isHere(unknown, 'git@git.example.com:acme/gitops.git'));
  assert.ok(!isHere(unknown, other));
  assert.ok(!isHere(unknown, 'https://git.example.com/acme/root'), 'the root is everywhere and proves nothing');
  const known = new TestWorkspace(files, ['git@git.example.com:acme/other.git']);
  assert.ok(isHere(known, other));
  assert.ok(!isHere(known, mine));
});

test('Applications point at projects, directories and value files', () => {
  const workspace = new TestWorkspace(
    {
      'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web }
spec:
  project: platform
  sources:
    - { repoURL: 'https://github.com/acme/gitops', path: charts/web, helm: { valueFiles: [ values.yaml, $v/env/a.yaml ] } }
    - { repoURL: 'https://github.com/acme/gitops', ref: v }
  destination: { name: in-cluster, namespace: web }
`,
      'charts/web/Chart.yaml': 'name: web\n',
    },
    ['https://github.com/acme/gitops'],
  );
  const found = facts(workspace.db, workspace.path('app.yaml')).references.map(({ role, key }) => `${role} ${key}`);
  assert.deepEqual(found.sort(), [
    'argocd/namespace /Namespace/web',
    'argocd/path /repo/charts/web',
    'argocd/project argoproj.io/AppProject/platform',
    'argocd/valueFile /repo/charts/web/values.yaml',
    'argocd/valueFile /repo/env/a.yaml',
  ]);
});
