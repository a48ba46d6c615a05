/** The lock file of a root: which provider versions it holds, and whether they are those that the configuration asks for. */
import { deepEqual } from '../../base/equal.ts';
import { dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { pathKind } from '../workspace/inputs.ts';
import { contentOf } from './content.ts';
import { attributeOf, blocksOf, textOf } from './expressions.ts';
import { isConfig, isOverride } from './files.ts';
import { standing } from './roots.ts';
import { fits } from './versions.ts';

/** `namespace/name` to version; a host other than the two public registries stands before it. */
export const lockedVersions = query(
  'terraformLocked',
  (db, directory: FilePath): ReadonlyMap<string, string> => {
    const file = join(directory, '.terraform.lock.hcl');
    const locked = new Map<string, string>();
    if (pathKind(db, file) !== 'file') return locked;
    for (const block of blocksOf(hclFile(db, file).items, 'provider')) {
      const version = textOf(attributeOf(block.items, 'version')?.value);
      const [address] = block.labels;
      if (address !== undefined && version !== undefined) locked.set(shortAddress(address.text), version);
    }
    return locked;
  },
  { equal: deepEqual },
);

function shortAddress(address: string): string {
  const full = address.toLowerCase().replace(/^registry\.(?:terraform|opentofu)\.(?:io|org)\//, '');
  return full.includes('/') ? full : `hashicorp/${full}`;
}

export interface Outdated {
  readonly provider: string;
  readonly constraint: string;
  readonly locked: string | undefined;
  readonly at: Place;
}

/** Constraints of this file that the lock file beside it does not fit; those without an entry where it has others. */
export function* outdated(db: Database, file: FilePath): Generator<Outdated> {
  if (!isConfig(file) || isOverride(file)) return;
  const { required } = contentOf(db, file);
  if (required.length === 0) return;
  const locked = lockedVersions(db, dirname(file));
  if (locked.size === 0 || standing(db, dirname(file)).isModule) return;
  for (const { name, nameAt, source, version } of required) {
    const address = shortAddress(source?.text ?? name);
    if (address === 'terraform.io/builtin/terraform') continue;
    const found = locked.get(address);
    if (found === undefined) yield { provider: name, constraint: version?.text ?? '', locked: undefined, at: nameAt };
    else if (version !== undefined && fits(found, version.text) === false)
      yield { provider: name, constraint: version.text, locked: found, at: version.at };
  }
}
