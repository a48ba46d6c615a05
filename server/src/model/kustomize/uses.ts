/** The way back: which kustomizations use a file or directory, and what for. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { kustomizationFile, type PathField } from './file.ts';
import { allKustomizations, directoryOf, hasKustomizationName } from './recognise.ts';

/** A kustomization file that names a path, and the field in which it does. */
export interface Inclusion {
  readonly kustomization: FilePath;
  readonly field: PathField;
}

interface Links {
  readonly setsNamespace: boolean;
  readonly links: readonly { readonly field: PathField; readonly path: FilePath }[];
}

/** The paths of one kustomization file without places: what others depend on. */
const linksOf = query(
  'kustomizationLinks',
  (db, file: FilePath): Links => {
    const read = kustomizationFile(db, file);
    return {
      setsNamespace: read?.namespace !== undefined,
      links: (read?.paths ?? []).flatMap(({ field, path }) => (path === undefined ? [] : { field, path })),
    };
  },
  { equal: deepEqual },
);

const inclusions = query('kustomizationInclusions', (db, _: ''): ReadonlyMap<FilePath, readonly Inclusion[]> => {
  const found = new Map<FilePath, Inclusion[]>();
  for (const kustomization of allKustomizations(db, '')) {
    for (const { field, path } of linksOf(db, kustomization).links) {
      const list = found.get(path);
      if (list === undefined) found.set(path, [{ kustomization, field }]);
      else list.push({ kustomization, field });
    }
  }
  return found;
});

/** How many paths kustomizations name, files and directories. */
export function countIncluded(db: Database): number {
  return inclusions(db, '').size;
}

/** The kustomizations that name this file or directory themselves. */
export const includedBy = query('includedBy', (db, path: FilePath): readonly Inclusion[] => inclusions(db, '').get(path) ?? [], {
  equal: deepEqual,
});

/** What a kustomization takes a file for. A resource may be a patch elsewhere; it is an object all the same. */
export interface Use {
  readonly as: 'resource' | 'patch' | 'data' | 'configuration' | undefined;
  /** True where a kustomization on the way up sets the namespace of everything. */
  readonly renamespaced: boolean;
  /** The kustomizations that name the file themselves. */
  readonly by: readonly Inclusion[];
}

const UNUSED: Use = { as: undefined, renamespaced: false, by: [] };

/** Of a file; of a directory ask {@link includedBy}. */
export const useOf = query(
  'kustomizeUse',
  (db, file: FilePath): Use => {
    const included = inclusions(db, '').get(file);
    if (included === undefined) return UNUSED;
    const as = USES.find(([, ...of]) => of.some((field) => included.some((one) => one.field === field)))?.[0];
    const renamespaced = as === 'resource' && included.some(({ kustomization }) => setsNamespace(db, kustomization));
    return { as, renamespaced, by: included };
  },
  { equal: deepEqual },
);

type As = Exclude<Use['as'], undefined>;

/** The first that applies decides. */
const USES: readonly (readonly [As, ...PathField[]])[] = [
  ['resource', 'resources', 'bases'],
  ['patch', 'patches', 'patchesStrategicMerge', 'patchesJson6902'],
  ['configuration', 'configurations', 'crds', 'openapi', 'replacements', 'generators', 'transformers', 'validators'],
  ['data', 'configMapGenerator', 'secretGenerator', 'helmValues'],
];

/** True where a kustomization sets the namespace of what it builds: its own word, or that of one that builds its directory; walked, since kustomizations may run in a circle. */
const setsNamespace = query('setsNamespace', (db, kustomization: FilePath): boolean => {
  for (const one of buildersOf(db, kustomization)) if (linksOf(db, one).setsNamespace) return true;
  return false;
});

/** The kustomization itself and every one that builds its directory, directly or through others. */
export const buildersOf = query(
  'kustomizationBuilders',
  (db, kustomization: FilePath): readonly FilePath[] => {
    const found = new Set([kustomization]);
    for (const one of found) for (const { kustomization: above } of includedBy(db, directoryOf(one))) found.add(above);
    return [...found];
  },
  { equal: deepEqual },
);

/** The kustomizations that name this file, or the directory that it is the kustomization file of. */
export const namedBy = query(
  'kustomizationsNaming',
  (db, file: FilePath): readonly Inclusion[] =>
    hasKustomizationName(file) ? [...includedBy(db, file), ...includedBy(db, directoryOf(file))] : includedBy(db, file),
  { equal: deepEqual },
);
