/** The recorded cases of Kustomize's own test suite, each loaded into a database the way the host does from a disk. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { dirname, type FilePath, join } from '../../../server/src/base/paths.ts';
import { Database } from '../../../server/src/engine/database.ts';
import { fileBytes, fileText, foundKind, repositories } from '../../../server/src/model/workspace/inputs.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/kustomize-cases');

export interface RecordedCase {
  readonly name: string;
  readonly target: string;
  readonly files: Readonly<Record<string, string>>;
  readonly binary_base64?: Readonly<Record<string, string>>;
  readonly options: {
    readonly reorder: 'none' | 'legacy' | 'unspecified';
    readonly addManagedbyLabel: boolean;
    readonly loadRestrictions: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';
  };
  readonly expected: { readonly yaml?: string; readonly error?: string; readonly yamlError?: string };
  readonly needs: readonly string[];
  readonly core: boolean;
}

export interface PluginCase {
  readonly name: string;
  readonly plugin: string;
  readonly kind: string;
  readonly files: Readonly<Record<string, string>>;
  readonly config: string;
  readonly input: string;
  readonly expected: { readonly yaml?: string; readonly error?: string };
}

/** A recorded file's content; undefined where the shared cases are not beside the repository. */
export function recorded<T>(name: string): readonly T[] | undefined {
  const file = resolve(FOLDER, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly T[]) : undefined;
}

/** Where the files of a case stand. */
export const CASE_ROOT: FilePath = '/';

export function databaseOf(files: Readonly<Record<string, string>>, binary: Readonly<Record<string, string>> = {}): Database {
  const db = new Database();
  db.set(repositories, '', [{ root: CASE_ROOT, remotes: [] }]);
  db.set(foundKind, CASE_ROOT, 'directory');
  for (const [name, text] of [...Object.entries(files), ...Object.entries(binary).map(([name]) => [name, undefined] as const)]) {
    const path = join(CASE_ROOT, name.replace(/^\/+/, ''));
    db.set(foundKind, path, 'file');
    for (let parent = dirname(path); parent !== CASE_ROOT; parent = dirname(parent)) db.set(foundKind, parent, 'directory');
    if (text !== undefined) db.set(fileText, path, text.replaceAll('$ROOT', ''));
    else db.set(fileBytes, path, binary[name]);
    if (text === undefined) db.set(fileText, path, '');
  }
  return db;
}

/** The objects of an expected output, as plain data in order. */
export function objectsOf(yaml: string): readonly unknown[] {
  return parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter((value) => value !== null);
}
