/** What Flux's objects point at: sources, dependencies, paths, Secrets and ConfigMaps. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Domain, Expectation, Facts, Reference } from '../facts.ts';
import { isFluxGroup } from '../gitops-files.ts';
import { objectKey, objectsIn } from '../kubernetes/objects.ts';
import { tree } from '../source.ts';
import { OBJECT, PATH } from '../spaces.ts';
import { kustomizationPath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { fluxObjects, HELM_GROUP, KUSTOMIZE_GROUP, SOURCE_GROUP } from './objects.ts';

export const flux: Domain = {
  name: 'flux',
  recognises: (db, file) => fluxObjects(db, file).length > 0,
  facts: fluxFacts,
  expects: expectedIn,
};

function fluxFacts(db: Database, file: FilePath): Facts {
  const root = repositoryOf(db, file)?.root;
  const references: Reference[] = [];
  for (const object of fluxObjects(db, file)) {
    for (const { role, group, kind, name, at, scope } of object.references)
      references.push({ space: OBJECT, key: objectKey(group, kind, name), scope, role, place: at, text: name });
    const path = kustomizationPath(db, file, object);
    if (path !== undefined && object.path !== undefined && path !== root)
      references.push({ space: PATH, key: path, scope: '', role: 'flux/path', place: object.path.at, text: object.path.text });
  }
  return { declarations: [], references };
}

/** The kinds that a `sourceRef` may name. */
const SOURCE_KINDS: ReadonlySet<string> = new Set(['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart']);

/** What may be written in a Flux object where it names another one, or a directory of this repository. */
function expectedIn(db: Database, file: FilePath, document: number, path: readonly (string | number)[]): readonly Expectation[] {
  const top = tree(db, file).documents[document]?.root;
  const object = objectsIn(db, file).find(({ node }) => node === top?.id);
  const root = repositoryOf(db, file)?.root;
  if (object === undefined || root === undefined || !isFluxGroup(object.group)) return [];
  const written = path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
  if (written === 'spec/path' && object.group === KUSTOMIZE_GROUP) {
    const isDirectory = (db: Database, target: FilePath): boolean => pathKind(db, target) === 'directory';
    return [{ space: PATH, role: 'flux/path', from: root, accepts: isDirectory }];
  }
  if (written === 'spec/dependsOn/*/name' && (object.group === KUSTOMIZE_GROUP || object.group === HELM_GROUP))
    return [{ space: OBJECT, role: 'flux/dependsOn', prefix: objectKey(object.group, object.kind, '') }];
  if (!/(?:^|\/)sourceRef\/name$/.test(written)) return [];
  return [...SOURCE_KINDS].map((kind) => ({ space: OBJECT, role: 'flux/sourceRef', prefix: objectKey(SOURCE_GROUP, kind, '') }));
}
