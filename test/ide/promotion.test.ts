/** Promotion between environments: which versions are found, what comes out, and what is left alone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after } from '../../server/src/ide/conversion/what-if.ts';
import { promotionSteps } from '../../server/src/ide/promotion/environments.ts';
import { promotable, promotion } from '../../server/src/ide/promotion/promote.ts';
import { fileText } from '../../server/src/model/workspace/inputs.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

const STEP = { from: 'staging', to: 'production' };

/** `place: of old → new [doubt]`, and how many are not safe. */
async function found(files: Record<string, string>, step = STEP): Promise<readonly string[]> {
  const { db } = new TestWorkspace(files);
  const { found: all, unsafe } = await promotable(db, step, PACE);
  return [
    ...all.map(({ place, of, to, from, doubt }) => `${place}: ${of} ${to} → ${from}${doubt === undefined ? '' : ` [${doubt}]`}`),
    ...(unsafe === 0 ? [] : [`${unsafe} unsafe`]),
  ];
}

/** The files that are others once all are promoted, line by line. */
async function changes(files: Record<string, string>): Promise<readonly string[]> {
  const workspace = new TestWorkspace(files);
  const { found: all } = await promotable(workspace.db, STEP, PACE);
  const other = after(workspace.db, promotion(all));
  return Object.entries(files).flatMap(([name, before]) => {
    const now = (fileText(other, workspace.path(name)) ?? '').split('\n');
    return before.split('\n').flatMap((line, i) => (line === now[i] ? [] : [`${name}: ${now[i]?.trim()}`]));
  });
}

