/** Charts of kustomizations come out as `kustomize build --enable-helm` gives them: the same helm, asked the same. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Charts } from '../../../server/src/host/charts.ts';
import { loadRepositories } from '../../../server/src/host/folders.ts';
import { fromNative } from '../../../server/src/host/native.ts';
import { ToolRunner } from '../../../server/src/host/process.ts';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { located } from '../../../server/src/model/kustomize/build/origins.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { firstDifference } from '../kustomize-differential/compare.ts';
import { objectsOf } from './recorded.ts';

const run = promisify(execFile);

/** A chart whose objects say what helm was asked. */
const CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: "7"\n',
  'values.yaml':
    'image: { repository: shop, tag: v1 }\nreplicas: 1\nlist: [a, b]\nbig: 1000000\nports:\n  http: 80\n  admin: 81\n# a remark\nempty: {}\nnothing: null\n',
  'crds/crd.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: carts.shop.io }\nspec: { group: shop.io, names: { kind: Cart, plural: carts }, scope: Namespaced, versions: [] }\n',
  'templates/_name.tpl': '{{- define "shop.name" -}}{{ .Release.Name }}-shop{{- end -}}\n',
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
  namespace: {{ .Release.Namespace }}
  labels: { app: shop, chart: "{{ .Chart.Version }}" }
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: shop
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          envFrom: [{ configMapRef: { name: {{ include "shop.name" . }} } }]
`,
  'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "shop.name" . }}
data:
  values: {{ toJson .Values | quote }}
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  monitored: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
  big: {{ .Values.big | quote }}
`,
  'templates/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: {{ include "shop.name" . }} }\n',
  'templates/hook.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: migrate, annotations: { helm.sh/hook: pre-install } }\nspec: { containers: [] }\n',
  'templates/tests/test.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: probe, annotations: { helm.sh/hook: test } }\nspec: { containers: [] }\n',
  'templates/NOTES.txt': 'Have fun.\n',
};

const PATCH = `patches:
  - target: { kind: Deployment }
    patch: |
      - op: replace
        path: /spec/replicas
        value: 5
`;

/** Kustomizations by their directories, each with what it needs; `charts/shop` stands in each. */
const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { 'kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one }]\n' },
  namespace: { 'kustomization.yaml': 'namespace: own\nhelmCharts: [{ name: shop, releaseName: one }]\n' },
  'namespace-of-chart': {
    'kustomization.yaml': 'namespace: own\nhelmCharts: [{ name: shop, releaseName: one, namespace: theirs }]\n',
  },
  values: {
    'kustomization.yaml':
      'helmCharts: [{ name: shop, releaseName: one, valuesFile: mine.yaml, additionalValuesFiles: [more/a.yaml, more/b.yaml] }]\n',
    'mine.yaml': 'image: { repository: mine, tag: v2 }\nreplicas: 2\nbig: 1e3\n',
    'more/a.yaml': 'image: { tag: v3 }\nlist: [z]\n',
    'more/b.yaml': 'replicas: 4\nports: { http: null }\n',
  },
  ...Object.fromEntries(
    ['override', 'merge', 'replace', ''].map((merge) => [
      `inline-${merge || 'default'}`,
      {
        'kustomization.yaml': `helmCharts:
  - name: shop
    releaseName: one
${merge === '' ? '' : `    valuesMerge: ${merge}\n`}    valuesInline:
      image: { tag: yes, repository: shop, pullPolicy: Always }
      list: [c]
      big: 123456789012
      ports: { http: null, extra: 82.50 }
      empty: { full: true }
      replicas: 3
      octal: 0o17
      text: "01"
`,
      },
    ]),
  ),
  flags: {
    'kustomization.yaml':
      'helmCharts: [{ name: shop, releaseName: one, includeCRDs: true, skipHooks: true, skipTests: true, kubeVersion: "1.27.0", apiVersions: [monitoring.coreos.com/v1, x/v1], debug: true, devel: true }]\n',
  },
  named: { 'kustomization.yaml': 'helmCharts: [{ name: shop, nameTemplate: "{{ upper `a` | lower }}-shop" }]\n' },
  'skip-tests': { 'kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one, skipTests: true }]\n' },
  'old-field': {
    'kustomization.yaml':
      'helmChartInflationGenerator: [{ chartName: shop, releaseName: one, values: mine.yaml, valuesLocal: { replicas: 9 }, releaseNamespace: lost }]\n',
    'mine.yaml': 'image: { repository: mine, tag: v2 }\nbig: 1\nreplicas: 1\n',
  },
  'chart-home': {
    'kustomization.yaml': 'helmGlobals: { chartHome: third/party }\nhelmCharts: [{ name: shop, releaseName: one }]\n',
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`third/party/shop/${path}`, text])),
  },
  pulled: {
    'kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one, version: 1.2.3, repo: "https://charts.invalid" }]\n',
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`charts/shop-1.2.3/shop/${path}`, text])),
  },
  generator: {
    'kustomization.yaml': 'namespace: own\ngenerators: [chart.yaml]\nbuildMetadata: [originAnnotations]\n',
    'chart.yaml':
      'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: { name: inflate }\nname: shop\nreleaseName: one\nchartHome: charts\nvaluesInline: { replicas: 8, flag: yes }\n',
  },
  two: {
    'kustomization.yaml': `helmCharts: [{ name: shop, releaseName: one }, { name: shop, releaseName: two, namespace: b, skipTests: true, skipHooks: true }]
namePrefix: my-
commonLabels: { team: a }
commonAnnotations: { note: b }
images: [{ name: shop, newTag: v9 }]
configMapGenerator: [{ name: extra, literals: [A=1] }]
buildMetadata: [originAnnotations, transformerAnnotations]
${PATCH}`,
  },
  'patch-annotation': {
    'kustomization.yaml': `helmCharts: [{ name: shop, releaseName: one }]
patches:
  - target: { kind: ServiceAccount }
    patch: |
      - op: add
        path: /metadata/annotations/added
        value: x
`,
  },
  overlay: {
    'kustomization.yaml': `namespace: outer\nresources: [base, chartless]\n${PATCH}`,
    'base/kustomization.yaml': 'resources: [inner]\nnamePrefix: b-\n',
    'base/inner/kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one }]\n',
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`base/inner/charts/shop/${path}`, text])),
    'chartless/kustomization.yaml': 'configMapGenerator: [{ name: x }]\n',
  },
  component: {
    'kustomization.yaml': 'namespace: outer\nresources: [pod.yaml]\ncomponents: [part]\n',
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n',
    'part/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nhelmCharts: [{ name: shop, releaseName: one, valuesInline: {} }]\n',
    ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`part/charts/shop/${path}`, text])),
  },
};

