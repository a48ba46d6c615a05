/** What Argo CD's objects point at: projects, paths and value files of this repository, namespaces. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Domain, Expectation, Facts, Reference } from '../facts.ts';
import { ARGO_GROUP } from '../gitops-files.ts';
import { objectKey, objectsIn } from '../kubernetes/objects.ts';
import { tree } from '../source.ts';
import { OBJECT, PATH } from '../spaces.ts';
import { sourcePath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { applicationsIn, isTemplated } from './applications.ts';
import { valueFilesOf } from './values.ts';

export const argocd: Domain = {
  name: 'argocd',
  recognises: (db, file) => applicationsIn(db, file).length > 0,
  facts: argocdFacts,
  expects: expectedIn,
};

function argocdFacts(db: Database, file: FilePath): Facts {
  const references: Reference[] = [];
  const root = repositoryOf(db, file)?.root;
  for (const application of applicationsIn(db, file)) {
    const { project, destination, sources } = application;
    if (project !== undefined && !isTemplated(project.text)) {
      const key = objectKey(ARGO_GROUP, 'AppProject', project.text);
      references.push({ space: OBJECT, key, scope: undefined, role: 'argocd/project', place: project.at, text: project.text });
    }
    const namespace = destination?.namespace;
    if (namespace !== undefined && !isTemplated(namespace.text)) {
      const key = objectKey('', 'Namespace', namespace.text);
      references.push({ space: OBJECT, key, scope: '', role: 'argocd/namespace', place: namespace.at, text: namespace.text });
    }
    for (const source of sources) {
      const path = sourcePath(db, file, source);
      if (path !== undefined && source.path !== undefined && path !== root) {
        const { at: place, text } = source.path;
        references.push({ space: PATH, key: path, scope: '', role: 'argocd/path', place, text });
      }
    }
    for (const { path, at, text } of valueFilesOf(db, file, application))
      references.push({ space: PATH, key: path, scope: '', role: 'argocd/valueFile', place: at, text });
  }
  return { declarations: [], references };
}

/** What may be written in an Application: projects, and directories and value files of this repository. */
function expectedIn(db: Database, file: FilePath, document: number, path: readonly (string | number)[]): readonly Expectation[] {
  const top = tree(db, file).documents[document]?.root;
  const object = objectsIn(db, file).find(({ node }) => node === top?.id);
  const root = repositoryOf(db, file)?.root;
  if (object?.group !== ARGO_GROUP || root === undefined) return [];
  const written = path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
  if (/(?:^|\/)spec\/project$/.test(written))
    return [{ space: OBJECT, role: 'argocd/project', prefix: objectKey(ARGO_GROUP, 'AppProject', '') }];
  if (/spec\/source(?:s\/\*)?\/path$/.test(written)) {
    const isDirectory = (db: Database, target: FilePath): boolean => pathKind(db, target) === 'directory';
    return [{ space: PATH, role: 'argocd/path', from: root, accepts: isDirectory }];
  }
  if (!/spec\/source(?:s\/\*)?\/helm\/valueFiles\/\*$/.test(written)) return [];
  const source = applicationsIn(db, file)
    .find(({ node }) => node === top?.id)
    ?.sources.find((one) => sourcePath(db, file, one) !== undefined);
  const from = source === undefined ? undefined : sourcePath(db, file, source);
  return from === undefined
    ? []
    : [{ space: PATH, role: 'argocd/valueFile', from: pathKind(db, from) === 'file' ? dirname(from) : from }];
}
