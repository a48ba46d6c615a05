/** What two overlays say alike, moved into a component. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dirname } from '../../server/src/base/paths.ts';
import { conversionsAt, convert } from '../../server/src/ide/conversion/conversions.ts';
import { kustomizeBuild } from '../../server/src/model/kustomize/build/build.ts';
import { applyChange, changedFiles } from '../kit/changes.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: web:1
`;
const patch = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n`;

async function extracted(files: Record<string, string>, from = 'overlays/production/kustomization.yaml') {
  const workspace = new TestWorkspace({
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': WEB,
    ...files,
  });
  const file = workspace.path(from);
  const text = workspace.text(from) ?? '';
  const offered = conversionsAt(workspace.db, file, { start: 0, end: text.length }).filter(({ kind }) => kind === 'extract');
  const [first] = offered;
  if (first === undefined) return { title: undefined };
  const change = await convert(workspace.db, first.conversion, PACE);
  if ('refused' in change) return { title: first.title, refused: change.refused };
  const builds = (): unknown =>
    workspace.files
      .filter((path) => path.endsWith('kustomization.yaml') && path.includes('/overlays/'))
      .map((path) => kustomizeBuild(workspace.db, dirname(path)).objects.map(({ object }) => object));
  const before = builds();
  const changed = changedFiles(workspace, change);
  applyChange(workspace, change);
  assert.deepEqual(builds(), before);
  return { title: first.title, changed };
}

test('entries and files that are the same move with their comments, and both overlays list the component', async () => {
  const overlay = (name: string, more: string): string => `# ${name}
resources:
  - ../../base
  # Wakes the team.
  - alerts.yaml
namespace: ${name}
images:
  # The release.
  - name: web
    newTag: "2" # tagged by hand
${more}patches:
  - path: replicas.yaml
`;
  const alerts = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: alerts\n';
  const files = {
    'overlays/production/kustomization.yaml': overlay('production', '  - name: proxy\n    newTag: "3"\n'),
    'overlays/production/replicas.yaml': patch(3),
    'overlays/production/alerts.yaml': alerts,
    'overlays/staging/kustomization.yaml': overlay('staging', ''),
    'overlays/staging/replicas.yaml': patch(2),
    'overlays/staging/alerts.yaml': alerts,
  };
  assert.deepEqual(await extracted(files), {
    title: 'Extract the 2 entries shared with staging into a component',
    changed: {
      'components/production-and-staging/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources:
  # Wakes the team.
  - alerts.yaml
images:
  # The release.
  - name: web
    newTag: "2" # tagged by hand
`,
      'components/production-and-staging/alerts.yaml': alerts,
      'overlays/production/kustomization.yaml': `# production
resources:
  - ../../base
components:
  - ../../components/production-and-staging
namespace: production
images:
  - name: proxy
    newTag: "3"
patches:
  - path: replicas.yaml
`,
      'overlays/staging/kustomization.yaml': `# staging
resources:
  - ../../base
components:
  - ../../components/production-and-staging
namespace: staging
patches:
  - path: replicas.yaml
`,
      'overlays/production/alerts.yaml': undefined,
      'overlays/staging/alerts.yaml': undefined,
    },
  });
});

test('patches, generators and annotations move, with what they read, also out of flow lists', async () => {
  const overlay = (name: string): string =>
    `resources: [../../../base]\nconfigMapGenerator:\n- name: settings\n  files: [a=a.txt]\n  literals:\n  - x=1\ncommonAnnotations: {team: shop, stage: ${name}}\npatches: [{path: p.yaml}, {target: {kind: Deployment}, patch: "[{op: add, path: /spec/paused, value: true}]"}]\n`;
  const files: Record<string, string> = {};
  for (const name of ['production', 'staging']) {
    files[`overlays/${name}/web/kustomization.yaml`] = overlay(name);
    files[`overlays/${name}/web/a.txt`] = 'text\n';
    files[`overlays/${name}/web/p.yaml`] = patch(4);
  }
  const { title, changed } = await extracted(files, 'overlays/production/web/kustomization.yaml');
  assert.equal(title, 'Extract the 4 entries shared with staging into a component');
  assert.equal(
    changed?.['components/web-production-and-staging/kustomization.yaml'],
    `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
configMapGenerator:
  - name: settings
    files: [a=a.txt]
    literals:
    - x=1
patches:
  - {path: p.yaml}
  - {target: {kind: Deployment}, patch: "[{op: add, path: /spec/paused, value: true}]"}
commonAnnotations:
  team: shop
`,
  );
  assert.equal(
    changed['overlays/staging/web/kustomization.yaml'],
    'resources: [../../../base]\ncomponents:\n  - ../../../components/web-production-and-staging\ncommonAnnotations: {stage: staging}\n',
  );
});

test('what would not stay the same stays where it is', async () => {
  const overlay = (name: string): string =>
    `resources: [../../base]\npatches:\n  - path: own.yaml\n  - path: same.yaml\nimages: [{name: web, newTag: "5"}]\nnamePrefix: ${name}-\n`;
  const files: Record<string, string> = {};
  for (const [name, replicas] of [
    ['production', 3],
    ['staging', 2],
  ] as const) {
    files[`overlays/${name}/kustomization.yaml`] = overlay(name);
    files[`overlays/${name}/own.yaml`] = patch(replicas);
    files[`overlays/${name}/same.yaml`] = patch(7);
  }
  const { changed } = await extracted(files);
  assert.deepEqual(Object.keys(changed ?? {}), [
    'overlays/production/kustomization.yaml',
    'overlays/staging/kustomization.yaml',
    'components/production-and-staging/kustomization.yaml',
  ]);
  assert.match(changed?.['overlays/staging/kustomization.yaml'] ?? '', /same\.yaml/);
  assert.doesNotMatch(changed?.['overlays/staging/kustomization.yaml'] ?? '', /images/);
});

test('nothing is offered where nothing is the same, or a file serves others, too', async () => {
  const overlay = 'resources: [../../base]\npatches: [{path: p.yaml}]\n';
  const files = {
    'overlays/production/kustomization.yaml': overlay,
    'overlays/production/p.yaml': patch(1),
    'overlays/staging/kustomization.yaml': overlay,
    'overlays/staging/p.yaml': patch(2),
  };
  assert.deepEqual(await extracted(files), { title: undefined });
  const third = 'resources: [../../base]\npatches: [{path: ../staging/p.yaml}]\n';
  const shared = { ...files, 'overlays/production/p.yaml': patch(2), 'overlays/third/kustomization.yaml': third };
  assert.deepEqual(await extracted(shared), { title: undefined });
});

test('comments that differ are not lost', async () => {
  const overlay = (why: string): string => `resources: [../../base]\nreplicas:\n  # ${why}\n  - name: web\n    count: 3\n`;
  const files = {
    'overlays/production/kustomization.yaml': overlay('many users'),
    'overlays/staging/kustomization.yaml': overlay('as in production'),
  };
  assert.deepEqual(await extracted(files), {
    title: 'Extract the entry shared with staging into a component',
    refused: 'The comments of the two overlays differ where they say the same.',
  });
});
