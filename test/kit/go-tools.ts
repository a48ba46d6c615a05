/** The real tools that judge Plumbline, built from pinned Go modules into the user's cache. */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { cached, cacheKey } from './cache.ts';

const REFERENCE = resolve(import.meta.dirname, '../reference');

/** Thrown where the tools cannot be had on this machine; the message says what to do. */
export class GoToolsMissing extends Error {
  override readonly name = 'GoToolsMissing';
}

/**
 * Builds the module `test/reference/<name>` (its `tool` directives and its own programs) unless that was done before.
 * Returns the path of each program by its name. Go itself is needed only for the first build.
 */
export async function goTools(name: string, ldflags = ''): Promise<(program: string) => string> {
  const source = join(REFERENCE, name);
  const sources = globSync('{go.mod,go.sum,**/*.go}', { cwd: source }).sort();
  const key = cacheKey(
    `${process.platform}/${process.arch}`,
    ldflags,
    ...sources.flatMap((file) => [file.replaceAll('\\', '/'), readFileSync(join(source, file))]),
  );
  const directory = await cached(`go-${name}`, key, (made) => build(source, made, ldflags));
  return (program) => join(directory, process.platform === 'win32' ? `${program}.exe` : program);
}

/** As {@link goTools}; a machine without Go skips the test and says so, except in CI, which skips nothing. */
export async function goToolsOrSkip(
  t: TestContext,
  name: string,
  ldflags = '',
): Promise<((program: string) => string) | undefined> {
  try {
    return await goTools(name, ldflags);
  } catch (error) {
    if (!(error instanceof GoToolsMissing) || process.env.CI) throw error;
    t.skip(error.message);
    return undefined;
  }
}

/** Downloads and compiles in directories of its own, so that gigabytes of modules and objects go when the programs stand. */
async function build(source: string, made: string, ldflags: string): Promise<void> {
  const work = join(made, '.work');
  const module = join(work, 'module');
  await mkdir(work);
  await cp(source, module, { recursive: true });
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOCACHE: join(work, 'build'),
    GOMODCACHE: join(work, 'modules'),
    GOPATH: join(work, 'go'),
    GOTMPDIR: work,
    GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
    GOOS: '',
    GOARCH: '',
    GOWORK: 'off',
  };
  const targets = globSync('**/*.go', { cwd: source }).length > 0 ? ['tool', './...'] : ['tool'];
  const flags = ['-trimpath', '-ldflags', `-s -w ${ldflags}`.trim(), '-o', `${made}/`];
  try {
    await go(['build', ...flags, ...targets], module, environment);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function go(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn('go', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on('error', () => {
      failed(
        new GoToolsMissing(
          `Go is needed to build the pinned tools of test/reference: install Go 1.24 or newer (https://go.dev/dl).`,
        ),
      );
    });
    child.on('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`go ${args.join(' ')} ended with ${code}:\n${said}`));
    });
  });
}
