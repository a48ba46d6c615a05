/** Builds the directories named on standard input in one process and prints what it took. Usage: node build-all.ts ROOT */
import { readFileSync } from 'node:fs';
import { Database } from '../../server/src/engine/database.ts';
import { STEADY } from '../../server/src/host/pace.ts';
import { Workspace } from '../../server/src/host/workspace.ts';
import { build } from '../../server/src/model/kustomize/build/build.ts';

const [root = ''] = process.argv.slice(2);
const directories = readFileSync(0, 'utf8').split('\n');
const start = performance.now();
const db = new Database();
await new Workspace(db, STEADY).open([root]);
let builds = 0;
for (const directory of directories) {
  const { objects, problems } = build(db, directory);
  if (problems.length === 0) builds++;
  // Written out, as the command does.
  for (const { object } of objects) JSON.stringify(object);
}
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, builds, rssMb: process.resourceUsage().maxRSS / 1024 }));
