/** Directories that show or test something: what stands there is applied by nobody. */
import { type FilePath, join, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';

const SHOWN =
  /(?:^|\/)[._]?(?:examples?|samples?|demos?|tests?|testing|fixtures?|testdata|e2e|integration|templates?|mixins?)(?:\/|$)/i;

/** True below directories that show or test something, or are put away. */
export function isShown(db: Database, directory: FilePath): boolean {
  const root = repositoryOf(db, directory)?.root ?? directory;
  return SHOWN.test(relative(root, directory)) || isSetAside(db, join(directory, 'main.tf'));
}
