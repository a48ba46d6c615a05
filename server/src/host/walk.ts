/** Lists directories of the workspace: what is there, what belongs to it, which repositories it holds. Reads no content. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { dirname, type FilePath, isInside, join, relative } from '../base/paths.ts';
import type { Pace } from '../engine/sweep.ts';
import { type Ignores, ignoresIn, isIgnored } from '../model/workspace/gitignore.ts';
import type { PathKind, Repository } from '../model/workspace/inputs.ts';
import { type GitRepository, gitRepositoryAt, repositoryAbove } from './gitdir.ts';
import { realPath, toNative } from './native.ts';
import { inSlices } from './pace.ts';
import { errorCode, readText } from './reading.ts';

/** Directories that hold what others made: never entered, whatever the ignore files say. */
export const NEVER_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform']);

/** A home directory opened by mistake stops here; a repository of 10,000 files has about 15,000 entries. */
const MAX_ENTRIES = 300_000;
/** Deeper directories are not entered; paths of that length are refused by the systems anyway. */
const MAX_DEPTH = 128;

/** What an entry is, or a sentence on why it is not looked at. */
type Kind = 'file' | 'directory' | 'unknown' | { readonly why: string };

/** A directory still to be listed. */
interface Waiting {
  readonly path: FilePath;
  /** Reached through a link: its files exist, but belong to the workspace only where they really stand. */
  readonly linked: boolean;
  /** Ignored by git: what is below belongs to the workspace only where git tracks it all the same. */
  readonly ignored: boolean;
  /** The repository whose work tree it lies in. */
  readonly repository: GitRepository | undefined;
  readonly depth: number;
}

/** What a walk found, collected over all its directories. */
export class Found {
  readonly kinds = new Map<FilePath, Exclude<PathKind, undefined>>();
  readonly children = new Map<FilePath, readonly string[]>();
  /** Files that belong to the workspace, in no order. */
  readonly files: FilePath[] = [];
  readonly leftOut = new Map<FilePath, string>();
  /** Links to directories, with the directories to which they lead. */
  readonly links = new Map<FilePath, FilePath>();
}

/** One look at the disk; what it learns of ignore files and repositories it keeps until it is dropped. */
export class Walk {
  readonly found = new Found();
  readonly #roots: readonly FilePath[];
  readonly #realRoots: readonly FilePath[];
  readonly #ignores = new Map<FilePath, Ignores | undefined>();
  readonly #repositories = new Map<FilePath, GitRepository | undefined>();
  readonly #tracked = new Map<GitRepository, ReadonlySet<string>>();

  constructor(roots: readonly FilePath[]) {
    this.#roots = roots;
    this.#realRoots = roots.flatMap((root) => realPath(root) ?? []);
  }

