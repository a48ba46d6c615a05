/** Who deploys which directories of this repository: Argo CD's Applications and Flux's Kustomizations. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { type Application, applicationsIn } from '../argocd/applications.ts';
import { madeApplications } from '../argocd/sets/made.ts';
import { valueFilesOf } from '../argocd/values.ts';
import { fluxObjects, KUSTOMIZE_GROUP } from '../flux/objects.ts';
import { variableSources } from '../flux/variables.ts';
import { gitopsFiles } from '../gitops-files.ts';
import { kustomizationPath, sourcePath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';

/** What one object of a controller deploys from one directory. */
export interface DeployedDirectory {
  readonly kind: 'Application' | 'ApplicationSet' | 'Kustomization';
  readonly name: string;
  /** Of a set: the Applications that deploy the directory so, as far as their names are known. */
  readonly makes: readonly string[];
  readonly namespace: string | undefined;
  /** Where the object is declared. */
  readonly file: FilePath;
  readonly node: NodeId;
  readonly directory: FilePath;
  /** Which manifests count where the directory has no kustomization: its own, those below too, or also nested kustomizations. */
  readonly takes: 'own' | 'below' | 'generated';
  /** Globs of names that count and that do not; '' where all do. */
  readonly include: string;
  readonly exclude: string;
  /** True where what is no longer in Git is deleted. */
  readonly prunes: boolean;
  /** True where objects are made anew that cannot be changed. */
  readonly replaces: boolean;
  /** Files elsewhere in this repository that count besides: Helm values, and ConfigMaps with variables. */
  readonly reads: readonly FilePath[];
  /** What the object's own specification adds to the build: a source's `kustomize` block, patches, variables; '' where nothing. */
  readonly overrides: string;
  /** Which source of the specification it is; of a set, also of which Application that it makes. */
  readonly source: number;
  readonly made: number | undefined;
}

/** All of a repository (key: its root), in the order of files. */
export const deployedDirectories = query(
  'deployedDirectories',
  (db, root: FilePath): readonly DeployedDirectory[] => gitopsFiles(db, root).flatMap((file) => directoriesOf(db, file)),
  { equal: deepEqual },
);

/** What the objects of one file deploy from this repository. */
export function directoriesOf(db: Database, file: FilePath): readonly DeployedDirectory[] {
  return repositoryOf(db, file) === undefined ? [] : [...argoDirectories(db, file), ...fluxDirectories(db, file)];
}

function* argoDirectories(db: Database, file: FilePath): Generator<DeployedDirectory> {
  for (const application of applicationsIn(db, file))
    if (application.kind === 'Application') yield* sourcesOf(db, file, application);
  // Of a set, what is deployed alike counts once, however many clusters it goes to.
  const alike = new Map<string, DeployedDirectory>();
  for (const [made, application] of madeApplications(db, file).entries()) {
    if (!application.isKnown) continue;
    for (const one of sourcesOf(db, file, application)) {
      // What only some cluster would make counts where there is something to deploy.
      if (application.open && pathKind(db, one.directory) === undefined) continue;
      const key = `${one.node} ${one.source} ${one.directory}\n${one.reads.join('\n')}\n${one.overrides}`;
      const known = alike.get(key);
      const makes = [...(known?.makes ?? []), ...(application.name === undefined ? [] : [application.name])];
      alike.set(key, { ...(known ?? { ...one, kind: 'ApplicationSet', name: application.set, made }), makes });
    }
  }
  yield* alike.values();
}

function* sourcesOf(db: Database, file: FilePath, application: Application): Generator<DeployedDirectory> {
  const { kind, name, namespace, node, prunes, replaces } = application;
  const reads = [...valueFilesOf(db, file, application)].map(({ path }) => path);
  const common = { kind, name: name ?? '', makes: [], namespace, file, node, prunes, replaces, reads, made: undefined };
  for (const [index, source] of application.sources.entries()) {
    const directory = sourcePath(db, file, source);
    if (directory === undefined) continue;
    const { include, exclude, overrides } = source;
    yield { ...common, directory, takes: source.recurses ? 'below' : 'own', include, exclude, overrides, source: index };
  }
}

function* fluxDirectories(db: Database, file: FilePath): Generator<DeployedDirectory> {
  for (const object of fluxObjects(db, file)) {
    if (object.group !== KUSTOMIZE_GROUP || object.kind !== 'Kustomization') continue;
    const directory = kustomizationPath(db, file, object);
    if (directory === undefined) continue;
    const { name, scope, node, prunes, replaces, overrides } = object;
    const reads = variableSources(db, file, object).flatMap((source) => source?.file ?? []);
    const rest = { takes: 'generated', include: '', exclude: '', makes: [] } as const;
    yield {
      kind: 'Kustomization',
      name,
      namespace: scope,
      file,
      node,
      directory,
      prunes,
      replaces,
      overrides,
      reads,
      source: 0,
      made: undefined,
      ...rest,
    };
  }
}
