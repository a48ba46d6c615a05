/**
 * Which schema merges go by. The first kustomization that sets one decides for all that is built after it: the root before
 * everything, else whichever comes first on the way.
 */
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { documentsOf, valuesIn } from './documents.ts';
import { type Edition, isBefore } from './edition.ts';
import { fileAt, type LoadRestriction } from './files.ts';
import { text } from './kustomization.ts';
import type { Kustomization } from './kustomization-files.ts';
import { BUILTIN_SCHEMA, builtinType, type MergeSchema, schemaFrom } from './merge-schema.ts';
import { BuildFailure, fail } from './problems.ts';
import { asMap } from './values.ts';

/** No kustomization has set a schema yet. */
export const UNSET = '';
const BUILTIN = 'builtin';
/** Kept before the path of a schema that the root did not set: what Kustomize has read by then stays known. */
const ALSO_BUILTIN = '+';

const VERSIONS: ReadonlySet<string> = new Set(['v1.21.2', 'v1.20.4', 'v1.19.1']);

/** The schema in force once this kustomization is read. */
export function schemaAfter(
  db: Database,
  directory: FilePath,
  kustomization: Kustomization,
  before: string,
  isRoot: boolean,
  restriction: LoadRestriction,
): string {
  const openapi = asMap(kustomization.map.get('openapi'));
  if (openapi === undefined) return before;
  const path = openapi.get('path');
  const version = openapi.get('version');
  const file = path?.kind === 'scalar' ? fileAt(db, directory, path, path.text, restriction) : undefined;
  if (before !== UNSET) return before;
  if (file !== undefined && version !== undefined)
    fail(
      'openapi',
      { source: openapi.source, at: openapi.at },
      { reason: 'builtin version and custom schema provided, cannot use both' },
    );
  if (file !== undefined) return isRoot ? file : ALSO_BUILTIN + file;
  if (version === undefined || text(openapi, 'version') === '') return before;
  if (!VERSIONS.has(text(openapi, 'version')))
    fail(
      'openapi',
      { source: version.source, at: version.at },
      { reason: 'the specified OpenAPI version is not built in', version: text(openapi, 'version') },
    );
  return BUILTIN;
}

const schemaOfFile = query('kustomizeSchema', (db, file: FilePath): MergeSchema | undefined => {
  try {
    const [value] = valuesIn(documentsOf(db, file, 'build'));
    return value === undefined ? undefined : schemaFrom(value);
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
});

/** As releases before 5.4 merge with it: see {@link MergeSchema.forgetsNulls}. */
export function schemaOf(db: Database, key: string, edition: Edition): MergeSchema {
  const schema = typesOf(db, key);
  if (!isBefore(edition, '5.4')) return schema;
  return {
    typeOf: (apiVersion, kind) => schema.typeOf(apiVersion, kind),
    named: (type) => schema.named(type),
    forgetsNulls: true,
  };
}

function typesOf(db: Database, key: string): MergeSchema {
  if (key === UNSET || key === BUILTIN) return BUILTIN_SCHEMA;
  const isAdded = key.startsWith(ALSO_BUILTIN);
  const own = schemaOfFile(db, isAdded ? key.slice(1) : key) ?? BUILTIN_SCHEMA;
  if (!isAdded) return own;
  return {
    typeOf: (apiVersion, kind) => own.typeOf(apiVersion, kind) ?? BUILTIN_SCHEMA.typeOf(apiVersion, kind),
    named: (type) => own.named(type) ?? builtinType(type),
  };
}
