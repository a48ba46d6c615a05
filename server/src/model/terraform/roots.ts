/** Which directories are applied by themselves (roots), which are called by others, and which only show or test something. */
import { deepEqual } from '../../base/equal.ts';
import { dirname, type FilePath, join, relative } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { childNames, pathKind } from '../workspace/inputs.ts';
import { repositoryFiles, repositoryOf } from '../workspace/repository.ts';
import { configFiles, isConfig } from './files.ts';
import { isCalled } from './fragments.ts';
import { contents } from './modules.ts';
import type { Backend } from './said.ts';
import { isShown } from './shown.ts';

/** Every directory of a repository (key: its root) that holds configuration, sorted. */
const directories = query(
  'terraformDirectories',
  (db, root: FilePath): readonly FilePath[] => [...new Set(repositoryFiles(db, root).filter(isConfig).map(dirname))].sort(),
  { equal: deepEqual },
);

/** What decides what a directory is, without places. */
export interface Standing {
  /** `cloud` for HCP Terraform; undefined where the state is kept beside the configuration. */
  readonly backend: string | undefined;
  /** Also one that is local on purpose. */
  readonly hasBackend: boolean;
  readonly hasProvider: boolean;
  readonly hasLockFile: boolean;
  /** Called by another module, or kept where modules are kept. */
  readonly isModule: boolean;
  /** Applied by itself, as far as can be told. */
  readonly isRoot: boolean;
}

/** Where modules are kept for others. */
const MODULES = /(?:^|\/)modules?(?:\/|$)/i;

/** What writes a backend that is not in Git. */
const GENERATED_BY = /^(?:terragrunt\.hcl|terragrunt\.stack\.hcl|cdktf\.json|terramate\.tm\.hcl|stack\.tm\.hcl|stacks?\.ya?ml)$/;
const BACKEND_TEMPLATE = /backend|\.tm\.hcl$|\.tfbackend$/i;

export const standing = query(
  'terraformStanding',
  (db, directory: FilePath): Standing => {
    const root = repositoryOf(db, directory)?.root ?? directory;
    let backend: string | undefined;
    let hasProvider = false;
    let lossy = false;
    for (const [, content] of contents(db, directory)) {
      backend ??= content.backends[0]?.type;
      hasProvider ||= content.providers.length > 0;
      lossy ||= content.lossy;
    }
    const where = relative(root, directory);
    const isModule = isCalled(db, directory) || MODULES.test(where);
    return {
      backend: backend === 'local' ? undefined : backend,
      hasBackend: backend !== undefined,
      hasProvider,
      hasLockFile: pathKind(db, join(directory, '.terraform.lock.hcl')) === 'file',
      isModule,
      isRoot: !isShown(db, directory) && !isModule && !lossy && (backend !== undefined || hasProvider),
    };
  },
  { equal: deepEqual },
);

/** False where nobody applies what stands there: examples, tests, and modules that this repository keeps and does not call. */
export const isApplied = query('terraformApplied', (db, directory: FilePath): boolean => {
  const root = repositoryOf(db, directory)?.root ?? directory;
  return !isShown(db, directory) && (!MODULES.test(relative(root, directory)) || isCalled(db, directory));
});

/** The roots of a repository (key: its root). */
export const roots = query(
  'terraformRoots',
  (db, root: FilePath): readonly FilePath[] => directories(db, root).filter((directory) => standing(db, directory).isRoot),
  { equal: deepEqual },
);

/** True where some tool writes the backend, or a file beside the configuration is completed to one. */
export function isBackendGenerated(db: Database, directory: FilePath): boolean {
  const root = repositoryOf(db, directory)?.root;
  for (let at = directory; ; at = dirname(at)) {
    const names = childNames(db, at);
    if (names.some((name) => GENERATED_BY.test(name) || (at === directory && BACKEND_TEMPLATE.test(name)))) return true;
    if (at === root || at === dirname(at)) return false;
  }
}

