/** Runs a mocha suite inside the extension host of the workbench and hands back what each test said. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import type { Line } from '../suite/run.ts';
import { openWorkbench } from './page.ts';
import { WorkbenchServer } from './server.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DRIVER = join(ROOT, 'test/e2e/driver');

export type Result = Exclude<Line, { readonly kind: 'end' }>;

/** Bundles `test/e2e/suite/<name>.ts` for the extension host; the path of the bundle. */
export async function bundleSuite(name: string): Promise<string> {
  const outfile = join(ROOT, `dist/e2e/${name}.cjs`);
  await build({
    entryPoints: [join(ROOT, `test/e2e/suite/${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** A workbench whose extension host runs suites, with the packed extension installed. */
export class SuiteRunner {
  readonly #server: WorkbenchServer;
  readonly #browser: Browser;
  readonly #out: string;

  private constructor(server: WorkbenchServer, browser: Browser, out: string) {
    this.#server = server;
    this.#browser = browser;
    this.#out = out;
  }

  static async start(browser: Browser, vsix: readonly string[]): Promise<SuiteRunner> {
    const out = mkdtempSync(join(tmpdir(), 'plumbline-results-'));
    const server = await WorkbenchServer.start({ vsix, runsTests: true, env: { PLUMBLINE_E2E_RESULTS: join(out, 'results') } });
    return new SuiteRunner(server, browser, out);
  }

  /**
   * Results of all tests of the bundled suite. Throws where the run itself failed: no suite, no end, no test, or an exit
   * status that contradicts the results.
   */
  async run(suite: string, folder: string, { extension = DRIVER, within = 900_000 } = {}): Promise<readonly Result[]> {
    const results = join(this.#out, 'results');
    rmSync(results, { force: true });
    const log: string[] = [];
    const status = await this.#runToExit({ folder, development: { extension, suite } }, within, log).catch((error) => {
      const soFar = existsSync(results) ? readFileSync(results, 'utf8') : 'no test ended';
      throw new Error(
        `${error instanceof Error ? error.message : String(error)} So far:\n${soFar}\n${tail(log)}\n${this.#server.log.slice(-2000)}`,
      );
    });
    try {
      return readResults(results, status);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tail(log)}`);
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#out, { recursive: true, force: true });
  }

  /** The suite's exit status, as VS Code's own runner learns it: the page calls two functions of the test driver. */
  async #runToExit(
    what: Pick<Parameters<typeof openWorkbench>[2], 'folder' | 'development'>,
    within: number,
    log: string[],
  ): Promise<number> {
    const { promise, resolve: exited, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(() => reject(new Error(`The suite gave no result within ${within} ms.`)), within);
    const page = await openWorkbench(this.#browser, this.#server, {
      ...what,
      prepare: async (page) => {
        page.on('crash', () => reject(new Error('The browser page crashed.')));
        await page.exposeFunction('codeAutomationLog', (kind: string, args: readonly unknown[]) =>
          log.push(`<${kind}> ${format(...args)}`),
        );
        await page.exposeFunction('codeAutomationExit', (status: number) => exited(status));
      },
    });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await page.context().close();
    }
  }
}

/** What the suite wrote; throws where it did not run to its end, ran no test, or ended with a status that contradicts it. */
export function readResults(file: string, status: number): readonly Result[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(parseLine) : [];
  const results = lines.filter((line) => line.kind !== 'end');
  if (results.length === 0 || results.length === lines.length)
    throw new Error(`The suite did not run to its end (exit status ${status}).`);
  const failed = results.some(({ kind }) => kind === 'failed');
  if (failed !== (status !== 0)) throw new Error(`Exit status ${status} contradicts the results.`);
  return results;
}

function parseLine(text: string): Line {
  return JSON.parse(text);
}

/** The end of the workbench's log, without what it says of the native parts that are left out on purpose. */
function tail(log: readonly string[]): string {
  return log
    .filter((line) => !/spdlog|native-watchdog|watchdog'/.test(line))
    .slice(-30)
    .join('\n');
}
