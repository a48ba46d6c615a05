/** Go modules as directories, fetched by Go's own client and checked against its sums. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The directory of a module in the module cache; it is downloaded where it is not there yet. */
export function moduleDirectory(path: string, version: string): string {
  const outside = mkdtempSync(join(tmpdir(), 'plumbline-modules-'));
  try {
    const told = execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], { cwd: outside, encoding: 'utf8' });
    const { Dir } = JSON.parse(told) as { readonly Dir?: string };
    if (Dir === undefined) throw new Error(`Go has no directory for ${path}@${version}.`);
    return Dir;
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}
