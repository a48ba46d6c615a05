/** Whether a backend keeps two runs from changing its state at once. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { contents } from './modules.ts';
import type { Backend } from './said.ts';
import { fits } from './versions.ts';

/** What the backend lacks; undefined where it locks, or where the rest of it is given on the command line. */
export function lacksLock(db: Database, file: FilePath, backend: Backend): 'lockfile' | 'table' | 'http' | undefined {
  const { type, names, arguments: given } = backend;
  if (type === 'http') return names.includes('address') && !names.includes('lock_address') ? 'http' : undefined;
  if (type !== 's3' || !names.includes('bucket') || !names.includes('key')) return undefined;
  if (names.includes('dynamodb_table') || names.includes('dynamodb_endpoint')) return undefined;
  if (names.includes('use_lockfile') && given.get('use_lockfile')?.text !== 'false') return undefined;
  return isOld(db, file) ? 'table' : 'lockfile';
}

/** True where the required version lets an older Terraform in, which does not know of lock files. */
function isOld(db: Database, file: FilePath): boolean {
  const constraints = [...contents(db, dirname(file))].flatMap(([, content]) => content.requiredVersion);
  return constraints.length === 0 || constraints.every(({ text }) => fits('1.9.8', text) !== false);
}
