/** `plumbline check`: what is found, what is shown, and what the exit status says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT } from '../kit/workspace.ts';
import { plumbline } from './world.ts';

const TWICE = 'metadata:\n  name: web\n  name: api\n';
const FILES = {
  'apps/compose.yaml': TWICE,
  'apps/ok.yaml': 'a: 1\n',
  'base/x.yaml': 'a: 1\n# plumbline-ignore yaml/syntax: none\n',
};

test('errors make the exit status 1, a clean repository 0', async () => {
  assert.equal((await plumbline(['check'], FILES)).status, 1);
  const clean = await plumbline(['check'], { 'a.yaml': 'a: 1\n' });
  assert.deepEqual(clean, { status: 0, out: 'No problems in 1 file with 0 objects, 0.0 s.\n', err: '' });
});

test('a path limits what is checked, a file as well as a directory', async () => {
  assert.equal((await plumbline(['check', 'apps'], FILES)).status, 1);
  assert.equal((await plumbline(['check', 'apps/compose.yaml'], FILES)).status, 1);
  assert.equal((await plumbline(['check', 'apps/ok.yaml', 'base'], FILES)).status, 0);
});

test('--fail-on decides the status, whatever is shown', async () => {
  const status = async (...words: string[]) => (await plumbline(['check', ...words], FILES)).status;
  assert.equal(await status('--fail-on', 'never'), 0);
  assert.equal(await status('base'), 0);
  assert.equal(await status('base', '--fail-on=warning'), 1);
  assert.equal(await status('base', '--fail-on', 'warning', '--severity', 'error'), 1);
});

test('--severity says what is shown; hidden findings are counted', async () => {
  const shown = await plumbline(['check', '--severity', 'error'], FILES);
  assert.match(shown.out, /yaml\/duplicate-key/);
  assert.doesNotMatch(shown.out, /unused-suppression/);
  assert.match(shown.out, /1 error, 1 warning in 3 files .* 1 problem not shown/);
});

test('--rule may be repeated and knows near misses', async () => {
  const one = await plumbline(['check', '--rule', 'workspace/unused-suppression', '--rule', 'yaml/syntax'], FILES);
  assert.equal(one.status, 0);
  assert.doesNotMatch(one.out, /duplicate-key/);
  const typo = await plumbline(['check', '--rule', 'yaml/duplicate-kye'], FILES);
  assert.deepEqual(typo, {
    status: 2,
    out: '',
    err: 'plumbline: there is no rule yaml/duplicate-kye; did you mean yaml/duplicate-key?\n',
  });
  assert.match((await plumbline(['check', '--rule=duplicate-key'], FILES)).err, /did you mean yaml\/duplicate-key\?/);
});

test('wrong usage is one line on standard error and status 2', async () => {
  const cases: [string[], RegExp][] = [
    [['check', 'none'], /^plumbline: none does not exist\.\n$/],
    [['check', '--formt', 'json'], /^plumbline: there is no option --formt; did you mean --format\?\n$/],
    [['check', '--format', 'yml'], /^plumbline: --format is "yml" and must be one of pretty, json, sarif, github, junit\.\n$/],
    [['check', '--format'], /^plumbline: --format needs a value: pretty, /],
    [['check', '--format', '--rule', 'x'], /^plumbline: --format needs a value/],
    [['check', '--fail-on', 'hint'], /must be one of error, warning, info, never/],
    [['check', '--severity', 'error', '--severity', 'hint'], /^plumbline: --severity is given twice\.\n$/],
    [['check', '--changed-since=--upload-pack=x'], /^plumbline: --changed-since needs a revision/],
    [['check', '--changed-since', 'main'], /^plumbline: no git in tests\.\n$/],
    [['chek'], /^plumbline: there is no command chek; did you mean check\?\n$/],
    [['check', 'a\x1b[31m\u202e'], /^plumbline: a\\e\[31m\\u\{202e\} does not exist\.\n$/],
    [['lsp'], /--stdio/],
  ];
  for (const [words, expected] of cases) {
    const { status, out, err } = await plumbline(words, FILES);
    assert.deepEqual({ status, out, lines: err.split('\n').length }, { status: 2, out: '', lines: 2 }, words.join(' '));
    assert.match(err, expected);
  }
});

test('words behind -- are paths', async () => {
  assert.match((await plumbline(['check', '--', '--rule'], FILES)).err, /^plumbline: --rule does not exist/);
  assert.equal((await plumbline(['check', '--', '--odd.yaml'], { '--odd.yaml': 'a: b: c\n' })).status, 1);
});

test('--changed-since checks what changed and what that affects', async () => {
  const files = {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: b, a: c }\n',
    'overlay/kustomization.yaml': 'resources: [../base]\nnamespace: a\nnamespace: b\n',
    'other/web.yaml': TWICE,
  };
  const changed = (path: string) => ({
    changedSince: async () => ({ files: new Map([[`${ROOT}/${path}`, undefined]]) }),
  });
  const found = async (path: string) => {
    const { out } = await plumbline(['check', '--changed-since', 'main', '--format', 'json'], files, changed(path));
    return [...new Set((JSON.parse(out).diagnostics as { file: string }[]).map(({ file }) => file))];
  };
  assert.deepEqual(await found('base/web.yaml'), ['base/web.yaml', 'overlay/kustomization.yaml']);
  assert.deepEqual(await found('other/web.yaml'), ['other/web.yaml']);
  assert.deepEqual(await found('README.md'), []);
});

test('progress is for terminals only', async () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.yaml`, 'a: 1\n']));
  assert.equal((await plumbline(['check'], many)).err, '');
  const { err } = await plumbline(['check'], many, { isTTY: true });
  assert.match(err, /Checking 50 %/);
  assert.ok(err.endsWith('\r\x1b[K'));
});

test('help and version', async () => {
  assert.match((await plumbline(['--help'], {})).out, /plumbline check/);
  assert.match((await plumbline(['check', '--help'], {})).out, /--changed-since VALUE/);
  assert.deepEqual(await plumbline(['--version'], {}), { status: 0, out: '1.2.3\n', err: '' });
  assert.equal((await plumbline([], {})).status, 2);
});

test('catalogues are named as kubeconform names them, folders from where the command runs', async () => {
  const named: (readonly string[])[] = [];
  const world = {
    loadSchemas: async (_: unknown, { locations }: { readonly locations: readonly string[] }) => void named.push(locations),
  };
  const url = 'https://schemas.example.org/{{ .Group }}/{{ .ResourceKind }}.json';
  await plumbline(['check', '--schema-location', 'schemas', '--schema-location', url], { 'a.yaml': 'a: 1\n' }, world);
  assert.deepEqual(named, [['/repo/schemas', url]]);
  const { status, err } = await plumbline(
    ['check', '--schema-location', 'https://x/{{ .Nope }}.json'],
    { 'a.yaml': 'a: 1\n' },
    world,
  );
  assert.equal(status, 2);
  assert.match(err, /--schema-location "https:\/\/x\/\{\{ \.Nope \}\}\.json" has the unknown variable \{\{ \.Nope \}\}\.\n$/);
});

test('fetch tells of each schema, and fails where one could not be had', async () => {
  const fetched = async function* () {
    yield { kind: 'example.org/v1 Widget', host: 'schemas.example.org', result: 'found' as const };
    yield { kind: 'example.org/v1 Gadget', host: 'schemas.example.org', result: 'unknown' as const };
  };
  const fine = await plumbline(['fetch'], { 'a.yaml': 'a: 1\n' }, { fetchSchemas: fetched });
  assert.equal(fine.status, 0);
  assert.equal(
    fine.out,
    'schema of example.org/v1 Widget fetched from schemas.example.org\nschemas.example.org has no schema of example.org/v1 Gadget\n',
  );
  const failing = async function* () {
    yield { kind: 'example.org/v1 Widget', host: 'schemas.example.org', result: { error: 'the server answers 500' } };
  };
  const failed = await plumbline(['fetch'], { 'a.yaml': 'a: 1\n' }, { fetchSchemas: failing });
  assert.equal(failed.status, 2);
  assert.match(failed.err, /was not fetched from schemas\.example\.org: the server answers 500/);
});
