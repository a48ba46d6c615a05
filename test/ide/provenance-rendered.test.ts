/** Rendered documents, the way back from their lines, lenses, and the lists to choose from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparison } from '../../server/src/ide/comparison.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { kustomizationsNear, kustomizationsOf } from '../../server/src/ide/kustomizations.ts';
import { lenses } from '../../server/src/ide/lenses.ts';
import { renderedSource, renderedText } from '../../server/src/ide/rendered.ts';
import { foundRange, marked } from '../kit/marks.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const WEB =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n          args:\n            - a\n';
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\ndata:\n  text: |\n    one\n    two\n  z: last\n';
const PATCH = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n';

const TREE: Record<string, string> = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - map.yaml\n',
  'base/web.yaml': WEB,
  'base/map.yaml': MAP,
  'overlays/staging/kustomization.yaml': 'namePrefix: s-\nresources: [../../base]\npatches:\n  - path: replicas.yaml\n',
  'overlays/staging/replicas.yaml': PATCH,
  'overlays/production/kustomization.yaml': 'resources: [../../base]\n',
};

function sourceOf(workspace: TestWorkspace, directory: string, line: string): string | undefined {
  const at = renderedText(workspace.db, workspace.path(directory)).split('\n').indexOf(line);
  assert.notEqual(at, -1, `"${line}" is rendered`);
  const found = renderedSource(workspace.db, workspace.path(directory), at);
  return found && foundRange(workspace, found.file, found.span);
}

test('every line of a rendered document leads to the text that set it', () => {
  const workspace = new TestWorkspace(TREE);
  const of = (line: string) => sourceOf(workspace, 'overlays/staging', line);
  assert.equal(of('  replicas: 2'), 'overlays/staging/replicas.yaml:6: 2');
  assert.equal(of('  name: s-web'), 'overlays/staging/kustomization.yaml:1: s-');
  assert.equal(of('      - args:'), 'base/web.yaml:13: - a');
  assert.equal(of('        - a'), 'base/web.yaml:13: a');
  assert.equal(of('        image: web:1'), 'base/web.yaml:11: web:1');
  assert.match(of('    two') ?? '', /^base\/map\.yaml:6: \|/);
  assert.equal(of('  z: last'), 'base/map.yaml:9: last');
  assert.equal(of('---'), undefined);
  assert.match(of('spec:') ?? '', /^base\/web\.yaml:6: replicas/);
});

test('a document is current after an edit, and says why a build fails, with the place', () => {
  const workspace = new TestWorkspace(TREE);
  workspace.write('overlays/staging/replicas.yaml', PATCH.replace('2', '7'));
  assert.match(renderedText(workspace.db, workspace.path('overlays/staging')), /^ {2}replicas: 7$/m);
  workspace.write('overlays/staging/kustomization.yaml', 'resources:\n  - ../../base\n  - missing.yaml\n');
  assert.deepEqual(renderedText(workspace.db, workspace.path('overlays/staging')).split('\n'), [
    '# overlays/staging does not build: overlays/staging/kustomization.yaml:3: missing.yaml does not exist',
    '',
  ]);
  const found = renderedSource(workspace.db, workspace.path('overlays/staging'), 0);
  assert.equal(found && foundRange(workspace, found.file, found.span), 'overlays/staging/kustomization.yaml:3: missing.yaml');
});

test('what only the network could bring is told above the rest', () => {
  const workspace = new TestWorkspace({
    'kustomization.yaml': 'resources:\n  - map.yaml\n  - https://example.com/a.yaml\n  - https://example.com/b.yaml\n',
    'map.yaml': MAP,
  });
  const rendered = renderedText(workspace.db, workspace.path('')).split('\n');
  assert.match(rendered[0] ?? '', /^# Not everything in .* can be built here:$/);
  assert.match(rendered[2] ?? '', /^# {3}kustomization\.yaml:4: https:\/\/example\.com\/b\.yaml is remote/);
  assert.deepEqual(rendered.slice(3, 5), ['', 'apiVersion: v1']);
  assert.equal(sourceOf(workspace, '', '  z: last'), 'map.yaml:9: last');
});

test('values of Secrets are masked, those of files and generators and those that were carried elsewhere', () => {
  const workspace = new TestWorkspace({
    'kustomization.yaml':
      'resources: [s.yaml, map.yaml]\nsecretGenerator:\n  - name: g\n    literals: [password=hunter22]\n' +
      'replacements:\n  - source: {kind: Secret, name: s, fieldPath: stringData.token}\n    targets:\n' +
      '      - select: {kind: ConfigMap}\n        fieldPaths: [data.z]\n',
    's.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {token: hunter33}\ndata: {key: aHVudGVyNDQ=}\n',
    'map.yaml': MAP,
  });
  const text = renderedText(workspace.db, workspace.path(''));
  assert.doesNotMatch(text, /hunter|aHVudGVy/);
  assert.match(text, /^ {2}z: •+$/m);
});

test('lenses name the overlays that use a file and offer what a kustomization builds', () => {
  const workspace = new TestWorkspace({
    ...TREE,
    'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
    'unused.yaml': MAP,
    'mixin/kustomization.yaml': 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: []\n',
  });
  const of = (file: string) => lenses(workspace.db, workspace.path(file)).map(({ title }) => title);
  assert.deepEqual(of('base/web.yaml'), ['used by dev, production, +1']);
  assert.deepEqual(of('base/kustomization.yaml'), ['used by dev, production, +1', 'rendered']);
  assert.deepEqual(of('overlays/staging/replicas.yaml'), ['used by staging']);
  assert.deepEqual(of('overlays/dev/kustomization.yaml'), ['rendered']);
  assert.deepEqual(of('unused.yaml'), []);
  assert.deepEqual(of('mixin/kustomization.yaml'), []);
});

test('choices are those that build a file, or all, the nearest first', () => {
  const { db, path } = ((workspace) => ({ db: workspace.db, path: (file: string) => workspace.path(file) }))(
    new TestWorkspace(TREE),
  );
  assert.deepEqual(
    kustomizationsOf(db, path('base/web.yaml')).map(({ name }) => name),
    ['production', 'staging', 'base'],
  );
  assert.deepEqual(
    kustomizationsOf(db, path('overlays/staging/kustomization.yaml')).map(({ name }) => name),
    ['staging'],
  );
  assert.deepEqual(
    kustomizationsNear(db, path('overlays/staging')).map(({ path: shown }) => shown),
    ['overlays/staging', 'overlays/production', 'base'],
  );
});

test('the same thing in another environment is nearer than a neighbour', () => {
  const files = ['a/production/api', 'a/production/web', 'a/staging/api', 'a/staging/web', 'a'];
  const workspace = new TestWorkspace(Object.fromEntries(files.map((one) => [`${one}/kustomization.yaml`, 'resources: []\n'])));
  assert.deepEqual(
    kustomizationsNear(workspace.db, workspace.path('a/staging/web/kustomization.yaml')).map(({ path }) => path),
    ['a/staging/web', 'a/production/web', 'a', 'a/staging/api', 'a/production/api'],
  );
});

test('a patch leads to what it patches, by its own name and by that of its target', () => {
  const check = (files: Record<string, string>): void => {
    const { workspace, cursor, ranges } = marked({ ...TREE, ...files });
    const targets = definition(workspace.db, cursor.file, cursor.offset)?.targets ?? [];
    assert.deepEqual(
      targets.map(({ file, name }) => foundRange(workspace, file, name)),
      ranges,
    );
  };
  const base = { 'base/web.yaml': WEB.replace('name: web', 'name: [[web]]') };
  check({ ...base, 'overlays/staging/replicas.yaml': PATCH.replace('web', 'we‸b') });
  check({
    ...base,
    'overlays/staging/kustomization.yaml':
      'resources: [../../base]\npatches:\n  - path: replicas.yaml\n    target:\n      kind: Deployment\n      name: we‸b\n',
  });
});

test('two environments are compared object by object, whatever their names got in front and behind', () => {
  const deployment = (image: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers: [{name: web, image: "${image}"}]\n`;
  const overlay = (name: string, more: string): string =>
    `resources: [../base]\nnamePrefix: ${name}-\nconfigMapGenerator: [{name: settings, literals: [stage=${name}]}]\n${more}`;
  const { db } = new TestWorkspace({
    'base/kustomization.yaml': 'resources: [web.yaml, same.yaml]\n',
    'base/web.yaml': deployment('web:1'),
    'base/same.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
    'a/kustomization.yaml': overlay('a', ''),
    'b/kustomization.yaml': overlay('b', 'resources: [../base, extra.yaml]\n').replace('resources: [../base]\n', ''),
    'b/extra.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: extra\n',
  });
  const { differing, same } = comparison(db, '/repo/a', '/repo/b');
  assert.equal(same, 1);
  assert.deepEqual(
    differing.map(({ label, left, right }) => [label.replace(/-[a-z0-9]{10}$/, ''), left !== undefined, right !== undefined]),
    [
      ['ConfigMap a-settings', true, true],
      ['Deployment a-web', true, true],
      ['Service b-extra', false, true],
    ],
  );
  const web = differing.find(({ label }) => label === 'Deployment a-web');
  assert.match(renderedText(db, '/repo/b', web?.right), /^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n {2}name: b-web\n/);
  assert.equal(renderedText(db, '/repo/b', 'apps/Deployment//gone'), '# b no longer builds this object.\n');
});
