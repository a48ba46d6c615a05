/** The opened folders in a database: loaded from disk, kept current with what the editor tells, its documents on top. */
import { type FilePath, isInside } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { Pace } from '../engine/sweep.ts';
import { languageOf } from '../model/source.ts';
import { IGNORE_FILE } from '../model/workspace/ignored.ts';
import {
  childNames,
  clusterSettings,
  editorSettings,
  fileBytes,
  fileList,
  fileText,
  foundKind,
  hintSettings,
  leftOut,
  linkedDirectories,
  pathKind,
  repositories,
  textProblems,
} from '../model/workspace/inputs.ts';
import { wantedBy, wantedTexts } from '../model/workspace/wanted.ts';
import { type Content, ContentReader, NOTHING, noteProblem } from './content.ts';
import { changesNoNames, matters } from './events.ts';
import { inSlices } from './pace.ts';
import { cacheDirectory } from './remotes/cache.ts';
import { loadFetched } from './remotes/load.ts';
import { type Found, Walk } from './walk.ts';

/** Told now and then while the workspace loads. */
export type Progress = (done: number, total: number) => void;

export class Workspace {
  readonly #db: Database;
  readonly #pace: Pace;
  #roots: readonly FilePath[] = [];
  /** Documents that the editor holds; their text is the editor's. */
  readonly #open = new Set<FilePath>();
  readonly #changed = new Set<FilePath>();
  #work: Promise<void> = Promise.resolve();

  constructor(db: Database, pace: Pace) {
    this.#db = db;
    this.#pace = pace;
  }

  /** The opened folders, outermost. */
  get roots(): readonly FilePath[] {
    return this.#roots;
  }

