/** Which files Kustomize takes for kustomization files. */
import { deepEqual } from '../../base/equal.ts';
import { dirname, type FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { field, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { type Place, textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { fileList, pathKind, pathsNamed } from '../workspace/inputs.ts';

/** The names that Kustomize looks for, in its order (`konfig.RecognizedKustomizationFileNames`). */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

const KUSTOMIZATION_ENDS: readonly string[] = KUSTOMIZATION_NAMES.map((name) => `/${name}`);

/** The API group of kustomization files and components. */
export const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';

export function hasKustomizationName(file: FilePath): boolean {
  return KUSTOMIZATION_ENDS.some((end) => file.endsWith(end));
}

/** True for a file with the name and, where it says a kind, the kind: an object of Flux may have the name as well. */
export function isKustomizationFile(db: Database, file: FilePath): boolean {
  return hasKustomizationName(file) && readsAsKustomization(db, file);
}

const readsAsKustomization = query('isKustomizationFile', (db, file: FilePath): boolean => {
  const top = kustomizationRoot(db, file);
  const kind = textOf(field(top, 'kind'));
  if (kind !== undefined && kind !== 'Kustomization' && kind !== 'Component') return false;
  return textOf(field(top, 'apiVersion'))?.startsWith('kustomize.toolkit.fluxcd.io/') !== true;
});

/** The kind that a file with a kustomization's name and API group says, where Kustomize knows no such kind. */
export function oddKind(db: Database, file: FilePath): { readonly text: string; readonly at: Place } | undefined {
  if (!hasKustomizationName(file) || isKustomizationFile(db, file)) return undefined;
  const top = kustomizationRoot(db, file);
  const kind = field(top, 'kind');
  const text = textOf(kind);
  if (kind === undefined || text === undefined || !textOf(field(top, 'apiVersion'))?.startsWith(`${KUSTOMIZE_GROUP}/`))
    return undefined;
  return { text, at: textPlace(kind) };
}

/** What stands in a kustomization file: Kustomize reads the first document only. */
export function kustomizationRoot(db: Database, file: FilePath): Node | undefined {
  const [first, second] = tree(db, file).documents;
  return first?.root ?? (first?.problems.length === 0 ? second?.root : undefined);
}

/** The kustomization files of a directory; more than one is an error, and the first counts. */
export const kustomizationsIn = query(
  'kustomizationsIn',
  (db, directory: FilePath): readonly FilePath[] =>
    pathsNamed(db, directory, KUSTOMIZATION_NAMES).filter(
      (file) => pathKind(db, file) === 'file' && isKustomizationFile(db, file),
    ),
  { equal: deepEqual },
);

/** The kustomization file that a directory is built by. */
export function kustomizationOf(db: Database, directory: FilePath): FilePath | undefined {
  return kustomizationsIn(db, directory)[0];
}

/** True where the directory or one above it, as far as is known, holds a kustomization file. */
export const isBelowKustomization = query('isBelowKustomization', (db, directory: FilePath): boolean => {
  if (kustomizationOf(db, directory) !== undefined) return true;
  const above = dirname(directory);
  return above !== directory && pathKind(db, above) === 'directory' && isBelowKustomization(db, above);
});

/** Every kustomization file of the workspace, sorted. */
export const allKustomizations = query(
  'allKustomizations',
  (db, _: ''): readonly FilePath[] =>
    fileList(db, '').filter((file) => hasKustomizationName(file) && isKustomizationFile(db, file)),
  { equal: deepEqual },
);

/** The directory that a kustomization file builds. */
export function directoryOf(kustomization: FilePath): FilePath {
  return dirname(kustomization);
}

export const isComponent = query(
  'isComponent',
  (db, kustomization: FilePath): boolean => textOf(field(kustomizationRoot(db, kustomization), 'kind')) === 'Component',
);
