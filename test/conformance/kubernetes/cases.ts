/** Cases for the API server: valid objects, and what one mistake makes of them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Manifest } from '../../cluster/kit/api.ts';

export interface Case {
  /** What was done to the object; `none` for valid ones. */
  readonly operator: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** The path of what was changed, as the server writes it. */
  readonly path: string;
  readonly yaml: string;
}

/** The objects that the files beside this one hold, all of which a server takes. */
export function validObjects(): readonly Manifest[] {
  const directory = join(import.meta.dirname, 'valid');
  return globSync('*.yaml', { cwd: directory })
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map((document) => document.toJS()));
}

export function validCase(object: Manifest): Case {
  return caseOf('none', '', object);
}

const DOUBLED = 'DOUBLED:';

/** A key that is written as this one is, though a mapping has it already. */
export function doubled(key: string): string {
  return `${DOUBLED}${key}`;
}

export function caseOf(operator: string, path: string, object: Manifest): Case {
  // Written as an older reader needs it: `yes` and `1e3` as texts are in quotes.
  const yaml = stringify(object, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 })
    .replaceAll(/(?<=[:-] )["']?PLAIN:([^\n"']*)["']?$/gm, '$1')
    .replaceAll(DOUBLED, '');
  return { operator, path, apiVersion: object.apiVersion, kind: object.kind, yaml };
}