/** True where Terragrunt is used, which writes files into the modules that it applies: variables among them. */
export const hasTerragrunt = query('terraformTerragrunt', (db, root: FilePath): boolean => {
  let level: readonly FilePath[] = [root];
  let looked = 0;
  for (let depth = 0; depth <= TERRAGRUNT_DEPTH; depth++) {
    const below: FilePath[] = [];
    for (const directory of level) {
      if (looked++ > TERRAGRUNT_DIRECTORIES) return false;
      const names = childNames(db, directory);
      if (names.includes('terragrunt.hcl')) return true;
      for (const name of names) if (pathKind(db, join(directory, name)) === 'directory') below.push(join(directory, name));
    }
    level = below;
  }
  return false;
});

/** How far down, and in how many directories, its files are looked for. */
const TERRAGRUNT_DEPTH = 4;
const TERRAGRUNT_DIRECTORIES = 5_000;

/** How many of a repository's roots `has`, and how many there are. */
export function countRoots(db: Database, root: FilePath, has: (one: Standing) => boolean): { some: number; all: number } {
  const all = roots(db, root).map((directory) => standing(db, directory));
  return { some: all.filter(has).length, all: all.length };
}

/** The arguments that say which state a backend keeps; all of them have to be written for it to be known. */
const IDENTITY: Readonly<Record<string, { readonly needed: readonly string[]; readonly more?: readonly string[] }>> = {
  s3: { needed: ['bucket', 'key'], more: ['workspace_key_prefix', 'endpoint', 'endpoints.s3'] },
  gcs: { needed: ['bucket', 'prefix'] },
  azurerm: { needed: ['storage_account_name', 'container_name', 'key'] },
  remote: { needed: ['organization', 'workspaces.name'], more: ['hostname'] },
  cloud: { needed: ['organization', 'workspaces.name'], more: ['hostname'] },
  http: { needed: ['address'] },
  consul: { needed: ['address', 'path'] },
  pg: { needed: ['conn_str', 'schema_name'] },
  cos: { needed: ['bucket', 'key'], more: ['region', 'prefix'] },
  oss: { needed: ['bucket', 'key'], more: ['prefix'] },
};

/** What stands for the state that a backend keeps; undefined where it is not fully written. */
export function stateOf({ type, arguments: given, names }: Backend): string | undefined {
  const identity = IDENTITY[type === 'cloud' ? 'cloud' : type];
  if (identity === undefined) return undefined;
  const parts: string[] = [type === 'cloud' ? 'remote' : type];
  for (const name of identity.needed) {
    const text = given.get(name)?.text;
    if (text === undefined) return undefined;
    parts.push(text);
  }
  for (const name of identity.more ?? []) {
    if (names.includes(name) && !given.has(name)) return undefined;
    parts.push(given.get(name)?.text ?? '');
  }
  return parts.join('\0');
}

/** The argument that tells one state from another: the last that is needed. */
export function stateArgument(type: string): string {
  return IDENTITY[type]?.needed.at(-1) ?? '';
}

/**
 * True where values lie ready to be chosen from, `prod.tfvars` and `test.tfvars` or a directory of them: such a root is applied in a
 * workspace for each most of the time, and which of its states is meant no file says.
 */
function hasWorkspaces(db: Database, directory: FilePath): boolean {
  const chosen = (at: FilePath): number => childNames(db, at).filter((name) => CHOSEN_VALUES.test(name)).length;
  if (chosen(directory) > 1) return true;
  return childNames(db, directory)
    .map((name) => join(directory, name))
    .some((path) => pathKind(db, path) === 'directory' && chosen(path) > 0 && configFiles(db, path).length === 0);
}

/** Values that Terraform does not read by itself. */
const CHOSEN_VALUES = /^(?!terraform\.tfvars|.*\.auto\.tfvars).+\.tfvars(?:\.json)?$/;

const stateAt = query('terraformState', (db, directory: FilePath): string | undefined => {
  for (const [, { backends }] of contents(db, directory)) for (const one of backends) return stateOf(one);
  return undefined;
});

/** State to the roots that keep theirs there, of a repository (key: its root). */
export const statesIn = query(
  'terraformStates',
  (db, root: FilePath): ReadonlyMap<string, readonly FilePath[]> => {
    const states = new Map<string, FilePath[]>();
    for (const directory of roots(db, root)) {
      const state = stateAt(db, directory);
      if (state === undefined || hasWorkspaces(db, directory)) continue;
      const sharing = states.get(state);
      if (sharing === undefined) states.set(state, [directory]);
      else sharing.push(directory);
    }
    return states;
  },
  { equal: deepEqual },
);
