/** The real repositories that lie beside a clone; tests that need them say loudly when they are missing. */
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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

/** A repository with its kustomizations' directories. */
export interface Repository {
  readonly name: string;
  readonly root: string;
  readonly kustomizations: readonly string[];
}

/**
 * The repositories with kustomizations, by name: those of the corpora, or, where PLUMBLINE_REPOSITORIES names a directory,
 * every directory in that one. Undefined where there are none to look at.
 */
export function kustomizeRepositories(): readonly Repository[] | undefined {
  const chosen = process.env.PLUMBLINE_REPOSITORIES;
  const parent = chosen ? resolve(chosen) : CORPORA;
  if (!chosen && !existsSync(parent)) return undefined;
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const root = join(parent, name);
      const files = globSync('**/{kustomization.yaml,kustomization.yml,Kustomization}', { cwd: root }).sort();
      return { name, root, kustomizations: [...new Set(files.map((file) => join(root, dirname(file))))] };
    })
    .filter(({ kustomizations }) => kustomizations.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
