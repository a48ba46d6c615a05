/** Directories whose files are no module by themselves: pieces for documentation, tests and templates. */
import { dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { referencesTo } from '../names.ts';
import { PATH } from '../spaces.ts';
import { childNames } from '../workspace/inputs.ts';
import { contents, moduleAt } from './modules.ts';
import { isShown } from './shown.ts';

/** Names that are used and declared nowhere, from which on a directory that nothing uses is a collection of pieces. */
const MANY = 3;

/**
 * True where several names are missing in a directory that nobody calls, that shows something or declares no variable, and that
 * has nothing a root has: settings of Terraform, a provider, a lock file, values. Pieces that others put together are no mistake.
 */
export const isFragment = query('terraformFragment', (db, directory: FilePath): boolean => {
  const { names, complete } = moduleAt(db, directory);
  if (!complete || (hasVariables(names) && !isShown(db, directory))) return false;
  const missing = new Set<string>();
  for (const [, content] of contents(db, directory)) {
    if (content.hasSettings || content.providers.length > 0) return false;
    for (const { address, demanded } of content.uses) if (demanded !== 'never' && !names.has(address)) missing.add(address);
  }
  if (missing.size < MANY) return false;
  return (
    !isCalled(db, directory) &&
    !childNames(db, directory).some((name) => /\.tfvars(?:\.json)?$|^\.terraform\.lock\.hcl$/.test(name))
  );
});

function hasVariables(names: ReadonlyMap<string, unknown>): boolean {
  for (const address of names.keys()) if (address.startsWith('var.')) return true;
  return false;
}

/** True where a module of this repository has the directory as its source. */
export function isCalled(db: Database, directory: FilePath): boolean {
  const from = join(directory, 'main.tf');
  return referencesTo(db, from, { space: PATH, key: directory, scope: undefined }).some(
    ({ role, file }) => role === 'terraform/source' && dirname(file) !== directory,
  );
}
