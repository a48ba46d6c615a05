/** What Flux's kustomize-controller makes of a Kustomization's directory before it applies it. */
import { extname, type FilePath, join, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { build } from '../kustomize/build/build.ts';
import { hasContent } from '../kustomize/build/files.ts';
import { type Kustomization, kustomizationFile, kustomizationIn } from '../kustomize/build/kustomization-files.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { problemSentence } from '../kustomize/build/sentences.ts';
import { asMap, at, emptyMap, type MapValue, type Spot, setField, stringValue, textOf } from '../kustomize/build/values.ts';
import { childNames, pathKind } from '../workspace/inputs.ts';
import { amendedByFlux, generatedKustomization } from './amended.ts';
import { type DeployedApplication, nameOf, namespaceOf } from './application.ts';
import { declaredApplication, grafted, NOWHERE } from './grafted.ts';
import { asObject, jsonAt, textAt } from './json.ts';
import { builtRendering, directoryHere, type Here, type RenderedObject, type Rendering, unrendered } from './rendering.ts';
import { substituted, type Variables } from './substitution.ts';

/** What the source leaves out of what it hands on (source-controller, sourceignore). */
const LEFT_OUT: ReadonlySet<string> = new Set(
  '.git .github .circleci .travis.yml .gitlab-ci.yml appveyor.yml .drone.yml cloudbuild.yaml codeship-services.yml codeship-steps.yml .goreleaser.yml .sops.yaml .flux.yaml'.split(
    ' ',
  ),
);

/** Files that one generated kustomization may list. */
const MAX_FILES = 10_000;

export function fluxDirectory(db: Database, { object, source }: DeployedApplication): Here {
  const kind = textAt(object, 'spec', 'sourceRef', 'kind') ?? '';
  const no = (elsewhere: string): Here => ({ elsewhere, isOtherRepository: true });
  if (kind !== 'GitRepository') return no(`its source is ${kind === '' ? 'not known' : `of kind ${kind}`}, not a Git repository`);
  const url = textAt(source, 'spec', 'url');
  if (url === undefined)
    return no(`its source, GitRepository ${textAt(object, 'spec', 'sourceRef', 'name') ?? ''}, was not found`);
  const reference = jsonAt(source, 'spec', 'ref');
  for (const field of ['commit', 'name', 'semver', 'tag']) {
    const text = textAt(reference, field);
    if (text !== undefined && text !== '') return { ...no(`it follows the ${field} ${text}`), isOtherRepository: false };
  }
  if (jsonAt(source, 'spec', 'include') !== undefined) return no('its source includes other repositories');
  return directoryHere(db, url, textAt(reference, 'branch'), textAt(object, 'spec', 'path') ?? './');
}

export function renderFlux(db: Database, application: DeployedApplication): Rendering {
  const here = fluxDirectory(db, application);
  if ('elsewhere' in here) return unrendered(here.elsewhere);
  const { root, directory } = here;
  const { object, source } = application;
  if (jsonAt(object, 'spec', 'kubeConfig') !== undefined)
    return unrendered('it deploys to another cluster, which its kubeConfig names');
  const declared = declaredApplication(db, root, application);
  const whole = asMap(grafted(object, declared));
  const spec = asMap(whole?.get('spec')) ?? emptyMap(NOWHERE);
  for (const field of ['patchesStrategicMerge', 'patchesJson6902'])
    if (spec.get(field) !== undefined) return unrendered(`the field ${field} of its spec is not evaluated here`);
  const base = kustomizationOf(db, root, directory, spec.get('path') ?? spec, textAt(source, 'spec', 'ignore') !== undefined);
  if (typeof base === 'string') return unrendered(base);
  const kustomization = amendedByFlux(base.kustomization, spec);
  const built = builtRendering(db, build(db, directory, { restriction: 'none', reorder: 'none', kustomization }));
  const variables = variablesOf(application, asMap(at(spec, 'postBuild')));
  const objects = built.objects.map((one) => finished(one, application, spec, variables));
  return { objects, unrendered: [...base.notes, ...built.unrendered] };
}

/** What is built of a directory: its own kustomization, or one that lists all manifests; a sentence where neither can be told. */
export function kustomizationOf(
  db: Database,
  root: FilePath,
  directory: FilePath,
  spot: Spot,
  ignores: boolean,
): { readonly kustomization: Kustomization; readonly notes: readonly string[] } | string {
  if (kustomizationFile(db, directory) !== undefined) {
    try {
      return { kustomization: kustomizationIn(db, directory), notes: [] };
    } catch (error) {
      if (error instanceof BuildFailure) return problemSentence(error.problem);
      throw error;
    }
  }
  if (pathKind(db, directory) !== 'directory') return `${relative(root, directory)} does not exist`;
  if (ignores || pathKind(db, join(root, '.sourceignore')) !== undefined)
    return 'which files are built is decided by patterns of the source (.sourceignore), which are not evaluated here';
  const paths: string[] = [];
  const notes: string[] = [];
  scan(db, directory, directory, paths, notes);
  return { kustomization: generatedKustomization(directory, paths, { source: spot.source, at: spot.at }), notes };
}

/** All manifests below, in order; a directory with a kustomization stands for itself. */
function scan(db: Database, base: FilePath, directory: FilePath, paths: string[], notes: string[]): void {
  for (const name of childNames(db, directory)) {
    if (LEFT_OUT.has(name) || paths.length >= MAX_FILES) continue;
    const path = join(directory, name);
    const shown = `./${relative(base, path)}`;
    const kind = pathKind(db, path);
    if (kind === 'directory') {
      if (kustomizationFile(db, path) === undefined) scan(db, base, path, paths, notes);
      else paths.push(shown);
    } else if (['.yaml', '.yml'].includes(extname(name))) {
      if (kind === 'file' && hasContent(db, path)) paths.push(shown);
      else notes.push(`${shown} was not read`);
    }
  }
}

function variablesOf({ variables }: DeployedApplication, postBuild: MapValue | undefined): Variables {
  return variablesFrom(variables?.map((read) => read && Object.entries(read)) ?? [], postBuild);
}

/** The variables of a `postBuild`; `read` has what each of its sources says, undefined where that is not known. */
export function variablesFrom(
  read: readonly (Iterable<readonly [string, string]> | undefined)[],
  postBuild: MapValue | undefined,
): Variables {
  const known = new Map<string, string>();
  const certain = new Set<string>();
  if (postBuild === undefined) return { known, certain, uncertain: false };
  let uncertain = false;
  const sources = postBuild.get('substituteFrom');
  for (const [i] of (sources?.kind === 'list' ? sources.items : []).entries()) {
    const values = read[i];
    if (values === undefined) uncertain = true;
    else for (const [name, value] of values) known.set(name, value.replaceAll('\n', ''));
  }
  const written = asMap(postBuild.get('substitute'));
  for (const [i, name] of (written?.keys ?? []).entries()) {
    known.set(name, textOf(written?.values[i]).replaceAll('\n', ''));
    certain.add(name);
  }
  return { known, certain, uncertain };
}

const OWNER = 'kustomize.toolkit.fluxcd.io';

/** What the controller does to each object after the build: decryption, variables, common metadata, the labels of the owner. */
function finished(one: RenderedObject, { object }: DeployedApplication, spec: MapValue, variables: Variables): RenderedObject {
  if (one.value.get('sops') !== undefined)
    return { value: one.value, unjudged: 'it is encrypted with SOPS, and is not decrypted here' };
  const replaced = afterBuild(one.value, spec, variables);
  if (typeof replaced === 'string') return { value: one.value, unjudged: replaced };
  const value = withMetadata(replaced, 'labels', `${OWNER}/name`, nameOf(object), NOWHERE);
  return { value: withMetadata(value, 'labels', `${OWNER}/namespace`, namespaceOf(object), NOWHERE) };
}

/** Variables and common metadata; a sentence where it is not known what the variables come to. */
export function afterBuild(object: MapValue, spec: MapValue, variables: Variables): MapValue | string {
  const replaced = substituted(object, variables);
  if (typeof replaced === 'string') return replaced;
  let value = replaced;
  for (const field of ['labels', 'annotations'] as const) {
    const common = asMap(at(spec, 'commonMetadata', field));
    for (const [i, key] of (common?.keys ?? []).entries()) {
      const text = common?.values[i];
      if (text?.kind === 'scalar') value = withMetadata(value, field, key, text.text, text);
    }
  }
  return value;
}

function withMetadata(value: MapValue, field: 'labels' | 'annotations', key: string, text: string, spot: Spot): MapValue {
  const metadata = asMap(value.get('metadata')) ?? emptyMap(NOWHERE);
  const map = asMap(metadata.get(field)) ?? emptyMap(NOWHERE);
  return value.set('metadata', metadata.set(field, setField(map, key, stringValue(text, spot, 'double'), 'str')));
}

/** The objects of the inventory: `namespace_name_group_kind`, colons in names written `__` (cli-utils, object/objmetadata.go). */
export function inventoryOf({ object }: DeployedApplication): readonly { id: string; version: string }[] {
  const entries = jsonAt(object, 'status', 'inventory', 'entries');
  return (Array.isArray(entries) ? entries : []).flatMap((entry) => {
    const id = textAt(asObject(entry), 'id');
    return id === undefined ? [] : [{ id, version: textAt(asObject(entry), 'v') ?? '' }];
  });
}
