/**
 * Runs test suites with Node's own runner and closes with one line that counts: `N passed, N failed, N skipped`.
 * Usage: node test/run.ts fast | all | FOLDER…
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const FAST = ['kit', 'engine', 'syntax', 'model', 'rules', 'ide', 'cli', 'host', 'lsp', 'tidy'];
const wanted = process.argv.slice(2).flatMap((name) => (name === 'fast' ? FAST : [name]));
const root = resolve(import.meta.dirname);
const files = wanted.flatMap((name) =>
  name.endsWith('.ts') ? [resolve(name)] : globSync(`${name}/**/*.test.ts`, { cwd: root }).map((file) => resolve(root, file)),
);

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files: files.sort(), isolation: 'none', concurrency: false });
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return;
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped++;
  else counts.passed++;
});
stream.on('test:fail', (event) => {
  if (event.details.type !== 'suite') counts.failed++;
});
stream.on('end', () => {
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
stream.compose(new spec()).pipe(process.stdout);
