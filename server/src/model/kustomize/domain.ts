/** Kustomization files as facts: every path they hold, the objects they name, and the directory they build. */
import { basename, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Declaration, Domain, Facts, Reference } from '../facts.ts';
import { OBJECT, objectKey } from '../kubernetes/objects.ts';
import { textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { PATH } from '../spaces.ts';
import { displayPath } from '../workspace/repository.ts';
import { expectedIn } from './expects.ts';
import { kustomizationFile, kustomizationMapping, PATH_FIELDS, topField } from './file.ts';
import { fileMerge, mergeFields, mergeValues } from './merge-choices.ts';
import { patchFileValues } from './operation-choices.ts';
import { directoryOf, hasKustomizationName, isKustomizationFile, kustomizationOf } from './recognise.ts';
import { fieldsAt, valuesAt } from './suggestions.ts';
import { useOf } from './uses.ts';

/** The space of directories that Kustomize can build; keys are absolute paths. */
export const KUSTOMIZATION = 'kustomization';

/** The roles of path references, one for each field: `kustomize/resources`. */
export const PATH_ROLES: readonly string[] = Object.keys(PATH_FIELDS).map((field) => `kustomize/${field}`);

export const kustomize: Domain = {
  name: 'kustomize',
  reads: PATH_ROLES,

  recognises(db: Database, file: FilePath): boolean {
    return hasKustomizationName(file) && isKustomizationFile(db, file);
  },

  facts(db: Database, file: FilePath): Facts {
    const read = kustomizationFile(db, file);
    if (read === undefined) return { declarations: [], references: [] };
    const references: Reference[] = read.paths.flatMap(({ field, written, place, path }) =>
      path === undefined ? [] : { space: PATH, key: path, scope: '', role: `kustomize/${field}`, place, text: written },
    );
    if (read.namespace !== undefined && read.namespacePlace !== undefined) {
      const key = objectKey('', 'Namespace', read.namespace);
      const place = read.namespacePlace;
      references.push({ space: OBJECT, key, scope: '', role: 'kustomize/namespace', place, text: read.namespace });
    }
    references.push(...targets(kustomizationMapping(db, file)));
    const own = read.root === undefined ? [] : [declaration(db, file, read.kind, read.root)];
    return { declarations: [...own, ...generated(kustomizationMapping(db, file))], references };
  },

  expects: (_, file, __, path) => expectedIn(file, path),
  offersIn: (db, file) => useOf(db, file).as === 'patch',
  fieldsAt(db, file, { document, path }) {
    if (isTop(db, file, document)) return fieldsAt(db, file, path);
    const patch = useOf(db, file).as === 'patch' ? fileMerge(db, file, document) : undefined;
    return patch === undefined ? [] : mergeFields(patch, path);
  },
  valuesAt(db, file, { document, path }) {
    if (isTop(db, file, document)) return valuesAt(db, file, path);
    const patch = useOf(db, file).as === 'patch' ? fileMerge(db, file, document) : undefined;
    return patch === undefined ? patchFileValues(db, file, path) : mergeValues(patch, path);
  },

  mainFile: kustomizationOf,
};

/** Kustomize reads one document of a file. */
function isTop(db: Database, file: FilePath, document: number): boolean {
  if (!hasKustomizationName(file) || !isKustomizationFile(db, file)) return false;
  const root = kustomizationMapping(db, file);
  return document === (root === undefined ? 0 : tree(db, file).documents.findIndex((one) => one.root === root));
}

function declaration(db: Database, file: FilePath, kind: string, root: number): Declaration {
  const directory = directoryOf(file);
  return {
    space: KUSTOMIZATION,
    key: directory,
    scope: '',
    label: `${kind} ${displayPath(db, directory)}`,
    detail: basename(file),
    symbol: 'module',
    // A directory's name stands nowhere in the file: the name is the file's first character.
    name: { node: root, from: 0, to: 0 },
    whole: { node: root },
  };
}

/** What generators make: those that use it know it by this name, whatever is put behind it. */
function* generated(root: Node | undefined): Generator<Declaration> {
  for (const [list, kind] of GENERATORS) {
    for (const generator of items(topField(root, list))) {
      const nameNode = field(generator, 'name');
      const name = textOf(nameNode);
      const behavior = textOf(field(generator, 'behavior')) ?? 'create';
      if (nameNode === undefined || name === undefined || behavior !== 'create') continue;
      yield {
        space: OBJECT,
        key: objectKey('', kind, name),
        scope: undefined,
        label: `${kind} ${name}`,
        detail: 'generated',
        symbol: 'object',
        name: textPlace(nameNode),
        whole: { node: generator.id },
      };
    }
  }
}

const GENERATORS = [
  ['configMapGenerator', 'ConfigMap'],
  ['secretGenerator', 'Secret'],
] as const;

/** Patch targets that name one object; regular expressions and selectors name none. */
function* targets(root: Node | undefined): Generator<Reference> {
  for (const list of ['patches', 'patchesJson6902']) {
    for (const patch of items(topField(root, list))) {
      const target = field(patch, 'target');
      const kind = textOf(field(target, 'kind'));
      const nameNode = field(target, 'name');
      const name = textOf(nameNode);
      const group = textOf(field(target, 'group')) ?? groupFor(kind);
      if (kind === undefined || nameNode === undefined || name === undefined || group === undefined) continue;
      if (!/^[a-z0-9-]+$/.test(name)) continue;
      const key = objectKey(group, kind, name);
      yield { space: OBJECT, key, scope: undefined, role: 'kustomize/target', place: textPlace(nameNode), text: name };
    }
  }
}

/** Targets leave the group out; for the common kinds there is one. */
function groupFor(kind: string | undefined): string | undefined {
  return kind === undefined ? undefined : COMMON.get(kind);
}

const COMMON: ReadonlyMap<string, string> = new Map([
  ['ConfigMap', ''],
  ['CronJob', 'batch'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io'],
  ['DaemonSet', 'apps'],
  ['Deployment', 'apps'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
  ['HorizontalPodAutoscaler', 'autoscaling'],
  ['Job', 'batch'],
  ['Namespace', ''],
  ['PersistentVolumeClaim', ''],
  ['Secret', ''],
  ['ServiceAccount', ''],
  ['StatefulSet', 'apps'],
]);
