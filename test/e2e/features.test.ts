/** The packed extension in the real VS Code workbench: each test of the suite inside the extension host is one here. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { layExample } from '../../scripts/example.ts';
import { launchBrowser } from './workbench/browser.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { bundleSuite, SuiteRunner } from './workbench/suites.ts';

test('the packed extension in the workbench', { skip: lacking() }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-features-'));
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  });
  const runner = await SuiteRunner.start(browser, [packedExtension()]);
  t.after(() => runner.stop());
  for (const result of await runner.run(await bundleSuite('features'), layExample(join(home, 'example')))) {
    await t.test(result.title, { skip: result.kind === 'skipped' && 'not for this workbench' }, () => {
      if (result.kind === 'failed') assert.fail(result.error);
    });
  }
});
