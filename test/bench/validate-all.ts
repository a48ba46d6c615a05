/**
 * Holds every YAML file below a directory against the built-in schemas, each for itself: what a validator of schemas does, without
 * builds, references and rules. Prints the milliseconds, reading included. Usage: node validate-all.ts ROOT
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../../server/src/engine/database.ts';
import { hasSchemaMistakes } from '../../server/src/model/kubernetes/schema/mistakes.ts';
import { fileText } from '../../server/src/model/workspace/inputs.ts';

const [root = ''] = process.argv.slice(2);
const start = performance.now();
const db = new Database();
for (const name of globSync('**/*.{yaml,yml}', { cwd: root })) {
  const file = join(root, name);
  db.set(fileText, file, readFileSync(file, 'utf8'));
  hasSchemaMistakes(db, file);
  db.set(fileText, file, undefined);
}
process.stdout.write(String(performance.now() - start));
