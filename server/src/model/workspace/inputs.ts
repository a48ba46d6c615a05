/** Everything the analysis knows of the world. Edges write these; all else is derived from them. */
import { deepEqual } from '../../base/equal.ts';
import { dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, input, query } from '../../engine/database.ts';

/**
 * The text of a file that belongs to the workspace and that some domain reads; undefined for all others.
 * A byte order mark is part of the text, so that offsets are those of the editor.
 */
export const fileText = input<FilePath, string | undefined>('fileText', undefined);

/** What is wrong with a file's bytes; its {@link fileText} is then what could be read of them. */
export interface TextProblem {
  /** `utf-8`: bytes that are no UTF-8. `utf-16`: text in UTF-16. `nul`: a NUL character in the text. */
  readonly kind: 'utf-8' | 'utf-16' | 'nul';
  /** Where the first one stands in the text. */
  readonly offset: number;
}
/** The files that have such a problem. */
export const textProblems = input<'', ReadonlyMap<FilePath, TextProblem>>('textProblems', new Map(), deepEqual);

/** The bytes of a file that is no text, in base64; undefined for all others. Only what puts files into others asks for it. */
export const fileBytes = input<FilePath, string | undefined>('fileBytes', undefined);

/**
 * What stands at a path. `unknown` marks what Plumbline does not look into: ignored directories, links that leave the
 * workspace, devices. Nothing may be concluded from it.
 */
export type PathKind = 'file' | 'directory' | 'unknown' | undefined;

/** What an edge found at a path; it lists whole directories, so that a path missing in a listed one is absent. */
export const foundKind = input<FilePath, PathKind>('foundKind', undefined);

/** Links to directories of the workspace, with the directories to which they lead. */
export const linkedDirectories = input<'', ReadonlyMap<FilePath, FilePath>>('linkedDirectories', new Map(), deepEqual);

/** The path without a linked directory in it, as tools have it that resolve links: what is relative to it is relative to the real one. */
export function throughLinks(db: Database, path: FilePath): FilePath {
  const links = linkedDirectories(db, '');
  if (links.size === 0) return path;
  for (let at = path, above = dirname(at); at !== above; at = above, above = dirname(at)) {
    const real = links.get(at);
    if (real !== undefined) return real + path.slice(at.length);
  }
  return path;
}

/** Longer paths exist on no system. */
const LONGEST_PATH = 4096;

/**
 * What stands at any path: as found; undefined (nothing is there) below a directory that was listed; `unknown` below what
 * was not looked into and outside the opened folders.
 */
export function pathKind(db: Database, path: FilePath): PathKind {
  if (path.length > LONGEST_PATH) return undefined;
  return foundKind(db, path) ?? kindFromAbove(db, path);
}

const kindFromAbove = query('pathKind', (db: Database, path: FilePath): PathKind => {
  for (let child = path, parent = dirname(child); parent !== child; child = parent, parent = dirname(child)) {
    const above = foundKind(db, parent);
    if (above !== undefined) return above === 'unknown' ? 'unknown' : undefined;
  }
  return 'unknown';
});

/** The names in a directory, sorted. */
export const childNames = input<FilePath, readonly string[]>('childNames', [], deepEqual);

/** The paths of a directory with one of these names where something may stand: where the directory is listed, no others are asked for. */
export function pathsNamed(db: Database, directory: FilePath, names: readonly string[]): readonly FilePath[] {
  const listed = childNames(db, directory);
  return names.filter((name) => listed.length === 0 || listed.includes(name)).map((name) => join(directory, name));
}

/** Every file that belongs to the workspace, sorted; the key is always `''`. */
export const fileList = input<'', readonly FilePath[]>('fileList', [], deepEqual);

/** A directory whose content is versioned and deployed as one: the place of `.git`, else the opened folder. */
export interface Repository {
  readonly root: FilePath;
  /** The URLs of its git remotes, as written in `.git/config`; empty where unknown. */
  readonly remotes: readonly string[];
  /** The branch that is checked out, where known. */
  readonly branch?: string;
}
export const repositories = input<'', readonly Repository[]>('repositories', [], deepEqual);

/** What the editor's settings say; `.plumbline.yaml` beats them. */
export interface EditorSettings {
  /** Rule id to severity or `off`. */
  readonly rules: Readonly<Record<string, string>>;
}
export const editorSettings = input<'', EditorSettings>('editorSettings', { rules: {} }, deepEqual);

/** What an editor shows behind lines; no rule depends on it. */
export interface HintSettings {
  readonly effectiveValues: boolean;
  /** A directory, or the part of its path that it is known by: the only overlay whose values are shown. */
  readonly overlay: string;
}
export const hintSettings = input<'', HintSettings>('hintSettings', { effectiveValues: false, overlay: '' }, deepEqual);

/** Patterns of contexts in which a person wants to be careful, with `*` for any run of characters. */
export interface ClusterSettings {
  readonly protected: readonly string[];
  readonly readOnly: readonly string[];
}
export const clusterSettings = input<'', ClusterSettings>('clusterSettings', { protected: [], readOnly: [] }, deepEqual);

/** What a tool of the user has said of a file, by its offsets in the text that the tool has read. */
export interface ToolReport {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
export interface ToolReports {
  readonly text: string;
  readonly reports: readonly ToolReport[];
}
export const toolReports = input<FilePath, ToolReports | undefined>('toolReports', undefined, deepEqual);

/** What the host left out, and why, for the status and for one finding each: path to sentence. */
export const leftOut = input<'', ReadonlyMap<FilePath, string>>('leftOut', new Map(), deepEqual);