const deployment = (name: string, image: string, replicas = 1): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  replicas: ${replicas}\n  template:\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`;

const KUSTOMIZE = {
  'base/kustomization.yaml': 'resources: [web.yaml, worker.yaml]\n',
  'base/web.yaml': deployment('web', 'example.org/shop/web:1.0'),
  'base/worker.yaml': deployment('worker', 'example.org/shop/web:1.0'),
  'overlays/staging/kustomization.yaml':
    'resources: [../../base]\nnamespace: staging\nimages:\n  - name: example.org/shop/web\n    newTag: 1.4.3\nreplicas: [{name: web, count: 2}]\n',
  'overlays/production/kustomization.yaml':
    'resources: [../../base]\nnamespace: production\nimages:\n  - name: example.org/shop/web\n    newTag: "1.4.2" # by hand\nreplicas: [{name: web, count: 9}]\n',
};

describe('Kustomize', () => {
  test('the tag of an images entry, once for all that run the image; replicas only for who wants them', async () => {
    assert.deepEqual(await found(KUSTOMIZE), [
      'overlays/production/kustomization.yaml:5: example.org/shop/web 1.4.2 → 1.4.3',
      'overlays/production/kustomization.yaml:6: replicas 9 → 2 [replicas often differ between environments]',
    ]);
    assert.deepEqual(await changes(KUSTOMIZE), [
      'overlays/production/kustomization.yaml: newTag: "1.4.3" # by hand',
      'overlays/production/kustomization.yaml: replicas: [{name: web, count: 2}]',
    ]);
  });

  test('where much differs, what was not looked at is counted', async () => {
    const files = Object.entries(KUSTOMIZE).map(([name, text]) => [name.replace('overlays', 'more'), text]);
    const { db } = new TestWorkspace({ ...KUSTOMIZE, ...Object.fromEntries(files) });
    const counts = async (most: number): Promise<readonly number[]> => {
      const { found, unseen } = await promotable(db, STEP, PACE, { most });
      return [found.length, unseen];
    };
    assert.deepEqual(
      [await counts(1), await counts(100)],
      [
        [2, 1],
        [4, 0],
      ],
    );
  });

  test('of the places that were chosen, those alone', async () => {
    const { db } = new TestWorkspace(KUSTOMIZE);
    const place = 'overlays/production/kustomization.yaml:5';
    const { found: some } = await promotable(db, STEP, PACE, { places: new Set([place]) });
    assert.deepEqual(
      some.map((one) => one.place),
      [place],
    );
  });

  test('digests and images in patches; hosts, namespaces and settings never', async () => {
    const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
    const overlay = (env: string, letter: string): string =>
      `resources: [../../base]\nnamespace: ${env}\nimages:\n  - name: example.org/shop/web\n    digest: ${digest(letter)}\nconfigMapGenerator:\n  - name: settings\n    literals: [HOST=${env}.example.org, LEVEL=${letter}]\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: worker}\n      spec: {template: {spec: {initContainers: [{name: init, image: "init:${letter}1"}]}}}\n`;
    const files = {
      ...KUSTOMIZE,
      'overlays/staging/kustomization.yaml': overlay('staging', 'a'),
      'overlays/production/kustomization.yaml': overlay('production', 'b'),
    };
    assert.deepEqual(await changes(files), [
      `overlays/production/kustomization.yaml: digest: ${digest('a')}`,
      'overlays/production/kustomization.yaml: spec: {template: {spec: {initContainers: [{name: init, image: "init:a1"}]}}}',
    ]);
  });

  test('a line that others share is not promoted, nor one that would have to say two versions', async () => {
    const base = { ...KUSTOMIZE, 'overlays/qa/kustomization.yaml': 'resources: [../../base]\nnamespace: qa\n' };
    const without = { ...base, 'overlays/production/kustomization.yaml': 'resources: [../../base]\nnamespace: production\n' };
    assert.deepEqual(await found(without), ['2 unsafe']);
    const split = KUSTOMIZE['overlays/staging/kustomization.yaml'].replace(
      'replicas:',
      'patches:\n  - patch: \'[{op: replace, path: /spec/template/spec/containers/0/image, value: "example.org/shop/web:2"}]\'\n    target: {name: worker}\nreplicas:',
    );
    const two = { ...KUSTOMIZE, 'overlays/staging/kustomization.yaml': split.replace(/images:\n.*\n.*\n/, '') };
    assert.deepEqual((await found(two)).at(-1), '1 unsafe');
  });

  test('what has another name, or no counterpart, is left alone', async () => {
    const other = {
      ...KUSTOMIZE,
      'overlays/staging/kustomization.yaml': 'resources: [web.yaml]\n',
      'overlays/staging/web.yaml': deployment('web', 'other:3'),
    };
    assert.deepEqual(await found(other), [
      'overlays/production/kustomization.yaml:6: replicas 9 → 1 [replicas often differ between environments]',
    ]);
    const { 'overlays/production/kustomization.yaml': _, ...rest } = KUSTOMIZE;
    assert.deepEqual(await found(rest), []);
  });
});

describe('controllers', () => {
  const release = (env: string, version: string, tag: string): string =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web-${env}, namespace: web}\nspec:\n  chart:\n    spec:\n      chart: podinfo\n      version: "${version}"\n  values:\n    image:\n      repository: example.org/web\n      tag: ${tag}\n    ingress: {host: ${env}.example.org}\n`;
  const application = (env: string, revision: string, chart: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web-${env}, namespace: argocd}\nspec:\n  destination: {namespace: ${env}}\n  sources:\n    - {repoURL: 'https://charts.example.org', chart: web, targetRevision: ${chart}}\n    - repoURL: https://git.example.org/app\n      path: deploy/${env}\n      targetRevision: ${revision}\n`;
  const oci = (tag: string): string =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\nspec: {url: 'oci://example.org/app', ref: {tag: ${tag}}}\n`;
  const FILES = {
    'clusters/staging/web.yaml': release('staging', '6.7.0', '6.7.0'),
    'clusters/production/web.yaml': release('production', '6.6.*', '6.6.1'),
    'clusters/staging/oci.yaml': oci('v2'),
    'clusters/production/oci.yaml': oci('v1.9'),
    'argo/staging/web.yaml': application('staging', 'staging', '2.1.0'),
    'argo/production/web.yaml': application('production', 'production', '2.0.0'),
  };

  test('chart versions, tags in values, tags of artifacts, revisions; a branch of an environment stays unless it is chosen', async () => {
    assert.deepEqual(await found(FILES), [
      'argo/production/web.yaml:7: chart web 2.0.0 → 2.1.0',
      'argo/production/web.yaml:10: revision production → staging [names staging]',
      'clusters/production/oci.yaml:4: tag v1.9 → v2',
      'clusters/production/web.yaml:8: chart podinfo 6.6.* → 6.7.0 [a range of versions]',
      'clusters/production/web.yaml:12: example.org/web 6.6.1 → 6.7.0',
    ]);
  });

  test('versions that look like numbers keep their quotes', async () => {
    const files = {
      'a/staging/web.yaml': release('staging', '1.10', "'1.10'"),
      'a/production/web.yaml': release('production', '1.9', 'v1'),
    };
    assert.deepEqual(await changes(files), ['a/production/web.yaml: version: "1.10"', 'a/production/web.yaml: tag: "1.10"']);
  });
});

describe('steps', () => {
  test('are those between which something stands at the same place, the usual way first', () => {
    const files = {
      ...KUSTOMIZE,
      'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
      'other/lab/kustomization.yaml': 'resources: []\n',
    };
    const { db } = new TestWorkspace(files);
    assert.deepEqual(
      promotionSteps(db).map(({ from, to }) => `${from} → ${to}`),
      ['dev → staging', 'dev → production', 'staging → production', 'staging → dev', 'production → dev', 'production → staging'],
    );
  });

  test('names of environments within longer ones', async () => {
    const files = {
      'apps/prod-eu/web.yaml': deployment('web', 'web:1'),
      'apps/prod-us/web.yaml': deployment('web', 'web:2'),
      'apps/staging-eu/web.yaml': deployment('web', 'web:3'),
    };
    assert.deepEqual(await found(files, { from: 'staging-eu', to: 'prod-eu' }), ['apps/prod-eu/web.yaml:10: web 1 → 3']);
    assert.deepEqual(await found(files, { from: 'prod-eu', to: 'prod-us' }), ['apps/prod-us/web.yaml:10: web 2 → 1']);
  });

  test('a word in the name of a file; not what is another thing of the same environment', () => {
    const files = {
      'argo/web-staging.yaml': deployment('web', 'web:1'),
      'argo/web-production.yaml': deployment('web', 'web:2'),
      'overlays/production/kustomization.yaml': 'resources: []\n',
      'overlays/production-eu/kustomization.yaml': 'resources: []\n',
    };
    const { db } = new TestWorkspace(files);
    assert.deepEqual(
      promotionSteps(db).map(({ from, to }) => `${from} → ${to}`),
      ['staging → production', 'production → staging'],
    );
  });
});
