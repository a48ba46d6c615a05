/** `npm test`: gets what is missing, then types, lint, the packed extension and every suite; the last line counts all of it. */
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { BROWSER_HELP, provideBrowser } from './e2e/workbench/browser.ts';
import { installWorkbench } from './e2e/workbench/install.ts';
import { provideGoTools } from './kit/go-tools.ts';
import { type Counts, conclude, runBeside, runFast, slowSuites } from './kit/suites.ts';

const ROOT = resolve(import.meta.dirname, '..');
const started = performance.now();

await provide();
const results: Counts[] = [
  step('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  step('lint and format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  step('the packed extension', 'scripts/package.ts'),
];
results.push(await suite('fast suites', runFast));
const { waiting, computing } = slowSuites();
// Who waits for a cluster or a browser has deadlines, who computes has none: the processor goes to the first.
const lanes = [lane(waiting, constants.priority.PRIORITY_NORMAL), lane(computing, constants.priority.PRIORITY_BELOW_NORMAL)];
results.push(...(await Promise.all(lanes)).flat());
say(`all suites: ${seconds(started)}`);
conclude(results);

/** CI skips nothing, and says before the long part what it would have to skip. */
async function provide(): Promise<void> {
  const browser = provideBrowser(say);
  if (browser === undefined && process.env.CI) {
    process.stderr.write(`test: the end-to-end tests need a browser: ${BROWSER_HELP}\n`);
    process.exit(1);
  }
  // Without a browser the workbench is of no use, and its tests say themselves what they lack.
  if (browser !== undefined) await installWorkbench(say);
  await provideGoTools(say);
}

function step(name: string, ...args: readonly string[]): Counts {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  say(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds(start)})`);
  return status === 0 ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [name], skipped: [] };
}

async function lane(names: readonly string[], priority: number): Promise<readonly Counts[]> {
  const all: Counts[] = [];
  for (const name of names) all.push(await suite(name, () => runBeside([name], priority)));
  return all;
}

async function suite(name: string, run: () => Promise<Counts>): Promise<Counts> {
  const start = performance.now();
  say(`${name} …`);
  const counts = await run();
  say(`${counts.failed.length === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds(start)})`);
  return counts;
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stdout.write(`test: ${line}\n`);
}
