/** A file's text read as what its name says it is: the tree (what is written) and the layout (where). */

import { deepEqual } from '../base/equal.ts';
import { LineIndex } from '../base/lines.ts';
import { basename, dirname, extname, type FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { type OwnersFile, type ParsedOwners, parseCodeowners } from '../syntax/codeowners/parse.ts';
import { equalTrees } from '../syntax/equal.ts';
import { equalFiles } from '../syntax/hcl/equal.ts';
import { parseHcl } from '../syntax/hcl/parse.ts';
import type { HclFile, ParsedHcl } from '../syntax/hcl/tree.ts';
import { dialectOf } from '../syntax/json/dialect.ts';
import { parseJson } from '../syntax/json/parse.ts';
import { type Directive, EMPTY, type Layout, type Parsed, type Tree } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml/parse.ts';
import { fileText } from './workspace/inputs.ts';

export type Language = 'yaml' | 'json' | 'json5' | 'codeowners' | 'hcl';

/** How many parse trees stay in memory; those of open files are asked for often and stay. */
const KEPT_TREES = 64;

/** What a file holds, by its name alone; undefined for files whose text no domain reads. */
export function languageOf(file: FilePath): Language | undefined {
  // Nearly all files are answered here, for which no part of the path is cut out: this is asked many times of each.
  if (file.endsWith('.yaml') && !file.endsWith('/.yaml')) return 'yaml';
  const name = basename(file);
  if (name === 'CODEOWNERS') return 'codeowners';
  if (name === 'Kustomization') return 'yaml';
  if (name === '.renovaterc') return 'json';
  if (name === '.terraform.lock.hcl') return 'hcl';
  switch (extname(file)) {
    case '.yaml':
    case '.yml':
      return 'yaml';
    case '.json':
    case '.jsonc':
    case '.code-workspace':
      return 'json';
    case '.json5':
      return 'json5';
    case '.tf':
    case '.tofu':
    case '.tfvars':
      return 'hcl';
    default:
      return undefined;
  }
}

/**
 * A file's tree with its layout. Equal trees, however laid out, wake nobody: where things stand is no part of what queries may
 * read, so that the newest layout is simply kept beside the tree.
 */
const parsed = query(
  'parsed',
  (db, file: FilePath, before): Parsed => {
    // What is no data is not even read, so that its edits do not wake this query.
    if (languageOf(file) === 'codeowners' || languageOf(file) === 'hcl') return EMPTY;
    const text = fileText(db, file);
    if (text === undefined) return EMPTY;
    switch (languageOf(file)) {
      case 'yaml':
        return parseYaml(text, before);
      case 'json':
      case 'json5':
        return parseJson(text, dialectOf(basename(file), basename(dirname(file))));
      default:
        return EMPTY;
    }
  },
  { equal: (a, b) => (a === EMPTY) === (b === EMPTY) && equalTrees(a.tree, b.tree), renews: true, retain: KEPT_TREES },
);

/** What is written in a YAML or JSON file. */
export function tree(db: Database, file: FilePath): Tree {
  return parsed(db, file).tree;
}

const parsedOwners = query(
  'parsedOwners',
  (db, file: FilePath): ParsedOwners => parseCodeowners(languageOf(file) === 'codeowners' ? (fileText(db, file) ?? '') : ''),
  { equal: (a, b) => deepEqual(a.file, b.file), renews: true },
);

/** The lines of a CODEOWNERS file. */
export function ownersFile(db: Database, file: FilePath): OwnersFile {
  return parsedOwners(db, file).file;
}

/** What a file says whose text is not known: nothing can be concluded from what is not in it. */
const UNREAD: ParsedHcl = {
  file: { items: [], problems: [], directives: [], lossy: true, templated: false },
  layout: EMPTY.layout,
};

const parsedHcl = query(
  'parsedHcl',
  (db, file: FilePath): ParsedHcl => {
    const text = languageOf(file) === 'hcl' ? fileText(db, file) : undefined;
    return text === undefined ? UNREAD : parseHcl(text, extname(file) === '.tfvars' ? 'values' : 'blocks');
  },
  { equal: (a, b) => equalFiles(a.file, b.file), renews: true, retain: KEPT_TREES },
);

/** What is written in an HCL file. */
export function hclFile(db: Database, file: FilePath): HclFile {
  return parsedHcl(db, file).file;
}

/** True where the text of a file is in memory: a fact that outlives its tree. Of data languages the structure tells, which typing leaves alone. */
export const isRead = query('isRead', (db, file: FilePath): boolean => {
  const language = languageOf(file);
  if (language === undefined || language === 'codeowners' || language === 'hcl') return fileText(db, file) !== undefined;
  return tree(db, file) !== EMPTY.tree;
});

/** Where the nodes of a file stand now. Queries must not read it: ask at the end, for what is shown. */
export function layout(db: Database, file: FilePath): Layout {
  switch (languageOf(file)) {
    case 'codeowners':
      return parsedOwners(db, file).layout;
    case 'hcl':
      return parsedHcl(db, file).layout;
    default:
      return parsed(db, file).layout;
  }
}

/** The comments of a file that speak to Plumbline, in whatever language it is written. */
export function directives(db: Database, file: FilePath): readonly Directive[] {
  switch (languageOf(file)) {
    case undefined:
      return EMPTY.tree.directives;
    case 'codeowners':
      return ownersFile(db, file).directives;
    case 'hcl':
      return hclFile(db, file).directives;
    default:
      return tree(db, file).directives;
  }
}

/** Lines of the file's current text, for what is shown. */
export function linesOf(db: Database, file: FilePath): LineIndex {
  return new LineIndex(fileText(db, file) ?? '');
}
