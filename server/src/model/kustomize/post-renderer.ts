/** Kustomizations that get objects from elsewhere before they are built: Fleet runs them over what a chart rendered. */
import { deepEqual } from '../../base/equal.ts';
import { dirname, type FilePath, isInside, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import { tree } from '../source.ts';
import { fileList } from '../workspace/inputs.ts';

/** True for a directory that a `fleet.yaml` with a chart names under `kustomize.dir` (fleet.rancher.io/ref-fleet-yaml). */
export function isPostRenderer(db: Database, directory: FilePath): boolean {
  return fleetFiles(db, '').some((file) => isInside(dirname(file), directory) && postRenderers(db, file).includes(directory));
}

const fleetFiles = query(
  'fleetFiles',
  (db, _: ''): readonly FilePath[] => fileList(db, '').filter((file) => file.endsWith('/fleet.yaml')),
  { equal: deepEqual },
);

const postRenderers = query(
  'fleetPostRenderers',
  (db, file: FilePath): readonly FilePath[] => {
    const top = tree(db, file).documents[0]?.root;
    const settings = [top, ...items(field(top, 'targetCustomizations'))];
    if (settings.every((one) => field(one, 'helm') === undefined)) return [];
    return settings.flatMap((one) => {
      const written = textOf(field(field(one, 'kustomize'), 'dir'));
      return written === undefined ? [] : [join(dirname(file), written)];
    });
  },
  { equal: deepEqual },
);
