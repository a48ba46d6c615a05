/** The user's Terraform: run without a shell and without secrets, from outside of the workspace, and ended when it takes too long. */
import assert from 'node:assert/strict';
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
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Database } from '../../server/src/engine/database.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { environmentFor, findProgram, ToolRunner } from '../../server/src/host/process.ts';
import { Terraform } from '../../server/src/host/terraform.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';

const POSIX_ONLY = process.platform === 'win32' ? 'the programs of this test are shell scripts' : false;
const NEVER = new AbortController().signal;

function temporary(t: TestContext): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-tool-')));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function script(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Puts directories in front of PATH while the test runs. */
function onPath(t: TestContext, ...directories: string[]): void {
  const before = process.env.PATH;
  process.env.PATH = [...directories, before].join(delimiter);
  t.after(() => {
    process.env.PATH = before;
  });
}

async function waitFor(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, 'it never came to be');
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('arguments reach the program as they are, and no shell reads them', { skip: POSIX_ONLY }, async (t) => {
  const directory = temporary(t);
  const program = script(join(directory, 'tool'), 'for one in "$@"; do printf "[%s]" "$one"; done; cat');
  const args = ['$(touch pwned)', '; touch pwned', '-x', 'a b', '`id`'];
  const run = { program, args, cwd: directory, env: environmentFor([], [], {}), input: 'in', timeoutMs: 60_000 };
  assert.deepEqual(await new ToolRunner().run(run), {
    is: 'ended',
    status: 0,
    stdout: `${args.map((one) => `[${one}]`).join('')}in`,
    stderr: '',
  });
  assert.equal(existsSync(join(directory, 'pwned')), false);
});

test('a tool that takes too long ends with all that it has started', { skip: POSIX_ONLY }, async (t) => {
  const directory = temporary(t);
  const program = script(join(directory, 'tool'), `sleep 600 &\necho $! > "${directory}/pid"\nwait`);
  const run = { program, args: [], cwd: directory, env: environmentFor([], [], {}), timeoutMs: 60_000 };
  const controller = new AbortController();
  const running = new ToolRunner().run({ ...run, signal: controller.signal });
  await waitFor(() => existsSync(join(directory, 'pid')) && readFileSync(join(directory, 'pid'), 'utf8').trim() !== '');
  controller.abort();
  assert.deepEqual(await running, { is: 'failed', why: 'cancelled' });
  const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
  await waitFor(() => !isRunning(pid));
  assert.deepEqual(await new ToolRunner().run({ ...run, timeoutMs: 100 }), { is: 'failed', why: 'too slow' });
  const flood = script(join(directory, 'flood'), 'yes');
  assert.deepEqual(await new ToolRunner().run({ ...run, program: flood }), { is: 'failed', why: 'too much output' });
  assert.deepEqual(await new ToolRunner().run({ ...run, program: join(directory, 'none') }), {
    is: 'failed',
    why: 'not started',
  });
});

test('a tool gets no credentials, and no place of the workspace', { skip: POSIX_ONLY }, (t) => {
  const workspace = temporary(t);
  onPath(t, join(workspace, 'bin'), 'relative');
  const secrets = ['AWS_SECRET_ACCESS_KEY', 'TF_TOKEN_app_terraform_io', 'ARM_CLIENT_SECRET', 'GITHUB_TOKEN', 'TF_VAR_password'];
  for (const name of secrets) process.env[name] = 'hunter2';
  t.after(() => {
    for (const name of secrets) delete process.env[name];
  });
  const environment = environmentFor([workspace], ['TF_DATA_DIR'], { CHECKPOINT_DISABLE: '1' });
  assert.equal(environment.CHECKPOINT_DISABLE, '1');
  assert.ok(!JSON.stringify(environment).includes('hunter2'));
  assert.ok(!(environment.PATH ?? '').split(delimiter).some((one) => one.startsWith(workspace) || one === 'relative'));
});

