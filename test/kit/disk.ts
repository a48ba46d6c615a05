/** Reads a directory of the disk into a database as one repository, for tests over real repositories. */
import { readdirSync, readFileSync } from 'node:fs';
import { type FilePath, join } from '../../server/src/base/paths.ts';
import { Database } from '../../server/src/engine/database.ts';
import { languageOf } from '../../server/src/model/source.ts';
import { childNames, fileList, fileText, pathKind, repositories } from '../../server/src/model/workspace/inputs.ts';

/** The database of everything below `directory`, which stands at `root` in it. */
export function readRepository(directory: string, root: FilePath = '/repo', remotes: readonly string[] = []): Database {
  const db = new Database();
  const files: FilePath[] = [];
  const visit = (on: string, path: FilePath): void => {
    const entries = readdirSync(on, { withFileTypes: true }).filter(({ name }) => name !== '.git');
    db.set(pathKind, path, 'directory');
    db.set(childNames, path, entries.map(({ name }) => name).sort());
    for (const entry of entries) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) visit(`${on}/${entry.name}`, child);
      else if (!entry.isFile()) db.set(pathKind, child, 'unknown');
      else {
        files.push(child);
        db.set(pathKind, child, 'file');
        if (languageOf(child) !== undefined) db.set(fileText, child, readFileSync(`${on}/${entry.name}`, 'utf8'));
      }
    }
  };
  visit(directory, root);
  db.set(fileList, '', files.sort());
  db.set(repositories, '', [{ root, remotes, branch: 'main' }]);
  return db;
}
