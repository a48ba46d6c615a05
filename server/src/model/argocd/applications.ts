/** Argo CD's Applications and ApplicationSets, read: sources, destination and project, each with its place. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { contentOf } from '../../syntax/content.ts';
import { asMapping, at, entry, field, items, textOf } from '../../syntax/navigate.ts';
import type { Node, NodeId } from '../../syntax/tree.ts';
import { ARGO_GROUP, holdsGitops } from '../gitops-files.ts';
import { bodyOf, type KubernetesObject, objectsIn } from '../kubernetes/objects.ts';
import { type Place, textPlace } from '../place.ts';

/** A text and where it stands, without quotes. */
export interface Text {
  readonly text: string;
  readonly at: Place;
  readonly node: NodeId;
}

/** `spec.source`, or one item of `spec.sources` (pkg/apis/application/v1alpha1, ApplicationSource). */
export interface Source {
  readonly node: NodeId;
  readonly url: Text | undefined;
  readonly path: Text | undefined;
  readonly chart: Text | undefined;
  readonly ref: Text | undefined;
  readonly revision: Text | undefined;
  readonly valueFiles: readonly Text[];
  readonly ignoresMissingValueFiles: boolean;
  /** `directory.recurse`: plain manifests below the path count too. */
  readonly recurses: boolean;
  /** `directory.include` and `directory.exclude`, globs of names below the path; '' where there is none. */
  readonly include: string;
  readonly exclude: string;
  /** What `kustomize` says, to be told from what it says elsewhere; '' where it is not there. */
  readonly overrides: string;
}

export interface Application {
  readonly kind: 'Application' | 'ApplicationSet';
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** `syncPolicy.automated.prune`: objects that are no longer in Git are deleted. */
  readonly prunes: boolean;
  /** `syncPolicy.syncOptions`: objects are replaced, or made anew, where they cannot be changed. */
  readonly replaces: boolean;
  /** The object, and the specification in it: of the template, for an ApplicationSet. */
  readonly node: NodeId;
  readonly spec: NodeId | undefined;
  /** The keys `source` and `sources`, where they stand. */
  readonly sourceKey: NodeId | undefined;
  readonly sourcesKey: NodeId | undefined;
  readonly sources: readonly Source[];
  /** `spec.sourceHydrator` takes the place of a source. */
  readonly hydrated: boolean;
  readonly project: Text | undefined;
  readonly destination: Destination | undefined;
  /** True where a generator or a patch of the template may fill in what is missing. */
  readonly completedElsewhere: boolean;
}

export interface Destination {
  readonly node: NodeId;
  readonly server: Text | undefined;
  readonly name: Text | undefined;
  readonly namespace: Text | undefined;
}

/** The Applications and ApplicationSets of a file; patches of those that stand elsewhere are left out. */
export function applicationsIn(db: Database, file: FilePath): readonly Application[] {
  return holdsGitops(db, file) ? readApplications(db, file) : [];
}

const readApplications = query(
  'argocdApplications',
  (db, file: FilePath): readonly Application[] =>
    objectsIn(db, file).flatMap((object) => {
      if (object.group !== ARGO_GROUP || object.partial) return [];
      const body = bodyOf(db, file, object);
      if (object.kind === 'Application') return readApplication('Application', object, field(body, 'spec'));
      if (object.kind !== 'ApplicationSet') return [];
      const set = field(body, 'spec');
      return [
        {
          ...readApplication('ApplicationSet', object, at(set, 'template', 'spec')),
          completedElsewhere: field(set, 'templatePatch') !== undefined || hasTemplate(items(field(set, 'generators')), 0),
        },
      ];
    }),
  { equal: deepEqual },
);

/** True for text that Argo CD, Helm or Flux fill in before it means anything. */
export function isTemplated(text: string): boolean {
  return text.includes('{{') || text.includes('${') || text.includes('<<');
}

/** An Application of this specification, as it is written or as a set fills it in. */
export function readApplication(
  kind: Application['kind'],
  { node, name, namespace }: Pick<KubernetesObject, 'node' | 'name' | 'namespace'>,
  spec: Node | undefined,
): Application {
  const single = entry(spec, 'source');
  const several = entry(spec, 'sources');
  const list = items(several?.value);
  const destination = asMapping(field(spec, 'destination'));
  return {
    kind,
    name,
    namespace,
    prunes: textOf(at(spec, 'syncPolicy', 'automated', 'prune')) === 'true',
    replaces: items(at(spec, 'syncPolicy', 'syncOptions')).some((one) => /^(?:Force|Replace)=true$/.test(textOf(one) ?? '')),
    node,
    spec: asMapping(spec)?.id,
    sourceKey: single === undefined || asMapping(single.value) === undefined ? undefined : single.key.id,
    sourcesKey: several === undefined || list.length === 0 ? undefined : several.key.id,
    // The controller reads `sources` where there are some (ApplicationSpec.GetSources).
    sources: (list.length > 0 ? list : single === undefined ? [] : [single.value]).flatMap(readSource),
    hydrated: field(spec, 'sourceHydrator') !== undefined,
    project: textAt(field(spec, 'project')),
    destination:
      destination === undefined
        ? undefined
        : {
            node: destination.id,
            server: textAt(field(destination, 'server')),
            name: textAt(field(destination, 'name')),
            namespace: textAt(field(destination, 'namespace')),
          },
    completedElsewhere: false,
  };
}

function readSource(node: Node): readonly Source[] {
  const source = asMapping(node);
  if (source === undefined) return [];
  const helm = field(source, 'helm');
  return [
    {
      node: source.id,
      url: textAt(field(source, 'repoURL')),
      path: textAt(field(source, 'path')),
      chart: textAt(field(source, 'chart')),
      ref: textAt(field(source, 'ref')),
      revision: textAt(field(source, 'targetRevision')),
      valueFiles: items(field(helm, 'valueFiles')).flatMap((item) => textAt(item) ?? []),
      ignoresMissingValueFiles: textOf(field(helm, 'ignoreMissingValueFiles')) === 'true',
      recurses: textOf(at(source, 'directory', 'recurse')) === 'true',
      include: textOf(at(source, 'directory', 'include')) ?? '',
      exclude: textOf(at(source, 'directory', 'exclude')) ?? '',
      overrides: contentOf(asMapping(field(source, 'kustomize'))),
    },
  ];
}

/** Generators may carry a template of their own, also those inside a matrix or merge. */
function hasTemplate(generators: readonly Node[], depth: number): boolean {
  if (depth > 4) return true;
  return generators.some((generator) =>
    (asMapping(generator)?.entries ?? []).some(
      ({ value }) => field(value, 'template') !== undefined || hasTemplate(items(field(value, 'generators')), depth + 1),
    ),
  );
}

/** Where a template's bare `{{ name }}` stands, YAML reads a mapping: that is text to be filled in. */
const FILLED_IN = '{{}}';

function textAt(node: Node | undefined): Text | undefined {
  if (node !== undefined && asMapping(node) !== undefined) return { text: FILLED_IN, at: { node: node.id }, node: node.id };
  const text = textOf(node);
  return node === undefined || text === undefined || text === '' ? undefined : { text, at: textPlace(node), node: node.id };
}
