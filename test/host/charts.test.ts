/** The user's helm: asked only for charts of the workspace, with nothing that a repository could make an option or a plugin of. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Charts } from '../../server/src/host/charts.ts';
import { loadRepositories } from '../../server/src/host/folders.ts';
import { fromNative } from '../../server/src/host/native.ts';
import { ToolRunner } from '../../server/src/host/process.ts';
import { build } from '../../server/src/model/kustomize/build/build.ts';

const POSIX_ONLY = process.platform === 'win32' ? 'the helm of this test is a shell script' : false;
const NEVER = new AbortController().signal;

/** Says what it was asked, and gives one object. */
const HELM = `echo run >> "$0.runs"
for one in "$@"; do printf '%s\\n' "$one"; done > "$0.args"
env > "$0.env"
printf 'talk before\\n---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: made }\\n'`;

const CHART = { 'charts/shop/Chart.yaml': 'name: shop\n', 'charts/shop/values.yaml': 'a: 1\nb: { c: 2 }\n' };

function directory(t: TestContext): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-charts-')));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function charts(t: TestContext, files: Readonly<Record<string, string>>, prepare: (root: string) => void = () => {}) {
  const [root, outside] = [directory(t), directory(t)];
  for (const [path, text] of Object.entries({ ...CHART, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  prepare(root);
  const program = join(outside, 'helm');
  writeFileSync(program, `#!/bin/sh\n${HELM}\n`);
  chmodSync(program, 0o755);
  const db = await loadRepositories([fromNative(root)], () => {});
  const made = new Charts(db, new ToolRunner(), () => [fromNative(root)]);
  made.setting = program;
  return {
    root,
    program,
    charts: made,
    render: () => made.render([fromNative(root)], NEVER),
    built: () => build(db, fromNative(root)),
    args: () => readFileSync(`${program}.args`, 'utf8').trimEnd().split('\n'),
    runs: () => (existsSync(`${program}.runs`) ? readFileSync(`${program}.runs`, 'utf8').length / 4 : 0),
  };
}

const one = (more: string): Readonly<Record<string, string>> => ({
  'kustomization.yaml': `helmCharts: [{ name: shop, releaseName: one, ${more} }]\n`,
});

test('nothing runs before somebody asks; then the chart is there, and the same is not asked twice', {
  skip: POSIX_ONLY,
}, async (t) => {
  const files = { 'kustomization.yaml': 'resources: [pod.yaml]\nhelmCharts: [{ name: shop }]\n' };
  const pod = { 'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n' };
  const { render, built, runs, args, root } = await charts(t, { ...files, ...pod });
  const names = (): readonly string[] => built().objects.map(({ id }) => id.name);
  assert.deepEqual(names(), ['a']);
  assert.equal(runs(), 0);
  assert.deepEqual(await render(), { rendered: 1, failed: [] });
  assert.deepEqual(names().toSorted(), ['a', 'made']);
  assert.deepEqual(args().slice(0, 4), ['template', '--generate-name', join(root, 'charts/shop'), '-f']);
  await render();
  assert.equal(runs(), 1);
  writeFileSync(join(root, 'charts/shop/values.yaml'), 'a: 10\n');
  await render();
  assert.equal(runs(), 2);
});

test('what a repository says is never an option of helm', { skip: POSIX_ONLY }, async (t) => {
  for (const more of [
    'releaseName: --post-renderer=/bin/sh',
    'namespace: -x',
    'nameTemplate: --kubeconfig=/etc/passwd',
    'apiVersions: [a, --validate]',
    'kubeVersion: --debug',
    'nameTemplate: "{{ getHostByName \\"evil.example\\" }}"',
    'nameTemplate: "{{ env \\"HOME\\" }}"',
  ]) {
    const { render, runs } = await charts(t, {
      'kustomization.yaml': `helmCharts: [{ name: shop, ${more} }]\n`,
    });
    const { rendered, failed } = await render();
    assert.equal(rendered, 0, more);
    assert.match(failed[0]?.reason ?? '', /would be an option|asks for more than text/);
    assert.equal(runs(), 0, more);
  }
});

test('no file from outside of the workspace reaches helm', { skip: POSIX_ONLY }, async (t) => {
  const outside = directory(t);
  writeFileSync(join(outside, 'canary'), 'chirp');
  const cases: readonly (readonly [Readonly<Record<string, string>>, (root: string) => void])[] = [
    [one('valuesFile: ../../../../../../etc/passwd'), () => {}],
    [one('valuesFile: link.yaml'), (root) => symlinkSync(join(outside, 'canary'), join(root, 'link.yaml'))],
    [one('additionalValuesFiles: [link.yaml]'), (root) => symlinkSync(join(outside, 'canary'), join(root, 'link.yaml'))],
    [one(''), (root) => symlinkSync(join(outside, 'canary'), join(root, 'charts/shop/link.yaml'))],
    [one(''), (root) => symlinkSync(outside, join(root, 'charts/shop/templates'))],
    [one(''), (root) => execFileSync('mkfifo', [join(root, 'charts/shop/pipe.yaml')])],
    [{ 'kustomization.yaml': `helmGlobals: { chartHome: ${outside} }\nhelmCharts: [{ name: canary }]\n` }, () => {}],
    [{ 'kustomization.yaml': 'helmCharts: [{ name: ../../../../etc }]\n' }, () => {}],
    [{ 'kustomization.yaml': 'helmCharts: [{ name: linked }]\n' }, (root) => symlinkSync(outside, join(root, 'charts/linked'))],
  ];
  for (const [i, [files, prepare]] of cases.entries()) {
    const { render, runs, built } = await charts(t, files, prepare);
    const { rendered, failed } = await render();
    assert.deepEqual([rendered, failed.length], [0, 1], `case ${i}`);
    assert.equal(runs(), 0, `case ${i}`);
    assert.ok(!JSON.stringify(built().problems).includes('chirp'), `case ${i}`);
  }
});

test('helm gets an empty home, no plugins and no secrets, and none is taken from the workspace', {
  skip: POSIX_ONLY,
}, async (t) => {
  process.env.HELM_PLUGINS = '/somewhere';
  process.env.GITHUB_TOKEN = 'hunter2';
  t.after(() => {
    delete process.env.HELM_PLUGINS;
    delete process.env.GITHUB_TOKEN;
  });
  const files = { 'kustomization.yaml': 'helmGlobals: { configHome: home }\nhelmCharts: [{ name: shop, releaseName: one }]\n' };
  const { render, program, root, charts: asked } = await charts(t, files);
  await render();
  const environment = readFileSync(`${program}.env`, 'utf8');
  assert.ok(!environment.includes('hunter2') && !environment.includes('/somewhere') && !environment.includes(root));
  assert.match(environment, /^HELM_NO_PLUGINS=1$/m);
  const planted = join(root, 'helm');
  writeFileSync(planted, '#!/bin/sh\necho bad\n');
  chmodSync(planted, 0o755);
  asked.setting = planted;
  assert.match((await render()).failed[0]?.reason ?? '', /lies in the workspace/);
});
