/** Which files a set of changes can have affected: the changed ones, and all whose findings may depend on them. */
import { dirname, type FilePath } from '../base/paths.ts';
import { Database } from '../engine/database.ts';
import { type DeclaredName, declaredNames, PATH } from '../model/facts.ts';
import { referencesTo } from '../model/names.ts';
import { fileList, fileText, foundKind, repositories } from '../model/workspace/inputs.ts';

/**
 * `changed` maps each file that was made, changed or deleted to its text before. Whoever points at a name that a file
 * declares now or declared before is affected; whoever includes a file by its path is, and so are those who include them.
 */
export function affectedFiles(db: Database, changed: ReadonlyMap<FilePath, string | undefined>): ReadonlySet<FilePath> {
  const affected = new Set<FilePath>(changed.keys());
  const before = databaseBefore(db, changed);
  for (const file of changed.keys()) {
    for (const name of [...declaredNames(db, file), ...declaredNames(before, file)]) addUsers(db, file, name, affected);
  }
  const waiting = [...affected];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const key of [file, dirname(file)]) {
      for (const site of referencesTo(db, file, { space: PATH, key, scope: undefined })) {
        if (affected.has(site.file)) continue;
        affected.add(site.file);
        waiting.push(site.file);
      }
    }
  }
  return affected;
}

function addUsers(db: Database, file: FilePath, name: DeclaredName, affected: Set<FilePath>): void {
  for (const site of referencesTo(db, file, name)) affected.add(site.file);
}

/** The changed files alone, as they were. */
function databaseBefore(db: Database, changed: ReadonlyMap<FilePath, string | undefined>): Database {
  const before = new Database();
  before.set(repositories, '', repositories(db, ''));
  before.set(fileList, '', [...changed].flatMap(([file, text]) => (text === undefined ? [] : file)).sort());
  for (const [file, text] of changed) {
    if (text === undefined) continue;
    before.set(foundKind, file, 'file');
    before.set(fileText, file, text);
  }
  return before;
}
