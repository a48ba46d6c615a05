/** Mistakes of the text itself, in files that Terraform reads. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Problem } from '../../syntax/tree.ts';
import { hclFile } from '../source.ts';
import { isConfig, isJsonConfig, isLockFile, isValues } from './files.ts';

export function mistakesIn(db: Database, file: FilePath): readonly Problem[] {
  const isHcl = (isConfig(file) && !isJsonConfig(file)) || isValues(file) || isLockFile(file);
  if (!isHcl) return [];
  const { problems, templated } = hclFile(db, file);
  return templated ? [] : problems;
}
