/** The Helm value files that an Application names, where they lie in this repository. */
import { type FilePath, join, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { pathInSource, sourcePath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { type Application, isTemplated } from './applications.ts';

export interface ValueFile {
  readonly path: FilePath;
  readonly at: Place;
  readonly text: string;
  /** Where the path starts that is written: `text` behind it leads to the file. */
  readonly from: FilePath;
  /** What stands in front of that path, such as `$values/`. */
  readonly prefix: string;
  /** True where the Application says that it may be missing. */
  readonly optional: boolean;
}

/**
 * As the repository server resolves them (reposerver/repository, getResolvedValueFiles): `$ref/…` from the root of the
 * source with that ref, `/…` from the root of the source's repository, everything else from the source's path.
 */
export function* valueFilesOf(db: Database, file: FilePath, application: Application): Generator<ValueFile> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return;
  for (const source of application.sources) {
    for (const { text, at } of source.valueFiles) {
      // URLs are fetched, patterns expanded, variables filled in.
      if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /[*?[]/.test(text) || isTemplated(text)) continue;
      const found = resolved(text);
      if (found !== undefined && !found.path.includes('$'))
        yield { ...found, at, text, optional: source.ignoresMissingValueFiles };
    }

    function resolved(text: string): Pick<ValueFile, 'path' | 'from' | 'prefix'> | undefined {
      if (text.startsWith('$')) {
        const slash = text.indexOf('/');
        const target = application.sources.find(({ ref }) => ref?.text === text.slice(1, slash));
        const path = slash < 0 || target === undefined ? undefined : pathInSource(db, file, target, text.slice(slash + 1));
        return path === undefined ? undefined : { path, from: root ?? '', prefix: text.slice(0, slash + 1) };
      }
      const directory = sourcePath(db, file, source);
      if (directory === undefined || root === undefined) return undefined;
      if (text.startsWith('/')) return { path: join(root, `.${text}`), from: root, prefix: '/' };
      const path = join(directory, text);
      // Outside of the repository nothing is read; the controller says so itself.
      return path.startsWith(`${root}/`) && pathKind(db, directory) === 'directory'
        ? { path, from: directory, prefix: '' }
        : undefined;
    }
  }
}

/** The value file's text when it is to lead to another path. */
export function writtenAs({ from, prefix }: ValueFile, path: FilePath): string {
  return prefix + relative(from, path);
}
