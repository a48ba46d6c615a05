/** What Argo CD's git generator finds in this repository: directories and files, with the parameters of their paths. */
import { matchPart } from '../../../base/glob.ts';
import { basename, dirname, type FilePath, join, relative } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { childNames, pathKind } from '../../workspace/inputs.ts';
import { repositoryFiles } from '../../workspace/repository.ts';
import { normalized } from './go-functions.ts';
import { type Parameter, Unknown } from './parameters.ts';

export interface PathPattern {
  readonly path: string;
  readonly exclude: boolean;
}

/** Paths that one generator may find. */
const MAX_PATHS = 5_000;

/**
 * The directories that the patterns take, in order: part by part as Go's `path.Match` does it. Hidden ones do not count, nor
 * what lies in them (reposerver/repository, GetGitDirectories), and what one pattern excludes no other brings back.
 */
export function directoriesOf(db: Database, root: FilePath, patterns: readonly PathPattern[]): readonly string[] {
  const found = new Set<string>();
  for (const { path, exclude } of patterns) {
    if (exclude) continue;
    let reached: readonly FilePath[] = [root];
    for (const part of path.split('/')) {
      reached = reached.flatMap((directory) => below(db, directory, part));
      if (reached.length > MAX_PATHS) throw new Unknown();
    }
    for (const directory of reached) found.add(relative(root, directory));
  }
  const out = patterns.filter(({ exclude }) => exclude).map(({ path }) => path.split('/'));
  const isOut = (path: string): boolean => {
    const parts = path.split('/');
    return out.some((pattern) => pattern.length === parts.length && pattern.every((part, i) => matchPart(part, parts[i] ?? '')));
  };
  return [...found].filter((path) => !isOut(path)).sort();
}

function below(db: Database, directory: FilePath, part: string): readonly FilePath[] {
  const isPlain = !/[*?[\\]/.test(part);
  const names = isPlain ? [part] : childNames(db, directory).filter((name) => matchPart(part, name));
  return names
    .filter((name) => name !== '' && !name.startsWith('.'))
    .map((name) => join(directory, name))
    .filter((path) => pathKind(db, path) === 'directory');
}

/** The files that the patterns take, sorted: as `git ls-files` does it, to which a star stands for slashes too. */
export function filesOf(db: Database, root: FilePath, patterns: readonly PathPattern[]): readonly FilePath[] {
  const takes = (path: string, pattern: string): boolean =>
    matchPart(pattern, path) || path.startsWith(`${pattern.replace(/\/$/, '')}/`);
  const [wanted, out] = [patterns.filter(({ exclude }) => !exclude), patterns.filter(({ exclude }) => exclude)];
  const candidates = wanted.every(({ path }) => !/[*?[\\]/.test(path) && pathKind(db, join(root, path)) === 'file')
    ? [...new Set(wanted.map(({ path }) => join(root, path)))]
    : repositoryFiles(db, root).filter((file) => wanted.some(({ path }) => takes(relative(root, file), path)));
  const found = candidates.filter((file) => !out.some(({ path }) => takes(relative(root, file), path)));
  if (found.length > MAX_PATHS) throw new Unknown();
  return found.sort();
}

/** `path`, `path.basename`, `path[0]` and so on; or one map of them, for Go templates. */
export function pathParameters(
  directory: string,
  file: FilePath | undefined,
  goTemplate: boolean,
  prefix: string,
): ReadonlyMap<string, Parameter> {
  const path = directory === '' ? '.' : directory;
  const name = path === '.' ? '.' : basename(path);
  const parts = path.split('/');
  const fields = new Map<string, Parameter>([
    ['basename', name],
    ['basenameNormalized', normalized(name)],
  ]);
  if (file !== undefined) {
    fields.set('filename', basename(file));
    fields.set('filenameNormalized', normalized(basename(file)));
  }
  if (goTemplate) {
    const all = new Map([['path', path as Parameter], ...fields, ['segments', parts] as const]);
    return new Map<string, Parameter>(prefix === '' ? [['path', all]] : [[prefix, new Map([['path', all]])]]);
  }
  const lead = prefix === '' ? 'path' : `${prefix}.path`;
  return new Map<string, Parameter>([
    [lead, path],
    ...[...fields].map(([field, value]): [string, Parameter] => [`${lead}.${field}`, value]),
    ...parts.map((part, i): [string, Parameter] => [`${lead}[${i}]`, part]),
  ]);
}

/** The directory of a file, as it is seen from the root. */
export function directoryOfFile(root: FilePath, file: FilePath): string {
  return relative(root, dirname(file));
}
