/** Remote bases that were fetched build as Kustomize builds them, and fetching them runs, follows and asks nothing that it should not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { Database } from '../../../server/src/engine/database.ts';
import { loadRepositories } from '../../../server/src/host/folders.ts';
import { fromNative } from '../../../server/src/host/native.ts';
import { isOwnAddress } from '../../../server/src/host/remotes/addresses.ts';
import { isPlainRef } from '../../../server/src/host/remotes/clone.ts';
import { fetchRemotes } from '../../../server/src/host/remotes/fetch-all.ts';
import { build } from '../../../server/src/model/kustomize/build/build.ts';
import { fieldsOf, located } from '../../../server/src/model/kustomize/build/origins.ts';
import { ownProblems } from '../../../server/src/model/kustomize/own-problems.ts';
import { remoteSpec } from '../../../server/src/model/kustomize/remote.ts';
import { displayPath } from '../../../server/src/model/workspace/repository.ts';
import { type GitServer, makeRepository, serveGit } from '../../kit/git-server.ts';
import { goToolsOrSkip } from '../../kit/go-tools.ts';
import { firstDifference } from '../kustomize-differential/compare.ts';
import { objectsOf } from './recorded.ts';

const run = promisify(execFile);

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  template: { spec: { containers: [{ name: web, image: "web:1", envFrom: [{ configMapRef: { name: settings } }] }] } }
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';

let scratch = '';
let server: GitServer;
let commit = '';
const saved = process.env.PLUMBLINE_CACHE;

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'plumbline-remote-'));
  process.env.PLUMBLINE_CACHE = join(scratch, 'cache');
  const base = {
    'deploy/base/kustomization.yaml':
      'resources: [web.yaml, ../common]\nconfigMapGenerator: [{ name: settings, envs: [settings.env] }]\n',
    'deploy/base/web.yaml': DEPLOYMENT,
    'deploy/base/settings.env': 'MODE=quiet\n',
    'deploy/common/kustomization.yaml': 'resources: [service.yaml]\nnamePrefix: a-\n',
    'deploy/common/service.yaml': SERVICE,
  };
  commit = makeRepository(join(scratch, 'git', 'shop'), [
    { tag: 'v1', files: base },
    { tag: 'v2', files: { ...base, 'deploy/base/settings.env': 'MODE=loud\n' } },
  ]);
  const evil = join(scratch, 'git', 'evil');
  mkdirSync(evil, { recursive: true });
  symlinkSync('/etc/passwd', join(evil, 'passwd.yaml'));
  makeRepository(evil, [
    {
      tag: 'v1',
      files: {
        'link/kustomization.yaml': 'resources: [../passwd.yaml]\n',
        'out/kustomization.yaml': `resources: [${'../'.repeat(30)}etc]\nconfigMapGenerator: [{ name: a, files: [${'../'.repeat(30)}etc/passwd] }]\n`,
        '.gitattributes': '* filter=evil\n',
        '.gitmodules': '[submodule "a"]\n\tpath = a\n\turl = file:///etc\n',
      },
    },
  ]);
  server = await serveGit(join(scratch, 'git'), {
    '/service.yaml': SERVICE.replace('web', 'plain'),
    '/moved.yaml': { redirect: '/service.yaml' },
    '/inside.yaml': { redirect: 'http://localhost:1/service.yaml' },
  });
});

after(async () => {
  if (saved === undefined) delete process.env.PLUMBLINE_CACHE;
  else process.env.PLUMBLINE_CACHE = saved;
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Writes a repository of its own and fetches what it names. */
async function fetched(name: string, files: Readonly<Record<string, string>>, allowed: readonly string[] = [server.host]) {
  const root = join(scratch, 'work', name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const db = await loadRepositories([fromNative(root)], () => {});
  const errors: string[] = [];
  for await (const { entry, result } of fetchRemotes(db, [fromNative(root)], { again: false, allowed: new Set(allowed) }))
    if ('error' in result) errors.push(`${entry.replace(server.url, '')}: ${result.error}`);
  return { root, db, errors };
}

function built(db: Database, directory: string) {
  const { objects, problems } = build(db, fromNative(directory));
  return { objects: objects.map(({ object }) => object), problems: problems.map(({ code }) => code) };
}

suite('a remote base over HTTP', () => {
  const overlay = (ref: string): string => `resources:
  - ${server.url}/shop//deploy/base?ref=${ref}
  - ${server.url}/service.yaml
namePrefix: my-
images: [{ name: web, newTag: "2" }]
patches: [{ path: patch.yaml }]
`;
  const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n';

  test('builds what Kustomize builds', async (t) => {
    const program = await goToolsOrSkip(t, 'kustomize');
    if (program === undefined) return;
    const files = {
      'a/kustomization.yaml': overlay('v1'),
      'a/patch.yaml': patch,
      'b/kustomization.yaml': overlay(commit),
      'b/patch.yaml': patch,
    };
    const { root, db, errors } = await fetched('equal', files);
    assert.deepEqual(errors, []);
    for (const directory of [join(root, 'a'), join(root, 'b')]) {
      const { stdout }: { readonly stdout: string } = await run(program('kustomize'), ['build', directory], {
        env: { ...process.env, HOME: scratch },
      });
      const found = built(db, directory);
      assert.deepEqual(found.problems, []);
      assert.equal(firstDifference(objectsOf(stdout), found.objects), undefined);
    }
  });

  test('is left out until it is fetched, then found by whoever loads the repository', async () => {
    const { root, db } = await fetched('later', { 'kustomization.yaml': overlay('v2'), 'patch.yaml': patch }, []);
    assert.deepEqual(built(db, root).problems[0], 'remote');
    assert.deepEqual(ownProblems(db, fromNative(join(root, 'kustomization.yaml'))), []);
    await fetched('later', {});
    const again = await loadRepositories([fromNative(root)], () => {});
    assert.deepEqual(built(again, root).problems, []);
    assert.match(JSON.stringify(built(again, root).objects), /loud/);
  });

  test('each field says which repository, commit and file set it', async () => {
    const { root, db } = await fetched('origin', { 'kustomization.yaml': overlay('v1'), 'patch.yaml': patch });
    const service = build(db, fromNative(root)).objects.find(({ id }) => id.kind === 'Service' && id.name === 'my-a-web');
    const port = [...fieldsOf(service?.value ?? assert.fail('no Service'))].find(
      ({ pointer }) => pointer === '/spec/ports/0/port',
    );
    const file = located(db, port?.value ?? assert.fail('no port')).file;
    assert.match(displayPath(db, file).replace(server.url, ''), /^\/shop@[0-9a-f]{12}\/\/deploy\/common\/service\.yaml$/);
  });

  test('what is wrong in it is told where it is named', async () => {
    const files = {
      'kustomization.yaml': `resources: [${server.url}/shop//deploy/nothing?ref=v1, ${server.url}/shop//deploy?ref=v1]\n`,
    };
    const { root, db, errors } = await fetched('wrong', files);
    assert.match(errors.join(), /there is no deploy\/nothing/);
    const [problem] = ownProblems(db, fromNative(join(root, 'kustomization.yaml')));
    assert.equal(problem?.code, 'missing-kustomization');
    assert.equal(problem?.file, fromNative(join(root, 'kustomization.yaml')));
  });
});

suite('hostile remotes', () => {
  test('links, filters and submodules are not followed, nothing outside is read', async () => {
    const files = {
      'link/kustomization.yaml': `resources: [${server.url}/evil//link?ref=v1]\n`,
      'out/kustomization.yaml': `resources: [${server.url}/evil//out?ref=v1]\n`,
    };
    const { root, db, errors } = await fetched('evil', files);
    assert.deepEqual(errors, []);
    assert.deepEqual(built(db, join(root, 'link')).problems, ['missing-path']);
    assert.deepEqual(built(db, join(root, 'out')).problems, ['outside-root', 'outside-root']);
    const kept = readdirSync(join(scratch, 'cache', 'remotes'), { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      kept.filter((path) => /passwd|(?:^|\/)\.git\//.test(path)),
      [],
    );
  });

  test('this machine is not asked unless somebody has named it, also not behind a redirect', async () => {
    const before = server.asked.length;
    const local = await fetched(
      'local',
      { 'kustomization.yaml': `resources: [${server.url}/service.yaml?local, ${server.url}/shop//deploy?ref=v2]\n` },
      [],
    );
    assert.equal(server.asked.length, before);
    assert.match(local.errors.join('\n'), /127\.0\.0\.1 is this machine or its own network/);
    const moved = await fetched('moved', { 'kustomization.yaml': `resources: [${server.url}/moved.yaml]\n` });
    assert.deepEqual(moved.errors, []);
    const inside = await fetched('inside', {
      'kustomization.yaml': `configMapGenerator: [{ name: a, files: ["${server.url}/inside.yaml"] }]\n`,
    });
    assert.match(inside.errors.join(), /localhost is this machine/);
  });

  test('options and other programs cannot be passed in', async () => {
    const canary = join(scratch, 'canary');
    const entries = [
      `${server.url}/shop//deploy/base?ref=--upload-pack=touch%20${canary}`,
      `${server.url}/shop//deploy/base?ref=v1:refs/heads/x`,
      `ext::sh -c touch% ${canary}`,
      `git::ext::sh -c touch% ${canary}//x`,
      `ssh://-oProxyCommand=touch%20${canary}/a/b`,
      `-oProxyCommand=touch@host:a/b`,
      `file://${join(scratch, 'git', 'shop')}//deploy/base`,
      `http://user:secret@${server.host}/shop//deploy/base`,
      `https://github.com/a/b//../../c`,
    ];
    const { db, root, errors } = await fetched('options', { 'kustomization.yaml': `resources: ${JSON.stringify(entries)}\n` });
    assert.ok(!existsSync(canary));
    assert.equal(build(db, fromNative(root)).objects.length, 0);
    assert.ok(errors.length >= 5, errors.join('\n'));
    assert.ok(!errors.some((error) => error.includes('fetched at')));
  });

  test('refs and addresses', () => {
    for (const ref of ['main', 'v1.2.3', 'feature/a-b', 'a+b', '0123abc']) assert.ok(isPlainRef(ref), ref);
    for (const ref of ['-x', '--upload-pack=x', '+main', 'a:b', 'a..b', 'a b', 'a\nb', '^a', ''])
      assert.ok(!isPlainRef(ref), ref);
    for (const one of [
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      '169.254.169.254',
      '::ffff:127.0.0.1',
      'fe80::1',
      '0.0.0.0',
      '::',
      'no address',
    ])
      assert.ok(isOwnAddress(one), one);
    for (const one of ['140.82.121.4', '10.0.0.1', '2606:50c0:8000::153']) assert.ok(!isOwnAddress(one), one);
  });
});

test('entries in all forms that Kustomize knows', () => {
  const parts = (entry: string): string => Object.values(remoteSpec(entry) ?? { none: 'none' }).join(' | ');
  assert.equal(parts('https://github.com/a/b//c/d?ref=v1&timeout=9s'), 'https://github.com/a/b | c/d | v1');
  assert.equal(parts('github.com/a/b/c?version=v1'), 'https://github.com/a/b | c | v1');
  assert.equal(parts('github.com/a/b?ref=feature%2Fx&version=y'), 'https://github.com/a/b |  | feature/x');
  assert.equal(parts('https://example.com:8443/a/b.git/c'), 'https://example.com:8443/a/b.git | c | ');
  assert.equal(parts('https://dev.azure.com/a/b/_git/c/d/e?ref=x'), 'https://dev.azure.com/a/b/_git/c | d/e | x');
  assert.equal(parts('git@github.com:a/b.git//c'), 'git@github.com:a/b.git | c | ');
  assert.equal(parts('https://example.com/a/b//../c'), 'none');
});
