/** Which Applications an ApplicationSet makes, and that nothing is said where the repository does not know. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeApplications } from '../../../server/src/model/argocd/sets/made.ts';
import { deployedDirectories } from '../../../server/src/model/graph/applications.ts';
import { SET_CASES, SET_FILES, setYaml } from '../../kit/application-sets.ts';
import { ROOT, TestWorkspace } from '../../kit/workspace.ts';

const URL = 'https://git.example.com/acme/gitops.git';

function made(yaml: string, files: Readonly<Record<string, string>> = SET_FILES): readonly string[] {
  const workspace = new TestWorkspace({ ...files, 'set.yaml': yaml }, [URL]);
  return madeApplications(workspace.db, workspace.path('set.yaml'))
    .map(({ name, sources, open }) => `${name ?? '?'} ${sources.map(({ path }) => path?.text).join()}${open ? ' open' : ''}`)
    .sort();
}

for (const one of SET_CASES) test(`what a set makes: ${one.name}`, () => assert.deepEqual(made(setYaml(one, URL)), one.makes));

const set = (spec: string, name: string, path: string): string =>
  setYaml({ name: 'x', spec, template: [name, path], makes: [] }, URL);

test('what clusters, services and plugins say stays open; what the repository knows beside it does not', () => {
  const clusters = 'clusters: { selector: { matchLabels: { env: prod } } }';
  assert.deepEqual(made(set(`generators: [ { ${clusters} } ]`, '{{name}}', 'apps/web')), ['? apps/web open']);
  assert.deepEqual(made(set(`generators: [ { ${clusters} } ]`, '{{name}}', 'apps/{{name}}')), ['? apps/{{name}} open']);
  const matrix = `generators: [ { matrix: { generators: [ { ${clusters} }, { git: { repoURL: REPO, directories: [ { path: apps/w* } ] } } ] } } ]`;
  assert.deepEqual(made(set(matrix, '{{name}}-{{path.basename}}', '{{path}}')), ['? apps/web open']);
  assert.deepEqual(made(set(`goTemplate: true\n${matrix}`, '{{.name}}', '{{.path.path}}')), ['? apps/web open']);
  const known = `generators: [ { merge: { mergeKeys: [ name ], generators: [ { clusters: { values: { at: apps, app: web, of: 'x-{{name}}' } } }, { list: { elements: [ { name: c, values.app: old } ] } } ] } } ]`;
  assert.deepEqual(made(set(known, '{{values.of}}', '{{values.at}}/{{values.app}}')), ['? apps/old open', '? apps/web open']);
  const merge = `generators: [ { merge: { mergeKeys: [ a ], generators: [ { list: { elements: [ { a: '1', b: '2' } ] } }, { plugin: {} } ] } } ]`;
  assert.deepEqual(made(set(merge, 'n-{{a}}', 'apps/{{b}}')), ['n-1 apps/{{b}} open']);
});

test('what the controller refuses, and what is not known here, makes nothing that has a name', () => {
  const git = (rest: string): string => `generators: [ { git: { ${rest} } } ]`;
  for (const [spec, name] of [
    ['generators: [ { list: { elements: [ { env: 1 } ] } } ]', '{{env}}'],
    ['generators: [ { list: { elements: [ { env: a } ] } } ]', '{{missing}}'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { env: a } ] } } ]', '{{.missing}}'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { env: a } ] } } ]', '{{ range $x := .env }}{{ end }}'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { env: a } ] } } ]', '{{ .env | sha256sum }}'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { env: a } ] } } ]', '{{ if .env }}x'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { n: 1000000 } ] } } ]', '{{ .n }}'],
    [git('repoURL: https://git.example.com/acme/other, directories: [ { path: apps/* } ]'), '{{path.basename}}'],
    [git('repoURL: REPO, revision: v1.0.0, directories: [ { path: apps/* } ]'), '{{path.basename}}'],
    [git('repoURL: REPO, files: [ { path: broken.yaml } ]'), '{{a}}'],
    [
      'generators: [ { matrix: { generators: [ { list: { elements: [ { a: x } ] } }, { list: { elements: [ { a: z } ] } } ] } } ]',
      '{{a}}',
    ],
    [
      'generators: [ { merge: { mergeKeys: [ a ], generators: [ { list: { elements: [ { a: x }, { a: x } ] } }, { list: { elements: [] } } ] } } ]',
      '{{a}}',
    ],
  ] as const)
    for (const one of made(set(spec, name, 'apps/web'), { ...SET_FILES, 'broken.yaml': 'a: [\n' }))
      assert.match(one, /^\? /, `${spec} ${one}`);
});

test('a patch that is not known, and has to do with the source, leaves nothing deployed; any other leaves what the template says', () => {
  const deployed = (patch: string): readonly string[] => {
    const spec = `goTemplate: true\ngenerators: [ { list: { elements: [ { env: a } ] } } ]\ntemplatePatch: |\n  ${patch.replaceAll('\n', '\n  ')}`;
    const { db } = new TestWorkspace({ ...SET_FILES, 'set.yaml': set(spec, 'x-{{.env}}', 'apps/web') }, [URL]);
    return deployedDirectories(db, ROOT).map(({ directory, makes }) => `${directory.slice(ROOT.length)} ${makes}`);
  };
  for (const patch of [
    'spec: { source: { path: "{{ .env | sha256sum }}" } }',
    'spec: { source: { path: "{{ range .env }}a{{ end }}" } }',
    'spec: { source: { path: {{ .missing }} } }',
    'spec: { source: { path: [ } }',
    'spec: { source: { $patch: replace, path: apps/old } }',
    '- source',
    '&a spec: &b { source: *b }',
    'a: 1\n---\nspec: { source: {} }',
  ])
    assert.deepEqual(deployed(patch), [], patch);
  assert.deepEqual(deployed('spec: { source: { path: apps/old } }'), ['/apps/old x-a']);
  assert.deepEqual(deployed('spec: { syncPolicy: { retry: {{ .env | sha256sum }} } }'), ['/apps/web x-a']);
  assert.deepEqual(deployed('{{ if eq .env "b" }}spec: { source: { path: apps/old } }{{ end }}'), ['/apps/web x-a']);
});

test('hostile sets end soon: many elements crossed, deep nesting, templates without end', () => {
  const elements = Array.from({ length: 3_000 }, (_, i) => `{ a${i % 2}: x${i} }`).join(', ');
  const list = `list: { elements: [ ${elements} ] }`;
  let nested = `list: { elements: [ { a: b } ] }`;
  for (let i = 0; i < 40; i++) nested = `matrix: { generators: [ { ${nested} }, { list: { elements: [ { b: c } ] } } ] }`;
  for (const [spec, name] of [
    [`generators: [ { matrix: { generators: [ { ${list} }, { ${list} } ] } } ]`, '{{a0}}'],
    [`generators: [ { ${nested} } ]`, '{{a}}'],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { a: b } ] } } ]', '{{'.repeat(20_000)],
    [
      'goTemplate: true\ngenerators: [ { list: { elements: [ { a: b } ] } } ]',
      `{{ ${'('.repeat(5_000)}.a${')'.repeat(5_000)} }}`,
    ],
    ['goTemplate: true\ngenerators: [ { list: { elements: [ { a: b } ] } } ]', '{{ if .a }}'.repeat(3_000)],
    [
      `goTemplate: true\ngenerators: [ { list: { elements: [ { a: [${'b,'.repeat(99)}b] } ] } } ]`,
      `${'{{ range $.a }}'.repeat(200)}{{ $.a }}${'{{ end }}'.repeat(200)}`,
    ],
    [
      `goTemplate: true\ngenerators: [ { list: { elements: [ { a: b } ] } } ]\ntemplatePatch: '${'{a: '.repeat(3000)}'`,
      '{{ .a }}',
    ],
    [
      'goTemplate: true\ngenerators: [ { list: { elements: [ { __proto__: b, constructor: c } ] } } ]',
      '{{ .constructor }}{{ .a.b }}',
    ],
  ] as const) {
    const before = process.threadCpuUsage();
    made(set(spec, name, 'apps/web'));
    const spent = process.threadCpuUsage(before);
    assert.ok(spent.user + spent.system < 3_000_000, `${(spent.user + spent.system) / 1000} ms for ${spec.slice(0, 60)}`);
  }
});

test('what is deployed alike counts once, with the names of all that deploy it; an edit elsewhere wakes nothing', () => {
  const yaml = set('generators: [ { list: { elements: [ { c: a }, { c: b } ] } } ]', 'web-{{c}}', 'apps/web');
  const workspace = new TestWorkspace({ ...SET_FILES, 'set.yaml': yaml }, [URL]);
  const found = (): unknown =>
    deployedDirectories(workspace.db, ROOT).map(
      ({ kind, name, makes, directory }) => `${kind} ${name} ${makes.join()} ${directory}`,
    );
  assert.deepEqual(found(), [`ApplicationSet x web-a,web-b ${ROOT}/apps/web`]);
  const directories = set(
    'generators: [ { git: { repoURL: REPO, directories: [ { path: apps/* } ] } } ]',
    '{{path.basename}}',
    '{{path}}',
  );
  workspace.write('set.yaml', directories);
  assert.equal((found() as unknown[]).length, 3);
  workspace.write('apps/new/kustomization.yaml', 'resources: []\n');
  assert.equal((found() as unknown[]).length, 4);
});
