/** What a change does to what is deployed: the objects of the applications that it reaches, and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Database } from '../../../server/src/engine/database.ts';
import { missingTexts, writeBase } from '../../../server/src/model/impact/base.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import { baseFiles, type Files, impactOfChange, told } from '../../kit/change.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const web = (more = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n${more}  template:\n    spec:\n      containers:\n        - name: web\n          image: shop/web:1.4.1\n`;
const configMap = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: ${value}\n`;

const BASE: Files = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': web(),
  'overlays/production/kustomization.yaml': 'resources: [../../base]\nnamespace: shop\n',
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  'other/kustomization.yaml': 'resources: [config.yaml]\n',
  'other/config.yaml': configMap('other', 'a'),
};

async function change(edits: Record<string, string | undefined>, before: Files = BASE): Promise<readonly string[]> {
  const after: Record<string, string> = { ...before };
  for (const [path, text] of Object.entries(edits)) {
    if (text === undefined) delete after[path];
    else after[path] = text;
  }
  return told(await impactOfChange(before, after));
}

test('a change in a base is told for every overlay, and nowhere else', async () => {
  const text = web().replace('1.4.1', '1.4.2').replace('replicas: 2', 'replicas: 3');
  assert.deepEqual(await change({ 'base/web.yaml': text }), [
    'overlays/production: Deployment web replicas 2 → 3 · image 1.4.1 → 1.4.2',
    'overlays/staging: Deployment web replicas 2 → 3 · image 1.4.1 → 1.4.2',
  ]);
});

test('what renders the same is no change: comments, order of keys, moved files', async () => {
  assert.deepEqual(await change({ 'base/web.yaml': `# about the web\n${web()}` }), []);
  assert.deepEqual(
    await change({
      'base/web.yaml': undefined,
      'base/app/web.yaml': web(),
      'base/kustomization.yaml': 'resources: [app/web.yaml]\n',
    }),
    [],
  );
});

test('only kustomizations that the change reaches are built', async () => {
  const { executed } = await impactOfChange(BASE, { ...BASE, 'other/config.yaml': configMap('other', 'b') });
  const builds = executed.filter((one) => /^(?:kustomize|unrestricted)Build /.test(one));
  assert.deepEqual(builds, ['kustomizeBuild /repo/other']);
});

test('an object keeps its identity where its name follows its content, and whoever names it is told last', async () => {
  const before = {
    'app/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  files: [app.properties]\n',
    'app/app.properties': 'mode=a\n',
    'app/web.yaml': `${web()}          envFrom: [{ configMapRef: { name: settings } }]\n`,
  };
  const lines = await change({ 'app/app.properties': 'mode=b\n' }, before);
  assert.equal(lines.length, 2);
  assert.match(lines.join('\n'), /ConfigMap settings-\w{10} → settings-\w{10} data\.app\.properties mode=a → mode=b/);
  assert.match(lines.join('\n'), /Deployment web configMapRef\.name settings-\w{10} → settings-\w{10}/);
});

test('the values of Secrets are told to differ, and never told', async () => {
  const secret = (value: string): string =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData:\n  token: ${value}\n`;
  const before = { 'a/kustomization.yaml': 'resources: [s.yaml]\n', 'a/s.yaml': secret('hunter2') };
  const impact = await impactOfChange(before, { ...before, 'a/s.yaml': secret('swordfish') });
  assert.deepEqual(told(impact), ['a: Secret token stringData.token changed (hidden)']);
  assert.doesNotMatch(JSON.stringify(impact), /hunter2|swordfish/);
  const [object] = impact.applications[0]?.objects ?? [];
  assert.notDeepEqual(object?.before, object?.after);
});

test('objects come and go with their files', async () => {
  assert.deepEqual(
    await change({
      'other/kustomization.yaml': 'resources: [more.yaml]\n',
      'other/more.yaml': configMap('more', 'a'),
      'other/config.yaml': undefined,
    }),
    ['other: ConfigMap more added', 'other: ConfigMap other removed'],
  );
  assert.deepEqual(await change({ 'new/kustomization.yaml': 'resources: [a.yaml]\n', 'new/a.yaml': configMap('a', 'a') }), [
    'new: ConfigMap a added',
  ]);
  assert.deepEqual(await change({ 'other/kustomization.yaml': undefined, 'other/config.yaml': undefined }), [
    'other: ConfigMap other removed',
  ]);
});

test('what does not build is told, and its objects are not said to be gone', async () => {
  const lines = await change({ 'base/web.yaml': undefined });
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /^overlays\/production: after .*web\.yaml/);
  assert.match(lines[1] ?? '', /^overlays\/staging: after .*web\.yaml/);
});

test('applications are what Argo CD and Flux deploy, with kustomizations and with plain manifests', async () => {
  const remotes = ['https://github.com/acme/shop.git'];
  const before: Files = {
    'argocd/staging/web.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec:\n  source:\n    repoURL: https://github.com/acme/shop\n    path: overlays/staging\n',
    'clusters/production/plain.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: plain, namespace: flux-system }\nspec:\n  path: ./plain\n  prune: true\n  sourceRef: { kind: GitRepository, name: flux-system }\n',
    'clusters/production/sources.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: flux-system, namespace: flux-system }\nspec:\n  url: https://github.com/acme/shop\n  ref: { branch: main }\n',
    'plain/deep/config.yaml': configMap('deep', 'a'),
    'plain/nested/kustomization.yaml': 'resources: [../../base]\n',
    ...BASE,
  };
  const after = { ...before, 'plain/deep/config.yaml': configMap('deep', 'b'), 'base/web.yaml': web().replace('1.4.1', '2') };
  const impact = await impactOfChange(before, after, remotes);
  assert.deepEqual(told(impact), [
    'overlays/production: Deployment web image 1.4.1 → 2',
    'production/plain: ConfigMap deep data.key a → b',
    'production/plain: Deployment web image 1.4.1 → 2',
    'staging/web: Deployment web image 1.4.1 → 2',
  ]);
});

test('an Application that points elsewhere takes its objects along', async () => {
  const application = (path: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec:\n  source:\n    repoURL: https://github.com/acme/shop\n    path: ${path}\n`;
  const before = { ...BASE, 'argocd/web.yaml': application('overlays/staging') };
  const impact = await impactOfChange(before, { ...before, 'argocd/web.yaml': application('other') }, [
    'https://github.com/acme/shop',
  ]);
  assert.deepEqual(told(impact), [
    'argocd: Application web source.path overlays/staging → other',
    'web: ConfigMap other added',
    'web: Deployment web removed',
  ]);
});

test('manifests that nothing deploys are told by their directory', async () => {
  const before = { 'loose/a.yaml': configMap('a', '1'), 'loose/b.yaml': configMap('b', '1') };
  assert.deepEqual(await change({ 'loose/a.yaml': configMap('a', '2') }, before), ['loose: ConfigMap a data.key 1 → 2']);
});

test('fields know the lines that set them on both sides', async () => {
  const after = {
    ...BASE,
    'overlays/staging/kustomization.yaml': 'resources: [../../base]\nreplicas:\n- name: web\n  count: 5\n',
  };
  const [application] = (await impactOfChange(BASE, after)).applications;
  const [field] = application?.objects[0]?.fields ?? [];
  assert.equal(field?.field, 'spec.replicas');
  assert.deepEqual([field?.beforeAt?.file, field?.beforeAt?.line], ['base/web.yaml', 5]);
  assert.deepEqual([field?.afterAt?.file, field?.afterAt?.line], ['overlays/staging/kustomization.yaml', 3]);
});

test('a text that only the old side asks for is known to be missing', async () => {
  const before = { 'a/kustomization.yaml': 'configMapGenerator:\n- name: c\n  files: [x.txt]\n' };
  const after = { 'a/kustomization.yaml': 'resources: []\n' };
  const workspace = new TestWorkspace({ ...after, 'a/x.txt': 'x' });
  workspace.db.set(fileText, workspace.path('a/x.txt'), undefined);
  const base = new Database();
  const files = baseFiles(workspace, before, after);
  writeBase(base, workspace.db, files);
  assert.deepEqual(missingTexts(base, files.keys()), ['/repo/a/x.txt']);
});

test('owners are those of the changed files, Terraform roots are named', async () => {
  const before = { ...BASE, '.github/CODEOWNERS': '/base/ @acme/web\n*.tf @acme/cloud\n', 'terraform/dns/main.tf': '' };
  const after = { ...before, 'base/web.yaml': web().replace('1.4.1', '2'), 'terraform/dns/main.tf': 'locals {}\n' };
  const impact = await impactOfChange(before, after);
  assert.deepEqual(
    impact.owners.map(({ owner }) => owner),
    ['@acme/web', '@acme/cloud'],
  );
  assert.deepEqual(impact.terraform, [{ directory: 'terraform/dns', environment: undefined, files: ['main.tf'] }]);
});

test('property: what does not change has no impact, and a change undone has none', async () => {
  const texts = fc.dictionary(
    fc.constantFrom('a/kustomization.yaml', 'a/x.yaml', 'b/kustomization.yaml', 'b/y.yaml', 'c.yaml'),
    fc.constantFrom('resources: [x.yaml]\n', 'resources: [../a, y.yaml]\n', configMap('x', '1'), configMap('y', '2'), 'a: [', ''),
  );
  await fc.assert(
    fc.asyncProperty(texts, texts, async (files, others) => {
      assert.deepEqual(told(await impactOfChange(files, files)), []);
      const there = await impactOfChange(files, others);
      const back = await impactOfChange(others, files);
      const count = (impact: typeof there, change: string): number =>
        impact.applications.flatMap(({ objects }) => objects).filter((one) => one.change === change).length;
      assert.equal(count(there, 'added'), count(back, 'removed'));
      assert.equal(count(there, 'changed'), count(back, 'changed'));
    }),
    { numRuns: 100 },
  );
});