  /** Loads these folders in the stead of those loaded before; a folder inside another is part of it. */
  async open(folders: readonly FilePath[], progress: Progress = () => {}): Promise<void> {
    await this.#afterwards(() => {
      const before = this.#roots;
      this.#roots = outermost(folders);
      this.#changed.clear();
      return this.#refresh(before, () => true, progress);
    });
    await this.loadWanted();
  }

  /** Loads the texts that the analysis asks for beyond its languages, until nothing new is asked for. */
  async loadWanted(): Promise<void> {
    await this.#afterwards(async () => {
      const tried = new Set<FilePath>();
      for (;;) {
        await inSlices(fileList(this.#db, ''), this.#pace, (file) => wantedBy(this.#db, file));
        const missing = wantedTexts(this.#db, '').filter((file) => !tried.has(file) && this.#isUnread(file));
        if (missing.length === 0) return;
        const reader = new ContentReader(new Walk(this.#roots), this.#loadedSize());
        const contents = new Map<FilePath, Content>();
        await inSlices(missing, this.#pace, (file) => contents.set(file, reader.read(file)));
        this.#store(contents, leftOut(this.#db, ''));
        for (const file of missing) tried.add(file);
      }
    });
    await this.loadFetched();
  }

  /** Loads what was fetched for the kustomizations on request; what nobody has fetched stays away. */
  loadFetched(): Promise<void> {
    return this.#afterwards(async () => void loadFetched(this.#db, cacheDirectory()));
  }

  /**
   * Something was made, changed, moved or deleted at these paths; the disk is asked what is there now. Calls in a row
   * become one batch, however many paths a checkout touches. True where an input changed.
   */
  async filesChanged(events: Iterable<{ readonly path: FilePath }>): Promise<boolean> {
    const revision = this.#db.revision;
    for (const { path } of events) if (matters(this.#db, path)) this.#changed.add(path);
    await this.#afterwards(async () => {
      const changed = new Set(this.#changed);
      this.#changed.clear();
      if (changed.size === 0) return;
      if (changesNoNames(this.#db, changed)) await this.#reread(changed);
      else await this.#refresh(this.#roots, (file) => changed.has(file));
    });
    // Also where nothing was written: a saved document that the editor holds may ask for texts that it did not before.
    await this.loadWanted();
    return this.#db.revision !== revision;
  }

  /** The editor's text is the file's text until {@link closed}. */
  edited(path: FilePath, text: string): void {
    this.#open.add(path);
    noteProblem(this.#db, path, undefined);
    this.#db.set(fileBytes, path, undefined, 0);
    this.#db.set(fileText, path, text, 0);
  }

  /** Gives the file back to the disk. */
  async closed(path: FilePath): Promise<void> {
    if (!this.#open.delete(path)) return;
    const reader = new ContentReader(new Walk(this.#roots), this.#loadedSize());
    const isRead = foundKind(this.#db, path) === 'file' && this.#readRule(new Set(fileList(this.#db, '')))(path);
    this.#store(new Map([[path, isRead ? reader.read(path) : NOTHING]]), leftOut(this.#db, ''));
  }

  /** What the editor says of the rules' severities and of hints; anything else in it is not for the analysis. */
  settings(received: unknown): void {
    this.#db.set(editorSettings, '', { rules: stringsOf(propertyOf(received, 'rules')) });
    const clusters = propertyOf(received, 'clusters');
    this.#db.set(clusterSettings, '', {
      protected: listOf(propertyOf(clusters, 'protected')),
      readOnly: listOf(propertyOf(clusters, 'readOnly')),
    });
    const hints = propertyOf(received, 'inlayHints');
    const overlay = propertyOf(hints, 'overlay');
    this.#db.set(hintSettings, '', {
      effectiveValues: propertyOf(hints, 'effectiveValues') === true,
      overlay: typeof overlay === 'string' ? overlay : '',
    });
  }

  /** Reads known files again; no name came or went. */
  async #reread(changed: ReadonlySet<FilePath>): Promise<void> {
    const isToRead = this.#readRule(new Set(fileList(this.#db, '')));
    const reader = new ContentReader(new Walk(this.#roots), this.#loadedSize());
    const contents = new Map<FilePath, Content>();
    await inSlices(changed, this.#pace, (file) => {
      if (isToRead(file)) contents.set(file, reader.read(file));
    });
    this.#store(contents, leftOut(this.#db, ''));
  }

  /**
   * Looks at all directories anew, and at the content of what is new or `isChanged`. Listing 10,000 files takes a tenth of
   * a second in slices; that the result equals a fresh load by construction is worth it.
   */
  async #refresh(
    before: readonly FilePath[],
    isChanged: (file: FilePath) => boolean,
    progress: Progress = () => {},
  ): Promise<void> {
    const walk = new Walk(this.#roots);
    await walk.list(this.#pace);
    const { found } = walk;
    const isToRead = this.#readRule(new Set(found.files));
    const known = [...before, ...this.#below(before)];
    const candidates = new Set([...found.files, ...known.filter((path) => found.kinds.get(path) === 'file')]);
    const toRead = [...candidates].filter(
      (file) => isToRead(file) && (isChanged(file) || fileText(this.#db, file) === undefined),
    );
    const reader = new ContentReader(walk, this.#loadedSize());
    const contents = new Map<FilePath, Content>();
    await inSlices(toRead, this.#pace, (file) => {
      contents.set(file, reader.read(file));
      progress(contents.size, toRead.length);
    });

    for (const path of known) if (!found.kinds.has(path)) this.#db.set(foundKind, path, undefined);
    for (const path of known) if (!found.children.has(path)) this.#db.set(childNames, path, []);
    for (const path of known) if (!candidates.has(path) || !isToRead(path)) contents.set(path, NOTHING);
    this.#write(found);
    this.#db.set(linkedDirectories, '', found.links);
    this.#db.set(fileList, '', [...found.files].sort());
    this.#db.set(repositories, '', walk.repositories(repositories(this.#db, '')));
    this.#store(contents, found.leftOut);
  }

  /** The analysis reads the text: it belongs to the workspace in a language it knows, or something points at it. */
  #readRule(belongs: ReadonlySet<FilePath>): (file: FilePath) => boolean {
    const wanted = new Set(wantedTexts(this.#db, ''));
    const isKnown = (file: FilePath): boolean => languageOf(file) !== undefined || file.endsWith(`/${IGNORE_FILE}`);
    return (file) => (isKnown(file) && belongs.has(file)) || wanted.has(file);
  }

  #isUnread(file: FilePath): boolean {
    return pathKind(this.#db, file) === 'file' && fileText(this.#db, file) === undefined;
  }

  #write(found: Found): void {
    for (const [path, kind] of found.kinds) this.#db.set(foundKind, path, kind);
    for (const [path, names] of found.children) this.#db.set(childNames, path, names);
  }

  #store(contents: ReadonlyMap<FilePath, Content>, left: ReadonlyMap<FilePath, string>): void {
    const reasons = new Map(left);
    const problems = new Map(textProblems(this.#db, ''));
    for (const [file, { text, problem, bytes, reason }] of contents) {
      if (reason !== undefined) reasons.set(file, reason);
      else if (text !== undefined) reasons.delete(file);
      if (this.#open.has(file)) continue;
      this.#db.set(fileText, file, text);
      if (problem === undefined) problems.delete(file);
      else problems.set(file, problem);
      this.#db.set(fileBytes, file, bytes);
    }
    this.#db.set(leftOut, '', reasons);
    this.#db.set(textProblems, '', problems);
  }

  #loadedSize(): number {
    let size = 0;
    for (const file of fileList(this.#db, '')) size += fileText(this.#db, file)?.length ?? 0;
    return size;
  }

  /** Every known path below these. */
  *#below(paths: Iterable<FilePath>): Generator<FilePath> {
    const waiting = [...paths];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      for (const name of childNames(this.#db, path)) {
        const child = path === '/' ? `/${name}` : `${path}/${name}`;
        yield child;
        waiting.push(child);
      }
    }
  }

  /** One piece of work at a time, in the order asked for. */
  #afterwards(work: () => Promise<void>): Promise<void> {
    const next = this.#work.then(work);
    this.#work = next.catch(() => {});
    return next;
  }
}

function outermost(folders: readonly FilePath[]): readonly FilePath[] {
  return [...new Set(folders)].filter((folder) => !folders.some((other) => other !== folder && isInside(other, folder)));
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  const strings: Record<string, string> = Object.create(null);
  if (typeof value !== 'object' || value === null) return strings;
  for (const [name, one] of Object.entries(value)) if (typeof one === 'string') strings[name] = one;
  return strings;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
