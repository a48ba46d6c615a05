/** The project's own source files with their imports, for the tidy tests. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Source {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the repository's root for its own files, names for packages. */
  readonly imports: readonly { readonly to: string; readonly typeOnly: boolean }[];
}

/** All TypeScript files that a glob names. */
export function sources(glob: string): readonly Source[] {
  return globSync(glob, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/') && !file.includes('/dist/') && !file.includes('/fixtures/'))
    .sort()
    .map((path) => {
      const text = readFileSync(resolve(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

function importsOf(path: string, text: string): Source['imports'] {
  const found = [...text.matchAll(IMPORT)].map((match) => ({ to: match[2] ?? '', typeOnly: match[1] !== undefined }));
  for (const match of text.matchAll(DYNAMIC)) found.push({ to: match[1] ?? '', typeOnly: false });
  return found.map(({ to, typeOnly }) => ({
    to: to.startsWith('.') ? join(dirname(path), to).replaceAll('\\', '/') : to,
    typeOnly,
  }));
}
