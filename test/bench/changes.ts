/**
 * Measures the Changes view and Promote in a process of its own: time to the first impact of an edit, memory of the second side, an
 * update after each edit, and the comparison of two environments. Usage: node --expose-gc changes.ts NAME ROOT FILE…; ROOT is a git repository; prints figures as JSON.
 */
import { join, resolve } from 'node:path';
import { Database } from '../../server/src/engine/database.ts';
import { Comparison } from '../../server/src/host/comparison.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { repositoryRoots, workspaceFiles } from '../../server/src/ide/files.ts';
import { impactOf } from '../../server/src/ide/impact/impact.ts';
import { promotable } from '../../server/src/ide/promotion/promote.ts';
import { textOf } from '../../server/src/ide/text.ts';
import { type Figure, percentile } from './figures.ts';

const EDITS = 30;
const MEGABYTE = 1024 * 1024;

const [name = '', root = '', ...edited] = process.argv.slice(2);
const db = new Database();
const workspace = new Workspace(db, STEADY);
await workspace.open([resolve(root)]);
// The view is opened on a repository that has been looked through.
for (const file of workspaceFiles(db)) diagnostics(db, file);
const heapBefore = heap();

const texts = edited.map((file) => ({ file: join(resolve(root), file), text: textOf(db, join(resolve(root), file)) }));
const comparison = new Comparison(db);
for (const { file, text } of texts) workspace.edited(file, changed(text, 0));
const start = performance.now();
const compared = await comparison.look(
  repositoryRoots(db),
  undefined,
  texts.map(({ file }) => file),
);
if ('error' in compared) throw new Error(compared.error);
const sides = { before: compared.before, after: db, files: compared.files };
const first = await impactOf(sides, STEADY);
const took = performance.now() - start;
if (first.applications.length === 0) throw new Error('The edits that are measured change nothing.');
const heapAfter = heap();

const updates: number[] = [];
for (let edit = 1; edit <= EDITS; edit++) {
  for (const { file, text } of texts) {
    workspace.edited(file, changed(text, edit));
    const typed = performance.now();
    const { applications } = await impactOf(sides, STEADY);
    updates.push(performance.now() - typed);
    if (applications.length !== first.applications.length) throw new Error('An update has lost an application.');
  }
}

const [from, to] = ['staging', 'production'] as const;
const asked = performance.now();
const { found, unseen } = await promotable(db, { from, to }, STEADY);
const compare = performance.now() - asked;
if (found.length === 0 || unseen > 0) throw new Error('Promote has not looked at all that differs.');

const figures: readonly Figure[] = [
  {
    what: 'Changes: the first impact, git included',
    on: name,
    value: took / 1000,
    unit: 's',
    budget: 3,
    note: `${first.applications.length} applications reached`,
  },
  { what: 'Changes: heap of the second side', on: name, value: (heapAfter - heapBefore) / MEGABYTE, unit: 'MB', budget: 60 },
  {
    what: 'Changes: an edit to the new impact, p95',
    on: name,
    value: percentile(updates, 0.95),
    unit: 'ms',
    budget: 250,
    note: `${updates.length} edits, p50 ${percentile(updates, 0.5).toFixed(1)} ms`,
  },
  {
    what: `Promote: what differs between ${from} and ${to}`,
    on: name,
    value: compare / 1000,
    unit: 's',
    note: `${found.length} versions, each proven by building`,
  },
];
process.stdout.write(`${JSON.stringify(figures)}\n`);

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Another number of replicas at each edit. */
function changed(text: string, edit: number): string {
  const next = text.replace(/replicas: [0-9]+/, `replicas: ${edit + 20}`);
  if (next === text) throw new Error('A file that is measured has no replicas.');
  return next;
}
