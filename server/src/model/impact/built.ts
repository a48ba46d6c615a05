/** The objects of a unit: built where it has a kustomization, read where it has plain manifests. */
import { compileGlob } from '../../base/glob.ts';
import { basename, type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import { type BuildResult, BuiltObject } from '../kustomize/build/build.ts';
import { attempt, resourcesIn } from '../kustomize/build/documents.ts';
import { kustomizationFile } from '../kustomize/build/kustomization-files.ts';
import type { BuildProblem } from '../kustomize/build/problems.ts';
import { deployedBuild } from '../kustomize/provenance/overlays.ts';
import { pathKind } from '../workspace/inputs.ts';
import { amendedBuild } from './amended-build.ts';
import { childrenOf } from './base.ts';
import { isChart, type Unit } from './units.ts';

/** What a unit comes to; `helm` is not rendered, `missing` is a directory that is not there. */
export interface Built extends BuildResult {
  readonly how: 'kustomize' | 'plain' | 'helm' | 'missing';
}

const NOTHING: BuildResult = { objects: [], problems: [] };
/** Directories that one unit is looked for in. */
const MAX_DIRECTORIES = 10_000;

export function builtUnit(db: Database, unit: Unit): Built {
  const { directory, deployer } = unit;
  if (unit.kind === 'files') return { how: 'plain', ...plain(db, unit.files) };
  const amended = deployer === undefined ? undefined : amendedBuild(db, deployer);
  if (amended !== undefined) return { how: 'kustomize', ...amended };
  if (kustomizationFile(db, directory) !== undefined) return { how: 'kustomize', ...deployedBuild(db, directory) };
  if (pathKind(db, directory) !== 'directory') return { how: 'missing', ...NOTHING };
  if (isChart(db, directory)) return { how: 'helm', ...NOTHING };
  if (deployer === undefined) return { how: 'plain', ...NOTHING };
  const { files, built } = gathered(db, directory, deployer.takes);
  const isTaken = filter(directory, deployer.include, deployer.exclude);
  const own = plain(db, files.filter(isTaken));
  return {
    how: 'plain',
    objects: [...own.objects, ...built.flatMap(({ objects }) => objects)],
    problems: [...own.problems, ...built.flatMap(({ problems }) => problems)],
  };
}

/** The manifests of a directory; where kustomizations below count they are built, and nothing in them is read as it is. */
function gathered(db: Database, top: FilePath, takes: 'own' | 'below' | 'generated') {
  const files: FilePath[] = [];
  const built: BuildResult[] = [];
  const waiting = [top];
  let looked = 0;
  for (let directory = waiting.pop(); directory !== undefined && looked++ < MAX_DIRECTORIES; directory = waiting.pop()) {
    if (takes === 'generated' && directory !== top && kustomizationFile(db, directory) !== undefined) {
      built.push(deployedBuild(db, directory));
      continue;
    }
    const below: FilePath[] = [];
    for (const path of childrenOf(db, directory)) {
      const kind = pathKind(db, path);
      if (kind === 'directory' && takes !== 'own') below.push(path);
      if (kind === 'file' && /\.(?:ya?ml|json)$/i.test(path)) files.push(path);
    }
    waiting.push(...below.reverse());
  }
  return { files, built };
}

/** Argo CD's globs cross directories (`util/glob`); a name or a path may match. */
function filter(directory: FilePath, include: string, exclude: string): (file: FilePath) => boolean {
  if (include === '' && exclude === '') return () => true;
  const matcher = (glob: string): ((file: FilePath) => boolean) => {
    const matches = compileGlob(glob);
    return (file) => matches(relative(directory, file)) || matches(basename(file));
  };
  const [taken, left] = [include === '' ? () => true : matcher(include), exclude === '' ? () => false : matcher(exclude)];
  return (file) => taken(file) && !left(file);
}

function plain(db: Database, files: readonly FilePath[]): BuildResult {
  const objects: BuiltObject[] = [];
  const problems: BuildProblem[] = [];
  for (const file of files) {
    if (!objectsIn(db, file).some(({ partial, name }) => !partial && name !== undefined)) continue;
    const read = attempt(() => resourcesIn(db, file, 'resource'));
    if ('problem' in read) problems.push(read.problem);
    else for (const { id, root } of read.resources) objects.push(new BuiltObject(id, root));
  }
  return { objects, problems };
}
