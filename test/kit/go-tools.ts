/** The real tools that judge Plumbline, built from pinned Go modules into the user's cache. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { cached, cacheKey, cacheRoot } from './cache.ts';

const REFERENCE = resolve(import.meta.dirname, '../reference');

/** Thrown where the tools cannot be had on this machine; the message says what to do. */
export class GoToolsMissing extends Error {
  override readonly name = 'GoToolsMissing';
}

/** What a module's `build.json` says beyond its go.mod: flags of the linker, and files of other modules that tests read. */
interface Recipe {
  readonly ldflags?: string;
  /** Globs of files by module and version, whose sums Go's checksum database knows; they are copied flat, into the directory of the programs. */
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** Directories of other modules that the program reads when it runs; they are copied as they are. */
  readonly directories?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Builds the module `test/reference/<name>` (its `tool` directives and its own programs) unless that was done before.
 * Returns the path of each program, and of each copied file, by its name. Go itself is needed only for the first build.
 */
export async function goTools(name: string, shared?: string): Promise<(program: string) => string> {
  const source = join(REFERENCE, name);
  const sources = globSync('{go.mod,go.sum,build.json,**/*.go}', { cwd: source }).sort();
  const key = cacheKey(
    `${process.platform}/${process.arch}`,
    '',
    ...sources.flatMap((file) => [file.replaceAll('\\', '/'), readFileSync(join(source, file))]),
  );
  const directory = await cached(`go-${name}`, key, (made) => build(source, made, shared));
  return (program) => join(directory, process.platform === 'win32' && !program.includes('.') ? `${program}.exe` : program);
}

/** As {@link goTools}; a machine without Go skips the test and says so, except in CI, which skips nothing. */
export async function goToolsOrSkip(t: TestContext, name: string): Promise<((program: string) => string) | undefined> {
  try {
    return await goTools(name);
  } catch (error) {
    if (!(error instanceof GoToolsMissing) || process.env.CI) throw error;
    t.skip(error.message);
    return undefined;
  }
}

/**
 * Builds every module of `test/reference` that was never built, in one go: what they have in common (Go's own library,
 * the clients of Kubernetes) is then downloaded and compiled once. Where there is no Go, the tests say themselves what they lack.
 */
export async function provideGoTools(say: (line: string) => void): Promise<void> {
  const shared = join(cacheRoot(), `go-shared-${process.pid}`);
  try {
    for (const name of readdirSync(REFERENCE).sort()) {
      const started = performance.now();
      await goTools(name, shared);
      const seconds = (performance.now() - started) / 1000;
      if (seconds > 1) say(`built the tools of test/reference/${name} (${Math.round(seconds)} s)`);
    }
  } catch (error) {
    if (!(error instanceof GoToolsMissing)) throw error;
    say(error.message);
  } finally {
    await rm(shared, { recursive: true, force: true });
  }
}

/**
 * Downloads and compiles in directories of its own, so that gigabytes of modules and objects go when the programs stand;
 * or in `shared` (PLUMBLINE_GO_CACHES names one for good), which is left to the caller.
 */
async function build(source: string, made: string, shared: string | undefined): Promise<void> {
  const work = join(made, '.work');
  const module = join(work, 'module');
  const caches = process.env.PLUMBLINE_GO_CACHES || shared || work;
  const recipe = recipeOf(source);
  await mkdir(work);
  await cp(source, module, { recursive: true });
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOCACHE: join(caches, 'build'),
    GOMODCACHE: join(caches, 'modules'),
    GOPATH: join(work, 'go'),
    GOTMPDIR: work,
    GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
    GOOS: '',
    GOARCH: '',
    GOWORK: 'off',
  };
  const hasTools = /^tool\b/m.test(readFileSync(join(source, 'go.mod'), 'utf8'));
  const hasPrograms = globSync('**/*.go', { cwd: source }).length > 0;
  const targets = [...(hasTools ? ['tool'] : []), ...(hasPrograms ? ['./...'] : [])];
  const flags = ['-trimpath', '-ldflags', `-s -w ${recipe.ldflags ?? ''}`.trim(), '-o', `${made}/`];
  try {
    await go(['build', ...flags, ...targets], module, environment);
    for (const [path, globs] of Object.entries(recipe.files ?? {})) {
      const { Dir: from } = JSON.parse(await go(['mod', 'download', '-json', path], module, environment));
      for (const file of globSync([...globs], { cwd: from })) await cp(join(from, file), join(made, basename(file)));
    }
    for (const [path, names] of Object.entries(recipe.directories ?? {})) {
      const { Dir: from } = JSON.parse(await go(['mod', 'download', '-json', path], module, environment));
      for (const name of names) await cp(join(from, name), join(made, name), { recursive: true });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function recipeOf(source: string): Recipe {
  const path = join(source, 'build.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** Runs go and returns what it printed. */
function go(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn('go', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on('error', () => {
      failed(
        new GoToolsMissing(
          `Go is needed to build the pinned tools of test/reference: install Go 1.26 or newer (https://go.dev/dl).`,
        ),
      );
    });
    child.on('close', (code) => {
      if (code === 0) done(printed);
      else failed(new Error(`go ${args.join(' ')} ended with ${code}:\n${said}`));
    });
  });
}
