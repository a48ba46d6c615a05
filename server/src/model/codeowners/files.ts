/** Which CODEOWNERS file counts, and by whose rules it is read. */
import { basename, type FilePath, join, relative } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { ownersFile } from '../source.ts';
import { pathKind, type Repository } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import type { Dialect } from './pattern.ts';

/** Where each host looks, first place first (docs.github.com "CODEOWNERS file location", docs.gitlab.com "Code Owners"). */
const LOCATIONS: Readonly<Record<Dialect, readonly string[]>> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};

/** The host of a repository (key: its root), by its remotes, else by what only one host reads; undefined where both could be. */
export const dialectOf = query('codeownersDialect', (db, root: FilePath): Dialect | undefined => {
  const repository = repositoryOf(db, root);
  const byRemote = repository === undefined ? [] : hostsOf(repository);
  if (byRemote.length > 0) return byRemote.length === 1 ? byRemote[0] : undefined;
  const github = pathKind(db, join(root, '.github')) === 'directory';
  const gitlab =
    pathKind(db, join(root, '.gitlab')) === 'directory' ||
    pathKind(db, join(root, '.gitlab-ci.yml')) === 'file' ||
    hasSections(db, root);
  return github === gitlab ? undefined : github ? 'github' : 'gitlab';
});

/** The dialects a repository's file may be written for. */
export function possibleDialects(db: Database, root: FilePath): readonly Dialect[] {
  const one = dialectOf(db, root);
  return one === undefined ? ['github', 'gitlab'] : [one];
}

/** The CODEOWNERS file that the host reads; undefined where there is none, or where hosts would read different ones. */
export const countingFile = query('codeownersFile', (db, root: FilePath): FilePath | undefined => {
  const first = possibleDialects(db, root).map((dialect) => firstFile(db, root, dialect));
  return first.every((file) => file === first[0]) ? first[0] : undefined;
});

/** The repository whose CODEOWNERS file this is, where it is the one that counts. */
export function countsFor(db: Database, file: FilePath): Repository | undefined {
  if (basename(file) !== 'CODEOWNERS') return undefined;
  const repository = repositoryOf(db, file);
  return repository !== undefined && countingFile(db, repository.root) === file ? repository : undefined;
}

/** The file that the host reads in this one's stead; undefined where this one counts, or could for another host. */
export function readInstead(db: Database, file: FilePath): FilePath | undefined {
  const root = basename(file) === 'CODEOWNERS' ? repositoryOf(db, file)?.root : undefined;
  const dialect = root === undefined ? undefined : dialectOf(db, root);
  if (root === undefined || dialect === undefined || !LOCATIONS[dialect].includes(relative(root, file))) return undefined;
  const first = firstFile(db, root, dialect);
  return first === file ? undefined : first;
}

function firstFile(db: Database, root: FilePath, dialect: Dialect): FilePath | undefined {
  return LOCATIONS[dialect].map((place) => join(root, place)).find((path) => pathKind(db, path) === 'file');
}

/** Only GitLab has sections, and only in files where it looks. */
function hasSections(db: Database, root: FilePath): boolean {
  const file = firstFile(db, root, 'gitlab');
  return file !== undefined && ownersFile(db, file).lines.some(({ kind }) => kind === 'section');
}

/** Host names that say which product serves them; self-hosted ones have the product's name in them most of the time. */
function hostsOf({ remotes }: Repository): readonly Dialect[] {
  const hosts = new Set<Dialect>();
  for (const remote of remotes) {
    const host = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)/i.exec(remote)?.[1]?.toLowerCase() ?? '';
    if (host.includes('github')) hosts.add('github');
    else if (host.includes('gitlab')) hosts.add('gitlab');
  }
  return [...hosts];
}
