/** The kustomizations that a person can choose from, those that belong to a file or lie near it first. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { directBuilders, isComponent, overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { allKustomizations, directoryOf, isKustomizationFile } from '../model/kustomize/recognise.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { overlayNames } from './overlay-names.ts';

export interface KustomizationEntry {
  readonly directory: FilePath;
  /** What tells it from the others. */
  readonly name: string;
  readonly path: string;
}

/** The directories whose build holds a file: its own for a kustomization file, else those that name it and the overlays. */
export function kustomizationsOf(db: Database, file: FilePath): readonly KustomizationEntry[] {
  const direct = directBuilders(db, file)
    .filter((kustomization) => !isComponent(db, kustomization))
    .map(directoryOf);
  const isOwn = isKustomizationFile(db, file) && direct.length > 0;
  return entriesOf(db, isOwn ? direct : [...new Set([...overlaysOf(db, file), ...direct])]);
}

/** Every directory that can be built, those that lie nearest to `from` first. */
export function kustomizationsNear(db: Database, from: FilePath | undefined): readonly KustomizationEntry[] {
  const directories = allKustomizations(db, '')
    .filter((kustomization) => !isComponent(db, kustomization))
    .map(directoryOf);
  const distances = new Map(directories.map((one) => [one, from === undefined ? 0 : distance(from, one)]));
  return entriesOf(
    db,
    [...new Set(directories)].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0) || (a < b ? -1 : 1)),
  );
}

function entriesOf(db: Database, directories: readonly FilePath[]): readonly KustomizationEntry[] {
  const names = overlayNames(db, directories);
  return directories.map((directory) => {
    const path = displayPath(db, directory);
    return { directory, path, name: names.get(directory) ?? path };
  });
}

/** Steps up from both to where their ways meet. */
function distance(a: FilePath, b: FilePath): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return left.length + right.length - 2 * shared;
}