  /** Lists the opened folders and all below them. */
  async list(pace: Pace): Promise<void> {
    const waiting: Waiting[] = this.#roots.map((path) => {
      const top = repositoryAbove(path);
      const repository = top === undefined ? undefined : this.#repositoryAt(top);
      return { path, linked: false, ignored: false, repository, depth: 0 };
    });
    const next = function* (): Generator<Waiting> {
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) yield one;
    };
    await inSlices(next(), pace, (one) => waiting.push(...this.#listOne(one)));
  }

  /** Where a file really stands, if that is inside the workspace. */
  confined(path: FilePath): FilePath | undefined {
    const real = realPath(path);
    return real !== undefined && this.#holds(real) ? real : undefined;
  }

  /** The repositories that hold the opened folders, those among `known` that are still there, and those met on the way. */
  repositories(known: readonly Repository[] = []): readonly Repository[] {
    const all = new Map<FilePath, Repository>();
    for (const { root } of known) this.#repositoryAt(root);
    for (const one of this.#repositories.values()) if (one !== undefined) all.set(one.repository.root, one.repository);
    for (const root of this.#roots) {
      const top = repositoryAbove(root) ?? root;
      all.set(top, this.#repositoryAt(top)?.repository ?? { root: top, remotes: [] });
    }
    return [...all.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
  }

  #repositoryAt(directory: FilePath): GitRepository | undefined {
    if (!this.#repositories.has(directory)) this.#repositories.set(directory, gitRepositoryAt(directory));
    return this.#repositories.get(directory);
  }

  #listOne({ path, linked, ignored, repository: around, depth }: Waiting): readonly Waiting[] {
    const { kinds, children, files, leftOut } = this.found;
    const entries = this.#entries(path);
    if (entries === undefined) return [];
    kinds.set(path, 'directory');
    children.set(path, entries.map((entry) => entry.name).sort());
    const names = new Set(entries.map((entry) => entry.name));
    const ignores = this.#ignoresOf(path, names);
    const repository = (names.has('.git') ? this.#repositoryAt(path) : undefined) ?? around;
    const below: Waiting[] = [];
    for (const entry of entries) {
      const child = path === '/' ? `/${entry.name}` : `${path}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? this.#kindOfLink(child, path, linked) : kindOf(entry);
      const isOut = !linked && (ignored || isIgnored(ignores, child, entry.isDirectory()));
      const belongs = !linked && (!isOut || (!NEVER_ENTERED.has(entry.name) && this.#isTracked(repository, child)));
      if (kind === 'file' && entry.name !== '.git') {
        kinds.set(child, 'file');
        if (belongs) files.push(child);
      } else if (kind === 'directory' && this.#mayEnter(entry, child, belongs || linked, depth)) {
        const target = entry.isSymbolicLink() ? this.#target(child) : undefined;
        if (target !== undefined) this.found.links.set(child, target);
        below.push({ path: child, linked: linked || entry.isSymbolicLink(), ignored: isOut, repository, depth: depth + 1 });
      } else {
        kinds.set(child, 'unknown');
        if (typeof kind === 'object') leftOut.set(child, kind.why);
      }
    }
    return below;
  }

  /** True where git tracks the entry, or something below it. */
  #isTracked(repository: GitRepository | undefined, path: FilePath): boolean {
    if (repository === undefined) return false;
    const tracked = this.#tracked.get(repository) ?? repository.tracked();
    this.#tracked.set(repository, tracked);
    return tracked.has(relative(repository.repository.root, path));
  }

  #mayEnter(entry: Dirent, path: FilePath, belongs: boolean, depth: number): boolean {
    if (!belongs || NEVER_ENTERED.has(entry.name)) return false;
    if (depth < MAX_DEPTH && this.found.kinds.size < MAX_ENTRIES) return !this.#isEmptySubmodule(path);
    const limit = depth < MAX_DEPTH ? `${MAX_ENTRIES} files and directories` : `${MAX_DEPTH} levels of directories`;
    this.found.leftOut.set(path, `the workspace has more than ${limit}`);
    return false;
  }

  #entries(path: FilePath): readonly Dirent[] | undefined {
    try {
      return readdirSync(toNative(path), { withFileTypes: true }).filter((entry) => {
        if (!entry.name.includes('\ufffd')) return true;
        this.found.leftOut.set(join(path, entry.name), 'its name is no UTF-8');
        return false;
      });
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      this.found.kinds.set(path, 'unknown');
      this.found.leftOut.set(path, `it cannot be listed (${code})`);
      return undefined;
    }
  }

  /** A submodule that is not checked out is an empty directory: nothing may be concluded from that. */
  #isEmptySubmodule(path: FilePath): boolean {
    for (const one of this.#repositories.values()) {
      if (one?.submodules.has(path) === true) return this.#entries(path)?.length === 0;
    }
    return false;
  }

  /** What a link leads to, or why it is not followed. */
  #kindOfLink(path: FilePath, directory: FilePath, linked: boolean): Kind {
    const real = realPath(path);
    if (real === undefined) return 'unknown';
    if (!this.#holds(real)) return { why: 'it is a link that leaves the workspace' };
    const kind = kindOf(lstatSync(toNative(real), { throwIfNoEntry: false }));
    if (kind !== 'directory') return kind;
    // One link on the way down is enough: links to links of directories multiply the tree.
    return linked || isInside(real, realPath(directory) ?? directory) ? 'unknown' : 'directory';
  }

  /** Where a link leads, by the names that the opened folders have. */
  #target(link: FilePath): FilePath | undefined {
    const real = realPath(link);
    if (real === undefined) return undefined;
    const root = this.#roots.find((one) => isInside(realPath(one) ?? one, real));
    return root && root + real.slice((realPath(root) ?? root).length);
  }

  #holds(real: FilePath): boolean {
    const root = this.#realRoots.find((one) => isInside(one, real));
    return (
      root !== undefined &&
      !real
        .slice(root.length)
        .split('/')
        .some((part) => NEVER_ENTERED.has(part))
    );
  }

  /** The ignore patterns that count in a directory; `names` says what stands in it, where that is known. */
  #ignoresOf(directory: FilePath, names?: ReadonlySet<string>): Ignores | undefined {
    if (this.#ignores.has(directory)) return this.#ignores.get(directory);
    const repository = names === undefined || names.has('.git') ? this.#repositoryAt(directory) : undefined;
    const isTop = repository !== undefined || dirname(directory) === directory || this.#isOutermost(directory);
    const above = isTop ? ignoresIn(directory, repository?.exclude ?? '', undefined) : this.#ignoresOf(dirname(directory));
    let own = above;
    if (names === undefined || names.has('.gitignore')) {
      const reading = readText(toNative(join(directory, '.gitignore')));
      if (reading.kind === 'text') own = ignoresIn(directory, reading.text, above);
    }
    this.#ignores.set(directory, own);
    return own;
  }

  /** An opened folder in no repository: nothing above it counts. */
  #isOutermost(directory: FilePath): boolean {
    return this.#roots.includes(directory) && repositoryAbove(directory) === undefined;
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory'> | undefined): Kind {
  if (entry === undefined) return 'unknown';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : { why: 'it is no regular file' };
}
