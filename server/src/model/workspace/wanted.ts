/** Which texts the analysis asks the edges for beyond those of the languages it knows: values, properties, scripts. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { DOMAINS } from '../domains.ts';
import { PATH, pointedNames } from '../facts.ts';
import { fileList } from './inputs.ts';

/** The files that one file points at and whose text its domain reads. */
export const wantedBy = query(
  'wantedBy',
  (db, file: FilePath): readonly FilePath[] => {
    const roles = new Set(DOMAINS.flatMap((domain) => domain.reads ?? []));
    const wanted = new Set<FilePath>();
    for (const { space, key, role } of pointedNames(db, file)) if (space === PATH && roles.has(role)) wanted.add(key);
    return [...wanted];
  },
  { equal: deepEqual },
);

/** All wanted files of the workspace, sorted; an edge loads those that exist, until nothing new is wanted. */
export const wantedTexts = query(
  'wantedTexts',
  (db, _: ''): readonly FilePath[] => [...new Set(fileList(db, '').flatMap((file) => wantedBy(db, file)))].sort(),
  { equal: deepEqual },
);
