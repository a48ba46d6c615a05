/** `npm run gen`: writes every file that follows from the rules, and removes those that no longer do. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generatedFiles, ROOT, ruleRegistry, staleFiles } from './generated.ts';

// The registry comes first: the rest is made from the rules that it lists.
for (const [path, text] of ruleRegistry()) write(path, text);
for (const [path, text] of await generatedFiles()) write(path, text);
for (const path of await staleFiles()) rmSync(resolve(ROOT, path));

function write(path: string, text: string): void {
  const target = resolve(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
