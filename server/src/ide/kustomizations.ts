/** The kustomizations that a person can choose from, those that belong to a file or lie near it first. */
import { dirname, type FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { directBuilders, isFinal, overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { allKustomizations, directoryOf, isComponent, isKustomizationFile } from '../model/kustomize/recognise.ts';
import { pathKind } from '../model/workspace/inputs.ts';
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
  const found = allKustomizations(db, '').filter((kustomization) => !isComponent(db, kustomization));
  const start = from !== undefined && pathKind(db, from) === 'file' ? dirname(from) : from;
  const distances = new Map(
    found.map((kustomization) => {
      const directory = directoryOf(kustomization);
      // Of what is equally near, environments go before what they build upon.
      const last = isFinal(db, kustomization) ? 0 : 0.5;
      return [directory, last + (start === undefined ? 0 : distance(start, directory))];
    }),
  );
  return entriesOf(
    db,
    [...distances.keys()].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0) || (a < b ? -1 : 1)),
  );
}

function entriesOf(db: Database, directories: readonly FilePath[]): readonly KustomizationEntry[] {
  const names = overlayNames(db, directories);
  return directories.map((directory) => {
    const path = displayPath(db, directory);
    return { directory, path, name: names.get(directory) ?? path };
  });
}

/** Small for the same thing in another environment (`apps/staging/web` to `apps/production/web`), then for neighbours. */
function distance(a: FilePath, b: FilePath): number {
  const [left, right] = [a.split('/'), b.split('/')];
  if (left.length === right.length) {
    const different = left.filter((part, i) => part !== right[i]).length;
    return different > 0 && left.at(-1) === right.at(-1) ? 2 * different - 1 : 2 * different;
  }
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return left.length + right.length - 2 * shared;
}
