/** Hovers over fields of resources, patches and kustomizations: effective values and what is overridden. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../server/src/ide/hover.ts';
import { marked } from '../kit/marks.ts';

function shown(files: Record<string, string>): readonly string[] {
  const { workspace, cursor } = marked(files);
  return (hover(workspace.db, cursor.file, cursor.offset)?.parts ?? []).map(({ text }) => text);
}

const deployment = (replicas: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  ${replicas}\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n`;
const patch = (replicas: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  ${replicas}\n`;

const TREE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': deployment('replicas: 1'),
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\npatches:\n  - path: replicas.yaml\n',
  'overlays/staging/replicas.yaml': patch('replicas: 2'),
  'overlays/production/kustomization.yaml': 'resources: [../../base]\nreplicas:\n  - name: web\n    count: 3\n',
  'overlays/test/kustomization.yaml': 'resources: [../../base]\nimages:\n  - name: web\n    newTag: "2"\n',
};

test('a field of a base says what it comes to in each overlay, and what set it', () => {
  const expected = [
    'spec.replicas — here 1 · production 3 (overlays/production/kustomization.yaml:4, replicas) · ' +
      'staging 2 (overlays/staging/replicas.yaml:5, patch) · the same in test',
  ];
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: ‸1') }), expected);
  // Under a key stands what the field is, and the title says which one.
  const onKey = shown({ ...TREE, 'base/web.yaml': deployment('repl‸icas: 1') });
  assert.deepEqual(onKey.slice(-1), [expected.join('').replace('spec.replicas — here', 'Here')]);
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: 1').replace('web:1', 'we‸b:1') }), [
    'spec.template.spec.containers[0].image — here web:1 · test web:2 (overlays/test/kustomization.yaml:4, images) · ' +
      'the same in production, staging',
  ]);
});

test('a field that an overlay takes away is told as removed, and a mapping has no one value', () => {
  const files = { ...TREE, 'overlays/staging/replicas.yaml': patch('replicas: null') };
  assert.match(shown({ ...files, 'base/web.yaml': deployment('replicas: ‸1') }).join(), /staging removed/);
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: 1').replace('template:', 'templ‸ate:') }), [
    'spec.template',
  ]);
});

test('an overlay whose build fails is told, and names tell overlays apart whichever are listed', () => {
  const files = {
    'apps/base/web/kustomization.yaml': 'resources: [web.yaml]\n',
    'apps/base/web/web.yaml': deployment('replicas: ‸1'),
    'apps/staging/web/kustomization.yaml': 'resources: [../../base/web, missing.yaml]\n',
    'apps/production/web/kustomization.yaml': 'resources: [../../base/web]\nreplicas: [{name: web, count: 3}]\n',
  };
  assert.deepEqual(shown(files), [
    'spec.replicas — here 1 · production 3 (apps/production/web/kustomization.yaml:2, replicas) · staging does not build',
  ]);
});

test('a field of a patch says what it overrides and where that stands', () => {
  const expected = ['spec.replicas of Deployment web — here 2 · overrides 1 (base/web.yaml:6, resource)'];
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('replicas: ‸2') }), expected);
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('re‸plicas: 2') }).slice(-1), expected);
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('paused: tr‸ue') }), [
    'spec.paused of Deployment web — here true · nothing before',
  ]);
});

test('an inline patch, a JSON 6902 operation and a field of the kustomization say it, too', () => {
  const head = 'resources: [../../base]\n';
  const at = (text: string) => shown({ ...TREE, 'overlays/staging/kustomization.yaml': head + text });
  const expected = (value: string) => [
    `spec.replicas of Deployment web — here ${value} · overrides 1 (base/web.yaml:6, resource)`,
  ];
  const body = patch('replicas: ‸4').replaceAll(/^/gm, '      ');
  assert.deepEqual(at(`patches:\n  - patch: |\n${body}`), expected('4'));
  assert.deepEqual(
    at('patches:\n  - target: {kind: Deployment}\n    patch: |\n      - {op: replace, path: /spec/replicas, value: 5‸}\n'),
    expected('5'),
  );
  assert.deepEqual(at('replicas:\n  - name: web\n    cou‸nt: 6\n'), expected('6'));
});

test('what an earlier layer set is what is overridden', () => {
  const files = {
    ...TREE,
    'clusters/eu/kustomization.yaml': 'resources: [../../overlays/staging]\npatches: [{path: more.yaml}]\n',
    'clusters/eu/more.yaml': patch('replicas: 9‸'),
  };
  assert.deepEqual(shown(files), [
    'spec.replicas of Deployment web — here 9 · overrides 2 (overlays/staging/replicas.yaml:5, patch)',
  ]);
});

test('many overlays are cut to a few', () => {
  const files: Record<string, string> = { ...TREE, 'base/web.yaml': deployment('replicas: 1‸') };
  for (let i = 0; i < 30; i++)
    files[`overlays/o${i}/kustomization.yaml`] = `resources: [../../base]\nreplicas: [{name: web, count: ${i + 10}}]\n`;
  const [text = ''] = shown(files);
  assert.equal(text.split(', replicas)').length - 1, 8);
  assert.match(text, / · and 25 more$/);
});

test('no hover shows the value of a Secret, also where a build carried it elsewhere', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\n';
  const files: Record<string, string> = {
    'base/kustomization.yaml': 'resources: [s.yaml]\n',
    'base/s.yaml': secret,
    'over/kustomization.yaml': 'resources: [../base]\npatches: [{path: p.yaml}]\n',
    'over/p.yaml': secret.replace('hunter2', 'hunter3'),
  };
  for (const file of ['base/s.yaml', 'over/p.yaml']) {
    const text = files[file] ?? '';
    for (let offset = 0; offset < text.length; offset++) {
      const all = shown({ ...files, [file]: `${text.slice(0, offset)}‸${text.slice(offset)}` }).join();
      assert.ok(!/hunter/.test(all), all);
    }
  }
  assert.match(shown({ ...files, 'base/s.yaml': secret.replace('hunter2', 'hun‸ter2') }).join(), /here •+ · over •+ \(/);
});
