/** Runs mocha inside the extension host and writes each result as a line of JSON to the file that PLUMBLINE_E2E_RESULTS names. */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

export type Line =
  | { readonly kind: 'passed' | 'skipped'; readonly title: string }
  | { readonly kind: 'failed'; readonly title: string; readonly error: string }
  | { readonly kind: 'end'; readonly tests: number };

/** What VS Code calls as `run` of the suite's entry; `load` imports the files that call `describe` and `it`. */
export async function runMocha(load: () => Promise<unknown>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 180_000, reporter: Results });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

class Results extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let tests = 0;
    runner.on('pass', (test) => write({ kind: 'passed', title: test.fullTitle() }));
    runner.on('pending', (test) => write({ kind: 'skipped', title: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      write({ kind: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) }),
    );
    runner.on('test end', () => tests++);
    runner.once('end', () => write({ kind: 'end', tests }));
  }
}

function write(line: Line): void {
  const file = process.env.PLUMBLINE_E2E_RESULTS;
  const text = `${JSON.stringify(line)}\n`;
  if (file) appendFileSync(file, text);
  else process.stdout.write(text);
}
