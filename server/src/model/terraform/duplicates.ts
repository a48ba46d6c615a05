/** Names that a module declares twice. */
import { deepEqual } from '../../base/equal.ts';
import { addTo } from '../../base/groups.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { contentOf } from './content.ts';
import { configFiles, isConfig, isJsonConfig, isOverride } from './files.ts';
import { isFragment } from './fragments.ts';

interface Site {
  readonly file: FilePath;
  readonly at: Place;
}

/** Address to the places that declare it, of those declared more than once (key: the directory). */
const repeatedIn = query(
  'terraformRepeated',
  (db, directory: FilePath): ReadonlyMap<string, readonly Site[]> => {
    const sites = new Map<string, Site[]>();
    for (const file of configFiles(db, directory)) {
      // OpenTofu's files stand in the stead of others, override files change them, and JSON is not read in full.
      if (isOverride(file) || isJsonConfig(file) || file.endsWith('.tofu')) continue;
      const content = contentOf(db, file);
      for (const { address, at } of content.declared) addTo(sites, address, { file, at });
      for (const { type, head } of content.backends)
        addTo(sites, type === 'cloud' ? 'cloud block' : 'backend', { file, at: { node: head } });
      for (const node of content.requiredHeads) addTo(sites, 'required_providers', { file, at: { node } });
    }
    return new Map([...sites].filter(([, all]) => all.length > 1));
  },
  { equal: deepEqual },
);

export interface Duplicate {
  readonly address: string;
  readonly at: Place;
  readonly first: Site;
}

/** Every declaration in this file that is not the first of its address. */
export function* duplicates(db: Database, file: FilePath): Generator<Duplicate> {
  if (!isConfig(file) || isFragment(db, dirname(file))) return;
  for (const [address, sites] of repeatedIn(db, dirname(file))) {
    const [first, ...others] = sites;
    if (first === undefined) continue;
    for (const site of others) if (site.file === file) yield { address, at: site.at, first };
  }
}
