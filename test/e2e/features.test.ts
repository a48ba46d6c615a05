/** The packed extension in the real VS Code workbench: each test of the suite inside the extension host is one here. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { layExample } from '../../scripts/example.ts';
import { launchBrowser } from './workbench/browser.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { bundleSuite, type Result, SuiteRunner } from './workbench/suites.ts';

test('the packed extension in the workbench', { skip: lacking() }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-features-'));
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  });
  const runner = await SuiteRunner.start(browser, [packedExtension()]);
  t.after(() => runner.stop());
  const folder = layExample(join(home, 'example'));
  await report(t, await runner.run(await bundleSuite('features'), folder));

  // An extension that is only there under the other's name: what counts is that it is installed.
  const other = join(home, 'other');
  mkdirSync(other);
  writeFileSync(
    join(other, 'package.json'),
    JSON.stringify({ name: 'vscode-yaml', publisher: 'redhat', version: '0.0.0', engines: { vscode: '*' } }),
  );
  await report(t, await runner.run(await bundleSuite('beside-yaml'), folder, { extension: other }));
});

/** Makes each result a test of this run. */
async function report(t: TestContext, results: readonly Result[]): Promise<void> {
  for (const result of results) {
    await t.test(result.title, { skip: result.kind === 'skipped' && 'not for this workbench' }, () => {
      if (result.kind === 'failed') assert.fail(result.error);
    });
  }
}
