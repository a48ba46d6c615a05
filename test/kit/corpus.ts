/** The real repositories that lie beside a clone; tests that need them say loudly when they are missing. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora');

/** Why corpus tests are skipped, or false where the corpora are there. */
export const CORPORA_MISSING: string | false = existsSync(CORPORA)
  ? false
  : 'the corpora are missing: put real repositories into ../shared/corpora beside the clone';

/** Texts below a folder of the corpora, sorted by path. */
export function corpusTexts(pattern: string): readonly { readonly path: string; readonly text: string }[] {
  return globSync(pattern, { cwd: CORPORA })
    .filter((path) => statSync(resolve(CORPORA, path)).isFile())
    .sort()
    .map((path) => ({ path, text: readFileSync(resolve(CORPORA, path), 'utf8') }));
}
