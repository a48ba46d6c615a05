/** What CODEOWNERS files declare and point at: sections, owners, and the paths that patterns name outright. */
import { basename, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Word } from '../../syntax/codeowners/parse.ts';
import type { Declaration, Domain, Facts, Reference } from '../facts.ts';
import { ownersFile } from '../source.ts';
import { PATH } from '../spaces.ts';
import { countsFor, possibleDialects } from './files.ts';
import { literalPrefix, patternParts } from './pattern.ts';

/** The space of people and teams. */
export const OWNER = 'owner';
/** The space of GitLab's sections. */
export const SECTION = 'codeowners/section';

export const codeowners: Domain = {
  name: 'codeowners',
  recognises: (_, file) => basename(file) === 'CODEOWNERS',
  facts: codeownersFacts,
};

/** An owner is declared where the file that counts names it first; hosts compare owners without case. */
function codeownersFacts(db: Database, file: FilePath): Facts {
  const root = countsFor(db, file)?.root;
  if (root === undefined) return { declarations: [], references: [] };
  const [dialect = 'github'] = possibleDialects(db, root);
  const declarations: Declaration[] = [];
  const references: Reference[] = [];
  const known = new Set<string>();
  const owners = (words: readonly Word[]): void => {
    for (const { id, text } of words) {
      const key = text.toLowerCase();
      const name = { space: OWNER, key, scope: '' };
      references.push({ ...name, role: 'codeowners/owner', place: { node: id }, text });
      if (known.has(key)) continue;
      known.add(key);
      const place = { node: id };
      declarations.push({ ...name, label: text, detail: 'code owner', symbol: 'owner', name: place, whole: place });
    }
  };
  for (const line of ownersFile(db, file).lines) {
    if (line.kind === 'section' && dialect === 'gitlab' && line.name !== undefined) {
      const { id, text } = line.name;
      declarations.push({
        space: SECTION,
        key: text.trim().toLowerCase(),
        scope: '',
        label: text.trim(),
        detail: line.optional ? 'optional section' : 'section',
        symbol: 'section',
        name: { node: id },
        whole: { node: line.id },
      });
    }
    if (line.kind === 'entry') {
      const path = namedPath(root, line.pattern.text);
      if (path !== undefined) {
        const place = { node: line.pattern.id };
        references.push({ space: PATH, key: path, scope: '', role: 'codeowners/pattern', place, text: line.pattern.text });
      }
    }
    owners(line.owners);
  }
  return { declarations, references };
}

/** The one path that a pattern from the root names; undefined for patterns that could match at several places. */
function namedPath(root: FilePath, pattern: string): FilePath | undefined {
  if (!pattern.startsWith('/')) return undefined;
  const parts = patternParts(pattern, 'github');
  if (parts === undefined) return undefined;
  const names = literalPrefix(parts);
  const rest = parts.slice(names.length).join('/');
  return names.length > 0 && (rest === '**' || rest === '**/*') ? join(root, names.join('/')) : undefined;
}
