/** Which files an application is made of, so that the commits that touched it can be told from the others. */
import { type FilePath, isInside, join } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { type DeployedDirectory, deployedDirectories } from '../model/graph/applications.ts';
import { directoriesBuilt, targetsOf } from '../model/kustomize/graph.ts';
import { kustomizationOf } from '../model/kustomize/recognise.ts';
import { pathKind } from '../model/workspace/inputs.ts';
import { repositoryRoots } from './files.ts';

/** Files and directories of one repository. */
export interface Scope {
  readonly root: FilePath;
  readonly paths: readonly FilePath[];
}

/** The files that stand behind a directory of this repository; undefined where it has no such directory. */
export function scopeOfDirectory(db: Database, directory: string): Scope | undefined {
  for (const root of repositoryRoots(db)) {
    const path = join(root, directory);
    if (isInside(root, path) && pathKind(db, path) === 'directory') return { root, paths: filesBehind(db, root, path) };
  }
  return undefined;
}

/** The files that stand behind what a controller deploys; undefined where no repository here says what that is. */
export function scopeOfApplication(db: Database, kind: string, namespace: string, name: string): Scope | undefined {
  for (const root of repositoryRoots(db)) {
    const found = deployedDirectories(db, root).filter(
      (one) => isOf(one, kind, name) && (one.namespace ?? namespace) === namespace,
    );
    if (found.length === 0) continue;
    const paths = found.flatMap(({ file, directory, reads }) => [file, ...reads, ...filesBehind(db, root, directory)]);
    return { root, paths: [...new Set(paths)] };
  }
  return undefined;
}

/** Deployed by that object, or by one of the Applications that a set makes. */
function isOf(one: DeployedDirectory, kind: string, name: string): boolean {
  return (one.kind === kind && one.name === name) || (kind === 'Application' && one.makes.includes(name));
}

/** The directories that are built, and the files from elsewhere that their kustomizations name. */
function filesBehind(db: Database, root: FilePath, directory: FilePath): readonly FilePath[] {
  const directories = directoriesBuilt(db, directory);
  const named = directories.flatMap((one) => {
    const kustomization = kustomizationOf(db, one);
    return kustomization === undefined ? [] : targetsOf(db, kustomization).map(({ path }) => path);
  });
  const outside = named.filter((path) => !directories.some((one) => isInside(one, path)));
  return [...new Set([...directories, ...outside])].filter((path) => isInside(root, path));
}
