/** What Argo CD's repository server makes of an Application's sources, as far as that takes neither helm nor a plugin. */
import { expandBraces, matchPart } from '../../base/glob.ts';
import { extname, type FilePath, join, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { build } from '../kustomize/build/build.ts';
import { documentsOf, objectsOf } from '../kustomize/build/documents.ts';
import { hasContent } from '../kustomize/build/files.ts';
import { kustomizationFile, kustomizationIn } from '../kustomize/build/kustomization-files.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { problemSentence } from '../kustomize/build/sentences.ts';
import { asMap, at, type MapValue, textOf } from '../kustomize/build/values.ts';
import { childNames, fileText, pathKind } from '../workspace/inputs.ts';
import { displayPath } from '../workspace/repository.ts';
import { amendedByArgo } from './amended.ts';
import { type DeployedApplication, nameOf } from './application.ts';
import { declaredApplication, grafted } from './grafted.ts';
import { asArray, asObject, fieldOf, type JsonObject, jsonAt, textAt } from './json.ts';
import {
  builtRendering,
  directoryHere,
  type Here,
  joinedRenderings,
  type RenderedObject,
  type Rendering,
  unrendered,
} from './rendering.ts';

/** Files that one directory of manifests may hold. */
const MAX_FILES = 10_000;

/** `spec.sources` where there are some, else `spec.source`; those that only lend files to others are left out. */
export function argoSources({
  object,
}: DeployedApplication): readonly { readonly source: JsonObject; readonly path: readonly string[] }[] {
  const several = asArray(jsonAt(object, 'spec', 'sources')) ?? [];
  const one = asObject(jsonAt(object, 'spec', 'source'));
  const all =
    several.length > 0
      ? several.map((source, i) => ({ source: asObject(source) ?? {}, path: ['sources', String(i)] }))
      : one === undefined
        ? []
        : [{ source: one, path: ['source'] }];
  return all.filter(({ source }) => !isLender(source));
}

function isLender(source: JsonObject): boolean {
  return fieldOf(source, 'ref') !== undefined && fieldOf(source, 'path') === undefined && fieldOf(source, 'chart') === undefined;
}

export function argoDirectory(db: Database, source: JsonObject): Here {
  const url = textAt(source, 'repoURL') ?? '';
  const chart = textAt(source, 'chart');
  if (chart !== undefined && chart !== '')
    return { elsewhere: `the Helm chart ${chart} is rendered by helm only`, isOtherRepository: true };
  return directoryHere(db, url, textAt(source, 'targetRevision'), textAt(source, 'path') ?? '.');
}

export function renderArgo(db: Database, application: DeployedApplication): Rendering {
  if (jsonAt(application.object, 'spec', 'sourceHydrator') !== undefined) return unrendered('its source is hydrated');
  const elsewhere = otherCluster(application.object);
  if (elsewhere !== undefined) return unrendered(`it deploys to ${elsewhere}, not to the cluster that Argo CD runs in`);
  const sources = argoSources(application);
  if (sources.length === 0) return unrendered('it has no source');
  return joinedRenderings(sources.map(({ source, path }) => renderSource(db, application, source, path)));
}

/** The destination, where that is not the cluster of Argo CD itself. */
function otherCluster(object: JsonObject): string | undefined {
  const destination = jsonAt(object, 'spec', 'destination');
  const server = textAt(destination, 'server') ?? '';
  const name = textAt(destination, 'name') ?? '';
  const isOwn = (server === '' || server === 'https://kubernetes.default.svc') && (name === '' || name === 'in-cluster');
  return isOwn ? undefined : name || server;
}

function renderSource(db: Database, application: DeployedApplication, source: JsonObject, path: readonly string[]): Rendering {
  const here = argoDirectory(db, source);
  if ('elsewhere' in here) return unrendered(here.elsewhere);
  const { root, directory } = here;
  const shown = displayPath(db, directory);
  if (pathKind(db, directory) !== 'directory') return unrendered(`${shown} does not exist`);
  for (const name of ['.argocd-source.yaml', `.argocd-source-${nameOf(application.object)}.yaml`])
    if (pathKind(db, join(directory, name)) !== undefined)
      return unrendered(`${shown}/${name} overrides the source, which is not evaluated here`);
  const given = (field: string): boolean => asObject(fieldOf(source, field)) !== undefined;
  if (given('plugin')) return unrendered(`${shown} is rendered by a plugin`);
  const isPlain = given('directory') && !given('kustomize') && !given('helm');
  if (!isPlain && (given('helm') || (!given('kustomize') && pathKind(db, join(directory, 'Chart.yaml')) === 'file')))
    return unrendered(`${shown} is a Helm chart, which helm only renders`);
  const isKustomization = !isPlain && (given('kustomize') || kustomizationFile(db, directory) !== undefined);
  if (!isKustomization) return plainDirectory(db, directory, asObject(fieldOf(source, 'directory')) ?? {});
  const declared = declaredApplication(db, root, application);
  const [first = '', index] = path;
  const list = at(declared, 'spec', first);
  const origin = index === undefined ? list : list?.kind === 'list' ? list.items[Number(index)] : undefined;
  return kustomized(db, directory, asMap(at(grafted(source, origin), 'kustomize')));
}

function kustomized(db: Database, directory: FilePath, block: MapValue | undefined): Rendering {
  if (textOf(block?.get('commonAnnotationsEnvsubst')) === 'true')
    return unrendered('commonAnnotationsEnvsubst is not evaluated here');
  try {
    const own = kustomizationIn(db, directory);
    const kustomization = block === undefined ? own : amendedByArgo(own, block);
    return builtRendering(db, build(db, directory, { reorder: 'none', kustomization }));
  } catch (error) {
    if (error instanceof BuildFailure) return unrendered(`${displayPath(db, directory)}: ${problemSentence(error.problem)}`);
    throw error;
  }
}

/** Manifests as they lie in a directory (reposerver/repository, findManifests): with `recurse` also below it. */
function plainDirectory(db: Database, directory: FilePath, options: JsonObject): Rendering {
  const objects: RenderedObject[] = [];
  const notes: string[] = [];
  const globs = (field: string): ((path: string) => boolean) | undefined => {
    const pattern = textAt(options, field);
    if (pattern === undefined || pattern === '') return undefined;
    // In these patterns a star stands for slashes too.
    const alternatives = expandBraces(pattern);
    return (path) => alternatives.some((one) => matchPart(one, path));
  };
  const [includes, excludes] = [globs('include'), globs('exclude')];
  for (const file of filesOf(db, directory, fieldOf(options, 'recurse') === true)) {
    const path = relative(directory, file);
    if (excludes?.(path) === true || (includes !== undefined && !includes(path))) continue;
    if (extname(file) === '.jsonnet') notes.push(`${displayPath(db, file)} is Jsonnet, which is not evaluated here`);
    else if (!hasContent(db, file)) notes.push(`${displayPath(db, file)} was not read`);
    else if (!(fileText(db, file) ?? '').includes('+argocd:skip-file-rendering')) readManifests(db, file, objects, notes);
  }
  return { objects, unrendered: notes };
}

function filesOf(db: Database, directory: FilePath, recurses: boolean): readonly FilePath[] {
  const found: FilePath[] = [];
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined && found.length < MAX_FILES; next = waiting.pop()) {
    for (const name of childNames(db, next)) {
      const path = join(next, name);
      const kind = pathKind(db, path);
      if (kind === 'directory' && recurses) waiting.push(path);
      else if (kind !== 'directory' && ['.yaml', '.yml', '.json', '.jsonnet'].includes(extname(name))) found.push(path);
    }
  }
  return found.sort();
}

function readManifests(db: Database, file: FilePath, objects: RenderedObject[], notes: string[]): void {
  try {
    for (const { root } of objectsOf(documentsOf(db, file, 'resource')))
      if (textOf(root.get('apiVersion')) !== '') objects.push({ value: root });
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    // Other YAML may lie beside the manifests: the controller passes over what does not look like one.
    const text = fileText(db, file) ?? '';
    if (/^apiVersion:/m.test(text) && /^kind:/m.test(text))
      notes.push(`${displayPath(db, file)}: ${problemSentence(error.problem)}`);
  }
}
