/** Which files Terraform and OpenTofu read in a directory: its configuration, what overrides it, and values. */

import { deepEqual } from '../../base/equal.ts';
import { basename, dirname, extname, type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { childNames, pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';

const CONFIG = /\.(?:tf|tofu)(?:\.json)?$/;
const OVERRIDE = /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/;

/** True for configuration, in either language and of either tool; what `terraform init` has put into `.terraform` is none. */
export function isConfig(file: FilePath): boolean {
  return CONFIG.test(file) && isRead(file);
}

/** Terraform passes over hidden files and what editors leave behind; `.terraform` holds copies of modules. */
function isRead(file: FilePath): boolean {
  const name = basename(file);
  return !name.startsWith('.') && !name.endsWith('~') && !file.includes('/.terraform/');
}

/** What an override file declares changes what others declare, and is no second declaration. */
export function isOverride(file: FilePath): boolean {
  return OVERRIDE.test(basename(file));
}

export function isJsonConfig(file: FilePath): boolean {
  return isConfig(file) && file.endsWith('.json');
}

export function isValues(file: FilePath): boolean {
  return extname(file) === '.tfvars' && !file.includes('/.terraform/');
}

export function isLockFile(file: FilePath): boolean {
  return basename(file) === '.terraform.lock.hcl' && !file.includes('/.terraform/');
}

/** The configuration files of a directory, sorted; a module is all of them together. */
export const configFiles = query(
  'terraformFiles',
  (db, directory: FilePath): readonly FilePath[] =>
    childNames(db, directory)
      .map((name) => join(directory, name))
      .filter((file) => isConfig(file) && (pathKind(db, file) === 'file' || pathKind(db, file) === 'unknown')),
  { equal: deepEqual },
);

/** `a.tofu` stands in the stead of `a.tf` for OpenTofu, and is nothing to Terraform: two readings of one module. */
export function hasTofuFiles(db: Database, directory: FilePath): boolean {
  return configFiles(db, directory).some((file) => /\.tofu(?:\.json)?$/.test(file));
}

/** How many directories up the module of a file with values is looked for. */
const MAX_UP = 4;

/** The directory of the module that a file with values is for: its own, else the nearest above; undefined where there is none. */
export function moduleOfValues(db: Database, file: FilePath): FilePath | undefined {
  const root = repositoryOf(db, file)?.root;
  let directory = dirname(file);
  for (let up = 0; up <= MAX_UP; up++, directory = dirname(directory)) {
    if (configFiles(db, directory).length > 0) return directory;
    if (directory === root || directory === dirname(directory)) return undefined;
  }
  return undefined;
}

/** True for values that Terraform reads without being told to. */
export function isReadUnasked(file: FilePath): boolean {
  return basename(file) === 'terraform.tfvars' || file.endsWith('.auto.tfvars');
}
