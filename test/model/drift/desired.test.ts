/** What an application should have in the cluster: as Flux and Argo CD render it, from the tree that is open here. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Flux writes its variables like this
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { argoApplication, DriftTest, fluxApplication } from './kit.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          image: web:1.0
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: a\ndata:\n  n: ${count}\n';
const KUSTOMIZED = { 'app/kustomization.yaml': 'resources: [web.yaml]\n', 'app/web.yaml': DEPLOYMENT };

function keys(test: DriftTest): readonly string[] {
  return test.desired.objects.map(({ key, unjudged }) => (unjudged === undefined ? key : `${key}: ${unjudged}`));
}

describe('Flux', () => {
  test('the fields of its spec change the kustomization before it is built, and its labels are set', () => {
    const spec = {
      targetNamespace: 'prod',
      namePrefix: 'x-',
      images: [{ name: 'web', newTag: '2.0' }],
      patches: [{ patch: '- op: replace\n  path: /spec/replicas\n  value: 7\n', target: { kind: 'Deployment' } }],
      commonMetadata: { labels: { team: 'a' }, annotations: { note: 'b' } },
    };
    const { desired } = new DriftTest(KUSTOMIZED, fluxApplication(spec));
    assert.deepEqual(desired.objects[0]?.json, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        annotations: { note: 'b' },
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'web',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          team: 'a',
        },
        name: 'x-web',
        namespace: 'prod',
      },
      spec: { replicas: 7, template: { spec: { containers: [{ image: 'web:2.0', name: 'web' }] } } },
    });
  });

  test('without a kustomization every manifest below is built, and directories with one stand for themselves', () => {
    const files = {
      'app/a.yaml': CONFIG.replace('name: web', 'name: a'),
      'app/deep/b.yml': CONFIG.replace('name: web', 'name: b'),
      'app/deep/notes.txt': 'no manifest',
      'app/own/kustomization.yaml': 'namePrefix: own-\nresources: [c.yaml]\n',
      'app/own/c.yaml': CONFIG.replace('name: web', 'name: c'),
      'app/.github/d.yaml': 'jobs: {}\n',
    };
    assert.deepEqual(keys(new DriftTest(files, fluxApplication({}))), ['/ConfigMap/a/a', '/ConfigMap/a/b', '/ConfigMap/a/own-c']);
  });

  const variables: readonly (readonly [string, object, string])[] = [
    ['a number stays a number', { substitute: { count: '3' } }, '3'],
    ['a word becomes a string', { substitute: { count: 'three' } }, '"three"'],
    ['what YAML 1.1 takes for true', { substitute: { count: 'yes' } }, 'true'],
    ['nothing known of it is nothing', { substitute: { other: '3' } }, 'null'],
    ['without variables nothing is replaced', {}, '"${count}"'],
  ];
  for (const [name, postBuild, expected] of variables)
    test(`variables: ${name}`, () => {
      const files = { 'app/kustomization.yaml': 'resources: [map.yaml]\n', 'app/map.yaml': CONFIG };
      const { desired } = new DriftTest(files, fluxApplication({ postBuild: postBuild as never }));
      assert.equal(JSON.stringify((desired.objects[0]?.json.data as { n: unknown }).n), expected);
    });

  test('a variable of a source that was not read, an unknown expression and SOPS leave the object unjudged', () => {
    const files = {
      'app/kustomization.yaml': 'resources: [map.yaml, other.yaml, secret.yaml]\n',
      'app/map.yaml': CONFIG,
      'app/other.yaml': CONFIG.replace('name: web', 'name: other').replace('${count}', '${x/a/b}'),
      'app/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\ndata: {a: x}\nsops: {mac: x}\n',
    };
    const spec = { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'vars' }], substitute: { x: '1' } } };
    assert.deepEqual(keys(new DriftTest(files, fluxApplication(spec))), [
      '/ConfigMap/a/web: the variable count may come from a source in the cluster that was not read',
      '/ConfigMap/a/other: the expression ${x/a/b} is not evaluated here',
      '/Secret/a/s: it is encrypted with SOPS, and is not decrypted here',
    ]);
    const read = fluxApplication(spec, { variables: [{ count: '9' }] });
    assert.match(keys(new DriftTest(files, read)).join(), /^\/ConfigMap\/a\/web,/);
  });

  test('another repository, branch, source or cluster is named, not guessed', () => {
    const cases: readonly (readonly [Parameters<typeof fluxApplication>[1], object, RegExp])[] = [
      [{ source: { spec: { url: 'https://git.example.org/other.git' } } }, {}, /another repository/],
      [{ source: { spec: { url: 'https://git.example.org/platform/gitops', ref: { branch: 'next' } } } }, {}, /follows next/],
      [{ source: { spec: { url: 'https://git.example.org/platform/gitops', ref: { tag: 'v1' } } } }, {}, /the tag v1/],
      [{}, { sourceRef: { kind: 'OCIRepository', name: 'x' } }, /OCIRepository/],
      [{}, { kubeConfig: { secretRef: { name: 'x' } } }, /another cluster/],
    ];
    for (const [more, spec, expected] of cases)
      assert.match(new DriftTest(KUSTOMIZED, fluxApplication(spec as never, more)).desired.unrendered.join(), expected);
  });
});

describe('Argo CD', () => {
  test('the kustomize block is edited into the kustomization, and the destination gives the namespace', () => {
    const kustomize = {
      namePrefix: 'x-',
      images: ['web:2.0', 'side=other/side:3'],
      replicas: [{ name: 'web', count: '4' }],
      commonAnnotations: { a: 'b' },
      commonLabels: { team: 'a' },
      labelWithoutSelector: true,
    };
    const { desired } = new DriftTest(KUSTOMIZED, argoApplication({}, { kustomize }));
    assert.deepEqual(desired.objects[0]?.json, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { annotations: { a: 'b' }, labels: { team: 'a' }, name: 'x-web', namespace: 'web' },
      spec: {
        replicas: 4,
        template: { metadata: { annotations: { a: 'b' } }, spec: { containers: [{ image: 'web:2.0', name: 'web' }] } },
      },
    });
  });

  test('directories: recursion, include and exclude, what is no manifest, hooks', () => {
    const files = {
      'app/a.yaml': CONFIG.replace('name: web', 'name: a'),
      'app/deep/b.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}',
      'app/deep/c-skip.yaml': CONFIG.replace('name: web', 'name: c'),
      'app/values.yaml': 'replicas: 3\n',
      'app/marked.yaml': `# +argocd:skip-file-rendering\n${CONFIG}`,
      'app/job.yaml':
        'apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, annotations: {argocd.argoproj.io/hook: PreSync}}\nspec: {}\n',
    };
    const of = (directory: object): readonly string[] =>
      keys(new DriftTest(files, argoApplication({}, { directory: directory as never })));
    assert.deepEqual(of({}), ['/ConfigMap/a/a']);
    assert.deepEqual(of({ recurse: true }), ['/ConfigMap/a/a', '/ConfigMap/web/b', '/ConfigMap/a/c']);
    assert.deepEqual(of({ recurse: true, exclude: '{*-skip.yaml,x}' }), ['/ConfigMap/a/a', '/ConfigMap/web/b']);
    assert.deepEqual(of({ recurse: true, include: '*.json' }), ['/ConfigMap/web/b']);
  });

  test('charts, plugins, Jsonnet and overriding files are named, not guessed', () => {
    const cases: readonly (readonly [Record<string, string>, object, RegExp])[] = [
      [KUSTOMIZED, { chart: 'redis' }, /chart redis is rendered by helm only/],
      [{ 'app/Chart.yaml': 'name: x\n' }, {}, /Helm chart/],
      [KUSTOMIZED, { plugin: { name: 'x' } }, /plugin/],
      [{ 'app/a.jsonnet': '{}' }, {}, /Jsonnet/],
      [{ ...KUSTOMIZED, 'app/.argocd-source-web.yaml': 'kustomize: {}\n' }, {}, /overrides the source/],
      [KUSTOMIZED, { path: 'missing' }, /missing does not exist/],
      [{ 'app/kustomization.yaml': 'resources: [gone.yaml]\n' }, {}, /gone.yaml does not exist/],
    ];
    for (const [files, source, expected] of cases) {
      const { objects, unrendered } = new DriftTest(files, argoApplication({}, source as never)).desired;
      assert.match(unrendered.join(), expected);
      assert.equal(objects.length, 0);
    }
  });

  test('a field that the application itself sets stands in the file that declares the application', () => {
    const declared = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source:
    repoURL: https://git.example.org/platform/gitops.git
    path: app
    kustomize:
      images:
        - web:2.0
`;
    const test = new DriftTest(
      { ...KUSTOMIZED, 'argocd/web.yaml': declared },
      argoApplication({}, { kustomize: { images: ['web:2.0'] } }),
    );
    test.observe((applied) => {
      const live = structuredClone(applied) as { spec: { template: { spec: { containers: { image: string }[] } } } };
      const [container] = live.spec.template.spec.containers;
      if (container !== undefined) container.image = 'web:3';
      return { live: live as never };
    });
    assert.deepEqual(test.fields, ['argocd/web.yaml:10 spec.template.spec.containers[name=web].image "web:2.0" live "web:3" -']);
  });
});
