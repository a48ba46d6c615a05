/** The example repository has the mistakes that README shows, and is healthy besides. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { layExample } from '../../scripts/example.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('what the check finds in the example is what README says', (t) => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-example-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const command = [join(ROOT, 'server/src/cli.ts'), 'check', layExample(join(home, 'gitops')), '--format', 'json'];
  const ran = spawnSync(process.execPath, command, { encoding: 'utf8' });
  assert.equal(ran.status, 1, ran.stderr);
  const found: { readonly diagnostics: readonly { readonly file: string; readonly code: string }[] } = JSON.parse(ran.stdout);

  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/^\| `([^`]+)` \|.*\| \[([a-z/-]+)\]/gm)].map(([, file, code]) => `${file}: ${code}`);
  assert.ok(shown.length >= 8);
  assert.deepEqual(found.diagnostics.map(({ file, code }) => `${file}: ${code}`).sort(), shown.sort());
});
