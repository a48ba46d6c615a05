/** Which kind of JSON a file holds, by its name and the folder it lies in: as its own reader reads it. */
import type { Dialect } from './parse.ts';

/** Renovate falls back to JSON5 for its own files, whatever their ending. */
const JSON5_NAMES: readonly string[] = ['renovate.json', '.renovaterc', '.renovaterc.json', '.babelrc'];

/** Files whose readers skip comments and trailing commas. */
const JSONC_NAMES: readonly string[] = [
  'devcontainer.json',
  '.devcontainer.json',
  '.eslintrc.json',
  'language-configuration.json',
];

/** Folders that hold such files only. */
const JSONC_FOLDERS: readonly string[] = ['.vscode', '.devcontainer', '.zed'];

/** The dialect of a file, given its base name and the name of its folder. */
export function dialectOf(name: string, folder: string): Dialect {
  if (name.endsWith('.json5') || JSON5_NAMES.includes(name)) return 'json5';
  if (name.endsWith('.jsonc') || name.endsWith('.code-workspace') || JSONC_NAMES.includes(name)) return 'jsonc';
  if (JSONC_FOLDERS.includes(folder) || /^[tj]sconfig(?:\..+)?\.json$/.test(name)) return 'jsonc';
  return 'json';
}
