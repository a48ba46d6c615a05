/** Which texts the analysis asks the edges for beyond those of the languages it knows: values, properties, scripts. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { DOMAINS } from '../domains.ts';
import { PATH, pointedNames } from '../facts.ts';
import { fileList } from './inputs.ts';

/** The files that one file points at and whose text its domain reads. */
export function wantedBy(db: Database, file: FilePath): readonly FilePath[] {
  // Most files are of no domain that reads others, and what they declare need not be known for that.
  if (!DOMAINS.some((domain) => domain.reads !== undefined && domain.recognises(db, file))) return [];
  return pointedNames(db, file).flatMap(({ space, key, role }) => (space === PATH && isReadBy(role) ? [key] : []));
}

function isReadBy(role: string): boolean {
  return DOMAINS.some(({ reads }) => reads?.includes(role) === true);
}

/** All wanted files of the workspace, sorted; an edge loads those that exist, until nothing new is wanted. */
export const wantedTexts = query(
  'wantedTexts',
  (db, _: ''): readonly FilePath[] => [...new Set(fileList(db, '').flatMap((file) => wantedBy(db, file)))].sort(),
  { equal: deepEqual },
);
