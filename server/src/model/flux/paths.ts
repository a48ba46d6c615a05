/** The directories that Flux Kustomizations build and that are not there. */
import { type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { nearPath } from '../near-path.ts';
import type { Place } from '../place.ts';
import { kustomizationPath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { fluxObjects } from './objects.ts';

export interface MissingPath {
  readonly at: Place;
  /** As written. */
  readonly text: string;
  /** What to write in its stead, where a similar directory exists. */
  readonly meant: string | undefined;
}

export function* missingPaths(db: Database, file: FilePath): Generator<MissingPath> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file)) return;
  for (const object of fluxObjects(db, file)) {
    const target = kustomizationPath(db, file, object);
    if (target === undefined || object.path === undefined || pathKind(db, target) !== undefined) continue;
    const { at, text } = object.path;
    const near = nearPath(db, root, target, 'directory');
    const lead = /^\.?\//.exec(text)?.[0] ?? '';
    yield { at, text, meant: near === undefined ? undefined : lead + relative(root, near) };
  }
}
