/** What the host that reads a CODEOWNERS file does not accept in it. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { OwnersEntry, OwnersSection, Word } from '../../syntax/codeowners/parse.ts';
import type { Place } from '../place.ts';
import { ownersFile } from '../source.ts';
import { countsFor, possibleDialects } from './files.ts';
import type { Dialect } from './pattern.ts';

/**
 * GitHub skips a line with a mistake and says so above the file (docs.github.com, "CODEOWNERS syntax"); GitLab reads
 * what it can (docs.gitlab.com, "Error handling in Code Owners").
 */
export type Mistake =
  | 'negation'
  | 'range'
  | 'escapedHash'
  | 'section'
  | 'owner'
  | 'missingOwner'
  | 'sectionName'
  | 'sectionFormat'
  | 'approvals';

export interface FoundMistake {
  readonly mistake: Mistake;
  readonly at: Place;
  readonly text: string;
  /** What was meant, where it is plain. */
  readonly meant?: string;
}

/** The mistakes of the file that counts; where two hosts may read it, those that both would tell. */
export function mistakes(db: Database, file: FilePath): readonly FoundMistake[] {
  const root = countsFor(db, file)?.root;
  if (root === undefined) return [];
  const [first = [], ...others] = possibleDialects(db, root).map((dialect) => mistakesBy(db, file, dialect));
  return first.filter((one) =>
    others.every((other) => other.some(({ mistake, at }) => mistake === one.mistake && at.node === one.at.node)),
  );
}

function mistakesBy(db: Database, file: FilePath, dialect: Dialect): readonly FoundMistake[] {
  const found: FoundMistake[] = [];
  let hasDefaults = false;
  for (const line of ownersFile(db, file).lines) {
    if (line.kind === 'section') {
      hasDefaults = line.owners.length > 0;
      found.push(...(dialect === 'github' ? [notKnown(line)] : sectionMistakes(line)));
    } else found.push(...entryMistakes(line, dialect, hasDefaults));
    if (line.kind === 'entry' || dialect === 'gitlab') found.push(...ownerMistakes(line.owners, dialect));
  }
  return found;
}

function notKnown(line: OwnersSection): FoundMistake {
  return { mistake: 'section', at: { node: line.id }, text: line.name?.text ?? '' };
}

function* sectionMistakes({ id, name, approvals }: OwnersSection): Generator<FoundMistake> {
  if (name === undefined) yield { mistake: 'sectionFormat', at: { node: id }, text: '' };
  else if (name.text.trim() === '') yield { mistake: 'sectionName', at: { node: id }, text: '' };
  if (approvals !== undefined && !/^[1-9][0-9]*$/.test(approvals.text.trim()))
    yield { mistake: 'approvals', at: { node: approvals.id }, text: approvals.text };
}

function* entryMistakes(
  { pattern, owners, remark }: OwnersEntry,
  dialect: Dialect,
  hasDefaults: boolean,
): Generator<FoundMistake> {
  const at = { node: pattern.id };
  const { text } = pattern;
  if (dialect === 'github') {
    if (text.startsWith('!')) yield { mistake: 'negation', at, text };
    else if (text.startsWith('\\#')) yield { mistake: 'escapedHash', at, text };
    else if (text.includes('[')) yield { mistake: 'range', at, text };
  } else if (!hasDefaults && owners.length === 0 && !remark.some((word) => word.text.includes('@')) && !text.startsWith('!')) {
    yield { mistake: 'missingOwner', at, text };
  }
}

const GITHUB_OWNER = /^@[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*)?$/;
const EMAIL = /^[^@\s,;]+@[^@\s,;]+$/;

function* ownerMistakes(owners: readonly Word[], dialect: Dialect): Generator<FoundMistake> {
  for (const { id, text } of owners) {
    const accepted = dialect === 'github' ? GITHUB_OWNER.test(text) || EMAIL.test(text) : text.includes('@');
    if (accepted) continue;
    const bare = text.replace(/[,;]$/, '');
    const meant = bare.startsWith('@') || EMAIL.test(bare) ? bare : `@${bare}`;
    const plain = GITHUB_OWNER.test(meant) || EMAIL.test(meant);
    yield { mistake: 'owner', at: { node: id }, text, ...(plain ? { meant } : {}) };
  }
}
