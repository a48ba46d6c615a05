/** Everything the analysis knows of the world. Edges write these; all else is derived from them. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { input } from '../../engine/database.ts';

/**
 * The text of a file that belongs to the workspace and that some domain reads; undefined for all others.
 * A byte order mark is part of the text, so that offsets are those of the editor.
 */
export const fileText = input<FilePath, string | undefined>('fileText', undefined);

/**
 * What stands at a path. `unknown` marks what Plumbline does not look into: ignored directories, links that leave the
 * workspace, devices. Nothing may be concluded from it.
 */
export type PathKind = 'file' | 'directory' | 'unknown' | undefined;
export const pathKind = input<FilePath, PathKind>('pathKind', undefined);

/** The names in a directory, sorted. */
export const childNames = input<FilePath, readonly string[]>('childNames', [], deepEqual);

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

/** What the host left out, and why, for the status and for one finding each: path to sentence. */
export const leftOut = input<'', ReadonlyMap<FilePath, string>>('leftOut', new Map(), deepEqual);
