/** What each field of a kustomization file does, in a line, for those who are about to write it. */
import { SUCCESSORS } from './deprecated.ts';

/** By path with indexes left out; fields that mean the same in several places stand once, under their last names. */
const NOTES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    apiVersion: 'The version of this file’s format',
    kind: 'Kustomization, or Component for a part that overlays switch on',
    metadata: 'Name and labels of this file itself; they reach no object',
    openapi: 'A schema that says how lists of custom kinds are merged',
    namePrefix: 'Put in front of the name of every object',
    nameSuffix: 'Put behind the name of every object',
    namespace: 'Set for every object that lives in a namespace',
    labels: 'Labels for every object, with or without selectors',
    commonAnnotations: 'Annotations for every object',
    patches: 'Changes to objects, as partial objects or JSON 6902 operations',
    images: 'New names, tags or digests for container images',
    replacements: 'Copies a value of one object into fields of others',
    replicas: 'How many replicas a workload has',
    sortOptions: 'The order in which objects are printed',
    resources: 'Files with objects, and directories to build upon',
    components: 'Directories with components, applied in this order',
    crds: 'Definitions of custom kinds whose references follow renames',
    configMapGenerator: 'ConfigMaps made from literals and files',
    secretGenerator: 'Secrets made from literals and files',
    generatorOptions: 'What all generators here have in common',
    helmGlobals: 'Where charts are kept',
    helmCharts: 'Helm charts to render',
    configurations: 'Which fields the transformers change',
    generators: 'Files that configure generators',
    transformers: 'Files that configure transformers',
    validators: 'Files that configure validators',
    buildMetadata: 'What the build notes on the objects it makes',

    'patches.path': 'The file that holds the patch',
    'patches.patch': 'The patch itself, in place of a file',
    'patches.target': 'Which objects are patched; for a partial object, its own name says it',
    'patches.options': 'Whether the patch may change kind and name',
    'options.allowNameChange': 'Lets the patch change the name',
    'options.allowKindChange': 'Lets the patch change the kind',

    'target.group': 'API group, as a regular expression for all of it',
    'target.version': 'API version, as a regular expression for all of it',
    'target.kind': 'Kind, as a regular expression for all of it',
    'target.name': 'Name, as a regular expression for all of it',
    'target.namespace': 'Namespace, as a regular expression for all of it',
    labelSelector: 'Only objects with these labels, such as app=web',
    annotationSelector: 'Only objects with these annotations',

    'images.name': 'The image as the manifests name it, without its tag',
    'images.newName': 'The name to use in its place',
    'images.newTag': 'The tag to use',
    'images.digest': 'The digest to use in place of a tag',
    'images.tagSuffix': 'Put behind the tag that is there',

    'replicas.name': 'The workload by the name it has in this layer',
    'replicas.count': 'How many replicas it gets',

    'labels.pairs': 'The labels, as keys and values',
    'labels.includeSelectors': 'Writes them into selectors and templates too',
    'labels.includeTemplates': 'Writes them into pod templates too',
    'labels.includeVolumeClaimTemplates': 'Writes them into volume claim templates too',
    'labels.fields': 'Further fields that take the labels',
    'fields.path': 'The way to the field, with slashes',
    'fields.create': 'Makes the field where it is missing',

    'metadata.name': 'The name of this file itself',
    'metadata.namespace': 'The namespace of this file itself',
    'metadata.labels': 'Labels of this file itself',
    'metadata.annotations': 'Annotations of this file itself',
    'generatorOptions.labels': 'Labels for all that is generated here',
    'generatorOptions.annotations': 'Annotations for all that is generated here',
    'options.labels': 'Labels for what is generated',
    'options.annotations': 'Annotations for what is generated',
    'fields.group': 'Only objects of this API group',
    'fields.version': 'Only objects of this API version',
    'fields.kind': 'Only objects of this kind',
    'source.group': 'API group of the object',
    'source.version': 'API version of the object',
    'source.kind': 'Kind of the object',
    'source.name': 'Name of the object',
    'source.namespace': 'Namespace of the object',
    'configMapGenerator.namespace': 'The namespace of the ConfigMap',
    'secretGenerator.namespace': 'The namespace of the Secret',

    'configMapGenerator.name': 'The name, before the hash of the content is put behind it',
    'secretGenerator.name': 'The name, before the hash of the content is put behind it',
    'secretGenerator.type': 'The type of the Secret',
    behavior: 'Whether the object is new or changes one of a base',
    literals: 'Entries written as key=value',
    files: 'Files whose text becomes an entry; key=path names the entry',
    envs: 'Files with a line key=value for each entry',
    disableNameSuffixHash: 'Keeps the name as it is, without a hash',
    immutable: 'Makes the object immutable',
    'configMapGenerator.options': 'Labels, annotations and the hash of this one',
    'secretGenerator.options': 'Labels, annotations and the hash of this one',

    'replacements.source': 'The object and field whose value is copied',
    'replacements.sourceValue': 'The value itself, in place of a source',
    'replacements.targets': 'The objects and fields that take the value',
    'replacements.path': 'A file that holds the replacement',
    'source.fieldPath': 'The field to read; metadata.name where none is given',
    'source.options': 'Which part of the value is read',
    'targets.select': 'The objects that take the value',
    'targets.reject': 'Objects among them that do not',
    'targets.fieldPaths': 'The fields to write',
    'targets.options': 'Which part of the field is written',
    delimiter: 'Cuts the text into parts',
    index: 'Which part, counted from 0',
    'options.create': 'Makes the field where it is missing',
    encoding: 'How the value is encoded',

    'sortOptions.order': 'fifo keeps the order of the resources, legacy sorts by kind',
    'sortOptions.legacySortOptions': 'Kinds that come first and last in the legacy order',
    orderFirst: 'Kinds that come first',
    orderLast: 'Kinds that come last',

    'helmCharts.name': 'The name of the chart',
    'helmCharts.version': 'The version of the chart',
    'helmCharts.repo': 'The repository that has the chart',
    releaseName: 'The name of the release',
    'helmCharts.namespace': 'The namespace that the chart is rendered for',
    valuesFile: 'A file with values',
    additionalValuesFiles: 'More files with values, later ones win',
    valuesInline: 'Values written here',
    valuesMerge: 'How inline values and files are put together',
    includeCRDs: 'Renders the chart’s definitions of custom kinds too',
    skipHooks: 'Leaves hooks out',
    skipTests: 'Leaves tests out',
    apiVersions: 'API versions that the chart is told of',
    kubeVersion: 'The Kubernetes version that the chart is told of',
    nameTemplate: 'A template for the name of the release',
    debug: 'Lets Helm say more',
    devel: 'Takes development versions too',
    'helmGlobals.chartHome': 'The directory with charts',
    'helmGlobals.configHome': 'The directory with Helm’s own configuration',
  }),
);

/** The field in a line; undefined for fields that are no longer to be written. */
export function noteOn(path: readonly (string | number)[]): string | undefined {
  const written = path.filter((step) => typeof step === 'string');
  const names = written.map((name, i) => (i < written.length - 1 ? (ALIKE.get(name) ?? name) : name));
  const [top] = path;
  if (typeof top === 'string' && (SUCCESSORS.has(top) || top === 'helmChartInflationGenerator')) return undefined;
  for (const count of [names.length, 2, 1]) {
    if (count > names.length || (count === 1 && names.length > 1 && ONLY_AT_TOP.has(names.at(-1) ?? ''))) continue;
    const note = NOTES.get(names.slice(-count).join('.'));
    if (note !== undefined) return note;
  }
  return '';
}

/** Selectors by other names. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['select', 'target'],
  ['reject', 'target'],
]);

const ONLY_AT_TOP: ReadonlySet<string> = new Set(['kind', 'namespace', 'labels', 'apiVersion', 'metadata']);
