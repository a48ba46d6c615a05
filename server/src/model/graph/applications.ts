/** Who deploys which directories of this repository: Argo CD's Applications and Flux's Kustomizations. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { applicationsIn, fillIn, isTemplated, type Source, type Text } from '../argocd/applications.ts';
import { valueFilesOf } from '../argocd/values.ts';
import { fluxObjects, KUSTOMIZE_GROUP } from '../flux/objects.ts';
import { gitopsFiles } from '../gitops-files.ts';
import { kustomizationPath, pathInSource } from '../this-repository.ts';
import { repositoryOf } from '../workspace/repository.ts';

/** What one object of a controller deploys from one directory. */
export interface DeployedDirectory {
  readonly kind: 'Application' | 'ApplicationSet' | 'Kustomization';
  readonly name: string;
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
  /** Helm value files of this repository. */
  readonly valueFiles: readonly FilePath[];
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
  for (const application of applicationsIn(db, file)) {
    const { kind, name, namespace, node, prunes } = application;
    const valueFiles = [...valueFilesOf(db, file, application)].map(({ path }) => path);
    for (const source of application.sources) {
      for (const directory of pathsOf(db, file, source, application.elements)) {
        const takes = source.recurses ? ('below' as const) : ('own' as const);
        const { include, exclude } = source;
        yield { kind, name: name ?? '', namespace, file, node, directory, takes, include, exclude, prunes, valueFiles };
      }
    }
  }
}

/** With a list generator alone it is known what each Application's path will be. */
function* pathsOf(
  db: Database,
  file: FilePath,
  source: Source,
  elements: readonly ReadonlyMap<string, Text>[],
): Generator<FilePath> {
  if (source.path === undefined || source.chart !== undefined) return;
  const { text } = source.path;
  const texts = isTemplated(text) ? elements.flatMap((values) => fillIn(text, values) ?? []) : [text];
  for (const one of new Set(texts)) {
    const path = pathInSource(db, file, source, one);
    if (path !== undefined) yield path;
  }
}

function* fluxDirectories(db: Database, file: FilePath): Generator<DeployedDirectory> {
  for (const object of fluxObjects(db, file)) {
    if (object.group !== KUSTOMIZE_GROUP || object.kind !== 'Kustomization') continue;
    const directory = kustomizationPath(db, file, object);
    if (directory === undefined) continue;
    const { name, scope, node, prunes } = object;
    const rest = { takes: 'generated', include: '', exclude: '', valueFiles: [] } as const;
    yield { kind: 'Kustomization', name, namespace: scope, file, node, directory, prunes, ...rest };
  }
}
