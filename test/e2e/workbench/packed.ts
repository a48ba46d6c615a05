/** The VSIX under test. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

export function packedExtension(): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const vsix = join(ROOT, 'dist', `plumbline-${version}.vsix`);
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: run "npm run package" first.`);
  return vsix;
}