test('no program of the workspace is found, by whatever way', { skip: POSIX_ONLY }, (t) => {
  const [workspace, outside] = [temporary(t), temporary(t)];
  const planted = script(join(workspace, 'bin/plumbline-tool'), 'true');
  symlinkSync(planted, join(outside, 'plumbline-tool'));
  onPath(t, join(workspace, 'bin'), outside, '.');
  const name = ['plumbline-tool'];
  assert.ok('refused' in findProgram(name, undefined, [workspace]));
  for (const setting of [planted, join(outside, 'plumbline-tool'), './bin/plumbline-tool', 'plumbline-tool'])
    assert.ok('refused' in findProgram(name, setting, [workspace]), setting);
  rmSync(join(outside, 'plumbline-tool'));
  const real = script(join(outside, 'plumbline-tool'), 'true');
  assert.deepEqual(findProgram(name, undefined, [workspace]), { program: real });
  assert.deepEqual(findProgram(name, real, [workspace]), { program: real });
});

async function opened(
  directory: string,
  files: Record<string, string>,
): Promise<{ db: Database; workspace: Workspace; terraform: Terraform }> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const db = new Database();
  const workspace = new Workspace(db, STEADY);
  await workspace.open([directory]);
  return { db, workspace, terraform: new Terraform(db, new ToolRunner(), () => workspace.roots) };
}

test('what Terraform says stands at its characters until the file changes', async (t) => {
  const found = findProgram(['terraform'], undefined, []);
  if ('refused' in found) {
    const message = 'terraform is needed: install Terraform 1.11 (https://developer.hashicorp.com/terraform/install)';
    if (process.env.CI) assert.fail(message);
    t.skip(message);
    return;
  }
  const directory = temporary(t);
  const text = '# é😀\nlocals {\n  a = nosuchfunction("x")\n}\n';
  const { db, workspace, terraform } = await opened(directory, { 'main.tf': text });
  const file = workspace.roots[0] ? `${workspace.roots[0]}/main.tf` : '';
  assert.deepEqual(await terraform.validate(workspace.roots[0] ?? '', NEVER), { errors: 1, warnings: 0 });
  const shown = () => diagnostics(db, file).map(({ rule, severity, span }) => [rule, severity, text.slice(span.start, span.end)]);
  assert.deepEqual(shown(), [['terraform/validate', 'error', 'nosuchfunction']]);
  workspace.edited(file, `${text}# more\n`);
  assert.deepEqual(shown(), []);
  workspace.edited(file, text);
  assert.equal(shown().length, 1);
  writeFileSync(join(directory, 'main.tf'), 'locals {}\n');
  assert.deepEqual(await terraform.validate(workspace.roots[0] ?? '', NEVER), { errors: 0, warnings: 0 });
  assert.deepEqual(shown(), []);
  assert.ok('failed' in (await terraform.validate('/', NEVER)));
  assert.deepEqual(await terraform.format('a={\nb=1\n}\n', NEVER), { text: 'a = {\n  b = 1\n}\n' });
  assert.match(JSON.stringify(await terraform.format('a = \n', NEVER)), /failed/);
});

test('a program of that name in the workspace is not run', { skip: POSIX_ONLY }, async (t) => {
  const directory = temporary(t);
  script(join(directory, 'terraform'), `touch "${directory}/pwned"`);
  const { workspace, terraform } = await opened(directory, { 'main.tf': 'locals {}\n' });
  onPath(t, directory, '.');
  terraform.settings({ terraform: { path: join(directory, 'terraform') } });
  assert.ok('failed' in (await terraform.validate(workspace.roots[0] ?? '', NEVER)));
  terraform.settings({ terraform: { path: '' } });
  await terraform.validate(workspace.roots[0] ?? '', NEVER);
  await terraform.format('a=1\n', NEVER);
  assert.equal(existsSync(join(directory, 'pwned')), false);
});