/** Kustomizations that Kustomize cannot build, and what is said here. */
const BROKEN: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly said: RegExp }>> = {
  absent: {
    files: { 'kustomization.yaml': 'helmCharts: [{ name: nobody, releaseName: one }]\n' },
    said: /no chart at .*charts\/nobody/,
  },
  'values-absent': {
    files: { 'kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one, valuesFile: none.yaml }]\n' },
    said: /values file .*none.yaml does not exist/,
  },
  'values-outside': {
    files: {
      'kustomization.yaml': 'helmCharts: [{ name: shop, releaseName: one, valuesFile: ../plain/charts/shop/values.yaml }]\n',
    },
    said: /not in or below/,
  },
  failing: {
    files: {
      'kustomization.yaml': 'helmCharts: [{ name: bad, releaseName: one }]\n',
      'charts/bad/Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 1.0.0\n',
      'charts/bad/values.yaml': '{}\n',
      'charts/bad/templates/a.yaml': '{{ fail "nobody may" }}\n',
    },
    said: /nobody may/,
  },
};

let scratch = '';
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plumbline-charts-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

test('charts are rendered as Kustomize has them rendered', async (t) => {
  const kustomize = await goToolsOrSkip(t, 'kustomize');
  const helm = await goToolsOrSkip(t, 'helm');
  if (kustomize === undefined || helm === undefined) return;
  const all = { ...CASES, ...Object.fromEntries(Object.entries(BROKEN).map(([name, { files }]) => [name, files])) };
  for (const [name, files] of Object.entries(all)) {
    const chart = Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`charts/shop/${path}`, text]));
    for (const [path, text] of Object.entries({ ...chart, ...files })) {
      mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
      writeFileSync(join(scratch, name, path), text);
    }
  }
  const root = fromNative(scratch);
  const db = await loadRepositories([root], () => {});
  const charts = new Charts(db, new ToolRunner(), () => [root]);
  charts.setting = helm('helm');
  const directories = Object.keys(all).map((name) => fromNative(join(scratch, name)));
  const unasked = build(db, directories[0] ?? '');
  assert.deepEqual(
    unasked.problems.map(({ code, missing }) => [code, missing]),
    [['helm', 'helm']],
  );
  await charts.render(directories, new AbortController().signal);

  for (const name of Object.keys(all)) {
    await t.test(name, async () => {
      const built = build(db, fromNative(join(scratch, name)));
      const broken = BROKEN[name];
      const asked = ['build', '--enable-helm', '--helm-command', helm('helm'), join(scratch, name)];
      const options = { env: { ...process.env, HOME: scratch }, maxBuffer: 1 << 26 };
      if (broken !== undefined) {
        await assert.rejects(run(kustomize('kustomize'), asked, options));
        assert.match(built.problems.map(({ args }) => args.reason).join(), broken.said);
        return;
      }
      const { stdout }: { readonly stdout: string } = await run(kustomize('kustomize'), asked, options);
      assert.deepEqual(built.problems, []);
      assert.equal(
        firstDifference(
          objectsOf(stdout),
          built.objects.map(({ object }) => object),
        ),
        undefined,
      );
    });
  }

  await t.test('what a chart brings stands where the kustomization names it', () => {
    const file = fromNative(join(scratch, 'plain', 'kustomization.yaml'));
    const [object] = build(db, fromNative(join(scratch, 'plain'))).objects;
    assert.ok(object !== undefined);
    const place = located(db, object.value);
    assert.equal(place.via, 'helm');
    assert.equal(place.file, file);
    assert.equal(fileText(db, file)?.slice(place.span.start, place.span.end), 'shop');
  });
});
