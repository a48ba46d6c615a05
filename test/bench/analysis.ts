/**
 * Measures the analysis itself in a process of its own: cold index, findings, keystrokes, a typed comment, a rename, memory.
 * Usage: node --expose-gc analysis.ts NAME ROOT; prints figures as JSON.
 */
import { resolve } from 'node:path';
import { Database } from '../../server/src/engine/database.ts';
import { sweep } from '../../server/src/engine/sweep.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { workspaceFiles } from '../../server/src/ide/files.ts';
import { rename } from '../../server/src/ide/rename.ts';
import { textOf } from '../../server/src/ide/text.ts';
import { indexing } from '../../server/src/model/indexing.ts';
import { declaredIn, referencesTo } from '../../server/src/model/names.ts';
import { type Figure, percentile } from './figures.ts';
import { chosenFiles, toggles } from './typing.ts';

const EDITS = 60;
const MEGABYTE = 1024 * 1024;

const [name = '', root = ''] = process.argv.slice(2);
const figures: Figure[] = [];
const add = (what: string, value: number, unit: Figure['unit'], budget?: number, note?: string): void => {
  figures.push({ what, on: name, value, unit, ...(budget !== undefined && { budget }), ...(note !== undefined && { note }) });
};

const db = new Database();
const workspace = new Workspace(db, STEADY);
const start = performance.now();
await workspace.open([resolve(root)]);
const loaded = performance.now();
const files = workspaceFiles(db);
await sweep(db, indexing(db), STEADY, () => {});
const indexed = performance.now();
const isLarge = files.length >= 5000;
add(
  'cold index: read, parsed, every name known',
  (indexed - start) / 1000,
  's',
  isLarge ? 3 : undefined,
  `${files.length} files, ${(loaded - start).toFixed(0)} ms of it loading`,
);
let count = 0;
for (const file of files) count += diagnostics(db, file).length;
add('all findings after that', (performance.now() - indexed) / 1000, 's', undefined, `${count} findings`);
globalThis.gc?.();
add('heap', process.memoryUsage().heapUsed / MEGABYTE, 'MB');
add('resident memory, highest', process.resourceUsage().maxRSS / 1024, 'MB', isLarge ? 300 : undefined);

const latencies: number[] = [];
const comments: number[] = [];
for (const file of chosenFiles(db)) {
  for (const text of toggles(textOf(db, file), EDITS)) {
    const typed = performance.now();
    workspace.edited(file, text);
    diagnostics(db, file);
    latencies.push(performance.now() - typed);
  }
  comments.push(queriesOfComment(file));
  await workspace.closed(file);
}
add(
  'keystroke to findings in the server, p95',
  percentile(latencies, 0.95),
  'ms',
  16,
  `${latencies.length} edits, p50 ${percentile(latencies, 0.5).toFixed(2)} ms`,
);
add('queries that a typed comment executes', Math.max(...comments), 'queries', 3);
await renameMostReferenced();
process.stdout.write(`${JSON.stringify(figures)}\n`);

function queriesOfComment(file: string): number {
  const text = textOf(db, file);
  const executed: string[] = [];
  workspace.edited(file, `${text}# a`);
  diagnostics(db, file);
  db.observe(({ query }) => executed.push(query));
  workspace.edited(file, `${text}# an`);
  diagnostics(db, file);
  db.observe(undefined);
  return executed.length;
}

async function renameMostReferenced(): Promise<void> {
  let most: { readonly file: string; readonly label: string; readonly uses: number } | undefined;
  for (const site of declaredIn(db, 'object')) {
    const uses = referencesTo(db, site.file, site).length;
    if (most === undefined || uses > most.uses) most = { file: site.file, label: site.label, uses };
  }
  if (most === undefined) return;
  const { file, label } = most;
  const objectName = label.slice(label.indexOf(' ') + 1);
  const offset = textOf(db, file).indexOf(`name: ${objectName}`) + 'name: '.length;
  const begun = performance.now();
  const change = await rename(db, file, offset, 'renamed-by-the-bench', STEADY);
  const took = performance.now() - begun;
  if ('refused' in change) return;
  add('rename of the most referenced object', took, 'ms', undefined, `${label}: ${most.uses} references`);
}
