/** `kustomize: {version}` of `.plumbline.yaml`: kustomizations are built as that version builds them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { EDITIONS, editionNamed } from '../../../server/src/model/kustomize/build/edition.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const MAP = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: x${more} }\n`;

/** What the files build to with a version: names, or data by names; the first problem's code where they do not. */
function built(version: string, files: Readonly<Record<string, string>>): unknown {
  const workspace = new TestWorkspace({ '.plumbline.yaml': `kustomize: { version: "${version}" }\n`, ...files });
  const { objects, problems } = build(workspace.db, workspace.path('.'));
  const [problem] = problems;
  return problem === undefined ? objects.map(({ object }) => object) : problem.code;
}

function differs(
  files: Readonly<Record<string, string>>,
  old: string,
  since: string,
): { readonly old: string; readonly now: string } {
  const [before, now] = [old, since].map((version) => JSON.stringify(built(version, files)));
  assert.notEqual(before, now, `${old} and ${since} build the same`);
  for (const version of ['5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '5.6', '5.7', '5.8', '5.8.3']) {
    const expected = Number(version.slice(0, 3)) < Number(since) ? before : now;
    assert.equal(JSON.stringify(built(version, files)), expected, `${version} is on the wrong side of ${since}`);
  }
  return { old: before ?? '', now: now ?? '' };
}

test('versions have editions', () => {
  assert.equal(editionNamed('5.4'), '5.4');
  assert.equal(editionNamed('v5.7.1'), '5.7');
  assert.equal(editionNamed('5.8.1'), '5.8');
  assert.equal(editionNamed('5.8.2'), 'next');
  for (const unknown of ['4.5.7', '5', '6.0', '5.12', 'latest', '']) assert.equal(editionNamed(unknown), undefined, unknown);
  for (const edition of EDITIONS.slice(0, -1)) assert.equal(editionNamed(edition), edition);
});

test('5.1: components see what their kustomization generates', () => {
  const files = {
    'kustomization.yaml': 'configMapGenerator: [{ name: a, literals: [A=1] }]\ncomponents: [part]\n',
    'part/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{ name: a, behavior: merge, literals: [B=2] }]\n',
  };
  const { old, now } = differs(files, '5.0', '5.1');
  assert.equal(old, '"generator-behavior"');
  assert.match(now, /"B":"2"/);
});

test('5.2: several patches in one entry', () => {
  const patch = `${MAP('one', ', b: y')}---\n${MAP('two', ', c: z')}`;
  const files = {
    'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
    'a.yaml': `${MAP('one')}---\n${MAP('two')}`,
    'p.yaml': patch,
  };
  const { old, now } = differs(files, '5.1', '5.2');
  assert.equal(old, '"patch-unreadable"');
  assert.match(now, /"b":"y".*"c":"z"/);
});

test('5.2: a rejected former name rejects the object', () => {
  const files = {
    'kustomization.yaml': `resources: [base]
replacements:
  - source: { kind: ConfigMap, name: source, fieldPath: data.a }
    targets: [{ select: { kind: Pod, name: x-a }, reject: [{ kind: Pod, name: a }], fieldPaths: [metadata.annotations.n], options: { create: true } }]
`,
    'base/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\n',
    'base/a.yaml': `${MAP('source')}---\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\n`,
  };
  const { old, now } = differs(files, '5.1', '5.2');
  assert.match(old, /"annotations":\{"n":"x"\}/);
  assert.doesNotMatch(now, /annotations/);
});

test('5.4: a binding follows the name of its policy', () => {
  const files = {
    'kustomization.yaml': 'namePrefix: x-\nresources: [a.yaml]\n',
    'a.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: a }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: b }
spec: { policyName: a }
`,
  };
  const { old, now } = differs(files, '5.3', '5.4');
  assert.match(old, /"policyName":"a"/);
  assert.match(now, /"policyName":"x-a"/);
});

test('5.4: of several objects of a name, one without a prefix may be meant', () => {
  const files = {
    'kustomization.yaml': 'resources: [one, two, three]\n',
    'three/kustomization.yaml': 'configMapGenerator: [{ name: a, literals: [b=c] }]\n',
    'one/kustomization.yaml': 'namePrefix: x-\nresources: [pod.yaml]\n',
    'one/pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, envFrom: [{ configMapRef: { name: a } }] }] }\n',
    'two/kustomization.yaml': 'namePrefix: y-\nresources: [a.yaml]\n',
    'two/a.yaml': MAP('a'),
  };
  const { old, now } = differs(files, '5.3', '5.4');
  assert.match(old, /"configMapRef":\{"name":"a"\}/);
  assert.match(now, /"configMapRef":\{"name":"a-\w{10}"\}/);
});

test('5.4: a null stays one, however many patches leave it alone', () => {
  const object =
    'apiVersion: v1\nkind: Widget\nmetadata: { name: one }\nspec:\n  kept: null\n  tilde: ~\n  inner: { deep: null }\n';
  const patch = (field: string): string => `apiVersion: v1\nkind: Widget\nmetadata: { name: one }\nspec: { ${field}: 1 }\n`;
  const once = {
    'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
    'a.yaml': object,
    'p.yaml': patch('a'),
  };
  assert.deepEqual(built('5.3', once), built('5.4', once));
  const { old, now } = differs(
    {
      ...once,
      'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }, { path: q.yaml }]\n',
      'q.yaml': patch('b'),
    },
    '5.3',
    '5.4',
  );
  assert.match(old, /"inner":\{"deep":"null"\},"kept":"null","tilde":"~"/);
  assert.match(now, /"inner":\{"deep":null\},"kept":null,"tilde":null/);
});

test('5.5: the core kind comes first', () => {
  const files = {
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml':
      'apiVersion: acme.io/v1\nkind: Namespace\nmetadata: { name: b }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
  };
  const { old, now } = differs(files, '5.4', '5.5');
  assert.ok(old.indexOf('acme.io') < old.indexOf('"v1"'));
  assert.ok(now.indexOf('acme.io') > now.indexOf('"v1"'));
});

test('5.7: static values of replacements', () => {
  const files = {
    'kustomization.yaml':
      'resources: [a.yaml]\nreplacements: [{ sourceValue: fresh, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }]\n',
    'a.yaml': MAP('a'),
  };
  const { old, now } = differs(files, '5.6', '5.7');
  assert.equal(old, '"invalid-kustomization"');
  assert.match(now, /"a":"fresh"/);
});

test('5.7: images of volumes', () => {
  const files = {
    'kustomization.yaml': 'resources: [a.yaml]\nimages: [{ name: model, newTag: "2" }]\n',
    'a.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [], volumes: [{ name: m, image: { reference: "model:1" } }] }\n',
  };
  const { old, now } = differs(files, '5.6', '5.7');
  assert.match(old, /model:1/);
  assert.match(now, /model:2/);
});

test('5.8: targets of replacements are expressions, and reach into texts', () => {
  const source = 'source: { kind: Pod, name: p }';
  const pod = '---\napiVersion: v1\nkind: Pod\nmetadata: { name: p }\n';
  const select = {
    'kustomization.yaml': `resources: [a.yaml]\nreplacements: [{ ${source}, targets: [{ select: { kind: ConfigMap, name: "a.*" }, fieldPaths: [data.a] }] }]\n`,
    'a.yaml': MAP('ab') + pod,
  };
  const expression = differs(select, '5.7', '5.8');
  assert.match(expression.old, /"a":"x"/);
  assert.match(expression.now, /"a":"p"/);
  const inside = {
    'kustomization.yaml': `resources: [a.yaml]\nreplacements: [{ ${source}, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.json.b] }] }]\n`,
    'a.yaml': MAP('a', `, json: '{"b":"c"}'`) + pod,
  };
  const structured = differs(inside, '5.7', '5.8');
  assert.equal(structured.old, '"replacement-target"');
  assert.match(structured.now, /"json":"\{\\"b\\":\\"p\\"\}"/);
});

test('5.8.2: claims of stateful sets are labelled where one asks for it', () => {
  const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: a }
spec: { volumeClaimTemplates: [{ metadata: { name: disk } }] }
`;
  const files = (option: string): Readonly<Record<string, string>> => ({
    'kustomization.yaml': `resources: [a.yaml]\nlabels: [{ pairs: { a: b }, ${option}: true }]\n`,
    'a.yaml': set,
  });
  const claims = /"volumeClaimTemplates":\[\{"metadata":\{"labels"/;
  assert.match(JSON.stringify(built('5.8.1', files('includeTemplates'))), claims);
  assert.doesNotMatch(JSON.stringify(built('5.8.2', files('includeTemplates'))), claims);
  assert.match(JSON.stringify(built('5.8.2', files('includeVolumeClaimTemplates'))), claims);
});

test('overrides tell versions by path', () => {
  const workspace = new TestWorkspace({
    '.plumbline.yaml': 'kustomize: { version: "5.6" }\noverrides: [{ paths: ["new/**"], kustomize: { version: "5.8" } }]\n',
    ...Object.fromEntries(
      ['old', 'new'].flatMap((directory) => [
        [
          `${directory}/kustomization.yaml`,
          'resources: [a.yaml]\nreplacements: [{ sourceValue: fresh, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }]\n',
        ],
        [`${directory}/a.yaml`, MAP('a')],
      ]),
    ),
  });
  const codes = (directory: string): readonly string[] =>
    build(workspace.db, workspace.path(directory)).problems.map(({ code }) => code);
  assert.deepEqual([codes('old'), codes('new')], [['invalid-kustomization'], []]);
});
