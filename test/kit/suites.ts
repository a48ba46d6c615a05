/** Runs test files with Node's own runner and counts what came of them. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const TEST = resolve(import.meta.dirname, '..');

/** The suites of a minute's run: pure, without processes, network or a browser. */
export const FAST = ['kit', 'engine', 'syntax', 'model', 'rules', 'ide', 'cli', 'host', 'lsp', 'client', 'tidy'] as const;

/** What is measured or served to other suites, and holds no test of its own. */
const NO_SUITES = ['bench', 'fixtures', 'reference'];

export interface Counts {
  readonly passed: number;
  /** What failed, by name and reason: a log of a hundred thousand lines is read from its end. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

/** Slow suites that mostly wait, for controllers, servers or a browser: those that compute share the machine with them. */
const WAITING: readonly string[] = ['cluster', 'e2e'];

/**
 * The folders of `test` that are neither fast nor without tests: minutes, each file in a process of its own. The two lists run
 * at the same time, each in its order.
 */
export function slowSuites(): Readonly<Record<'waiting' | 'computing', readonly string[]>> {
  const others = [...FAST, ...NO_SUITES, ...WAITING];
  const folders = new Set(globSync('*/**/*.test.ts', { cwd: TEST }).map((file) => file.split(/[\\/]/)[0] ?? ''));
  const computing = [...folders].filter((folder) => !others.includes(folder)).sort();
  // What fills the machine comes when the other list may be at its end.
  return { waiting: WAITING, computing: [...computing.filter((name) => !SIDE_BY_SIDE.includes(name)), ...SIDE_BY_SIDE] };
}

/** The test files of these folders of `test`; a name that ends in `.ts` stands for itself. */
export function testFiles(names: readonly string[]): readonly string[] {
  return names
    .flatMap((name) =>
      name.endsWith('.ts') ? [resolve(name)] : globSync(`${name}/**/*.test.ts`, { cwd: TEST }).map((file) => resolve(TEST, file)),
    )
    .sort();
}

/** The slow suites that only compute: nothing in them waits for a clock, so their files may share the machine. */
const SIDE_BY_SIDE: readonly string[] = ['conformance'];

/** Runs a slow suite in this process, which starts one for each of its files. */
export function runSlow(suite: string): Promise<Counts> {
  return runTests(testFiles([suite]), 'each', SIDE_BY_SIDE.includes(suite) ? availableParallelism() : 1);
}

/** One process for all files is quick; a process for each keeps their memory and their crashes apart. */
export async function runTests(files: readonly string[], processes: 'one' | 'each', atOnce = 1): Promise<Counts> {
  let passed = 0;
  const failed: string[] = [];
  const skipped: string[] = [];
  const stream = run({ files: [...files], isolation: processes === 'one' ? 'none' : 'process', concurrency: atOnce });
  stream.on('test:pass', ({ details, name, file, skip, todo }) => {
    if (details.type === 'suite') return;
    const reason = skip ?? todo;
    if (reason === undefined || reason === false) passed++;
    else skipped.push(`${named(file, name)}: ${reason === true ? 'no reason given' : reason}`);
  });
  stream.on('test:fail', ({ details, name, file }) => {
    if (details.type !== 'suite') failed.push(`${named(file, name)}: ${firstLine(details.error)}`);
  });
  const printed = stream.compose(new spec());
  for await (const text of printed) process.stdout.write(text);
  return { passed, failed, skipped };
}

function named(file: string | undefined, name: string): string {
  return file === undefined ? name : `${relative(TEST, file)}: ${name}`;
}

/** What the runner wraps around an error says only that there was one. */
function firstLine(error: Error): string {
  const { message } = error.cause instanceof Error ? error.cause : error;
  return message.split('\n', 1)[0] ?? '';
}

/** Those that wait for processes; they take half of the time. */
const BESIDE: readonly string[] = ['lsp', 'host'];

/** The fast suites, in two processes side by side. */
export async function runFast(): Promise<Counts> {
  const waiting = runBeside(BESIDE);
  const others = await runTests(testFiles(FAST.filter((name) => !BESIDE.includes(name))), 'one');
  const { passed, failed, skipped } = await waiting;
  return {
    passed: others.passed + passed,
    failed: [...others.failed, ...failed],
    skipped: [...others.skipped, ...skipped],
  };
}

/**
 * Runs suites in a process of their own, prints what it said when it has ended, and reads what {@link conclude} wrote there.
 * The priority is one of `os.constants.priority`.
 */
export async function runBeside(suites: readonly string[], priority = constants.priority.PRIORITY_NORMAL): Promise<Counts> {
  const child = spawn(process.execPath, [resolve(TEST, 'run.ts'), ...suites], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Each test of the language server starts one: what Node has compiled once is kept.
    env: { ...process.env, NODE_COMPILE_CACHE: resolve(TEST, '../node_modules/.cache/compiled') },
  });
  if (child.pid !== undefined) setPriority(child.pid, priority);
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) output += text;
  process.stdout.write(output);
  const ending = ENDING.exec(output)?.groups;
  // A process that ends without its last line has failed, whatever it said before.
  if (ending === undefined) return { passed: 0, failed: [`${suites.join(', ')}: ended without a word`], skipped: [] };
  return { passed: Number(ending.passed), failed: lines(ending.failed), skipped: lines(ending.skipped) };
}

const ENDING =
  /(?:\nFAILED:\n(?<failed>[\s\S]*?)\n\n)?(?:\nSKIPPED:\n(?<skipped>[\s\S]*?)\n\n)?(?<passed>\d+) passed, \d+ failed, \d+ skipped\n$/;

function lines(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split('\n').map((line) => line.trim());
}

/** Adds up, says loudly what failed and what was skipped, and closes with the one line that counts. */
export function conclude(all: readonly Counts[]): void {
  const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = all.flatMap((counts) => counts.failed);
  const skipped = all.flatMap((counts) => counts.skipped);
  process.stdout.write(`${listed('FAILED', failed)}${listed('SKIPPED', skipped)}`);
  process.stdout.write(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
}

function listed(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `\n${title}:\n${entries.map((entry) => `  ${entry}\n`).join('')}\n`;
}
