/** Random values for the fields of a kustomization: generators, replacements, images and all others. */
import type { Dice } from './dice.ts';
import { IMAGES, isWorkload, NAMES, NAMESPACES, namesOf, type RandomObject, text } from './objects.ts';
import { type Site, selector } from './site.ts';
import { type Fields, Literal, type Value, yamlText } from './yaml-text.ts';

/** A `configMapGenerator` or `secretGenerator` entry; `existing` names one made below, to merge or replace. */
export function generator(site: Site, kind: 'ConfigMap' | 'Secret', used: Set<string>): Fields | undefined {
  const { dice } = site;
  const below = site.generated.filter((one) => one.kind === kind && !used.has(`${kind} ${one.name}`));
  const behavior = below.length > 0 && dice.chance(0.8) ? dice.pick(['merge', 'merge', 'replace']) : undefined;
  const name = behavior === undefined ? dice.pick(['generated', ...namesOf(kind)]) : dice.pick(below).name;
  if (behavior === undefined && !site.claim(kind, name) && !dice.chance(0.01)) return undefined;
  used.add(`${kind} ${name}`);
  const sources: Fields[] = [
    { literals: dice.some(['a=1', 'b=two words', 'c="quoted"', "d='single'", 'e=x=y', 'f=', 'g=ünï', 'h=true'], 1, 3) },
    {
      files: dice.some(
        [
          site.write('app.conf', 'x = 1\ny = 2\n'),
          `renamed=${site.write('other.txt', 'no end of line')}`,
          site.write('crlf.ini', '[a]\r\nb=1\r\n'),
          `tabs=${site.write('tabs.txt', '\tx \n\n')}`,
        ],
        1,
        2,
      ),
    },
    {
      [dice.chance(0.5) ? 'envs' : 'env']: undefined,
      envs: [site.write('settings.env', 'FIRST=1\n# a remark\n\nSECOND=two words\nTHIRD="kept"\nFOURTH=a=b\n')],
    },
  ];
  return {
    name,
    namespace: undefined,
    behavior: behavior ?? (dice.chance(0.1) ? 'create' : undefined),
    ...Object.assign({}, ...dice.some(sources, 1, 2)),
    type: kind === 'Secret' && dice.chance(0.3) ? dice.pick(['Opaque', 'kubernetes.io/tls']) : undefined,
    options: dice.chance(0.25) ? generatorOptions(dice) : undefined,
  };
}

export function generatorOptions(dice: Dice): Fields {
  return {
    disableNameSuffixHash: dice.chance(0.5) ? true : undefined,
    labels: dice.chance(0.4) ? { generated: 'yes' } : undefined,
    annotations: dice.chance(0.3) ? { source: 'generator' } : undefined,
    immutable: dice.chance(0.2) ? true : undefined,
  };
}

/** Fields that can be written to in an object of this kind, without being created or, for the first two, with. */
function replaceable(dice: Dice, target: RandomObject): readonly string[] {
  const anywhere = [['metadata.annotations.copied'], ['metadata.labels.copied', 'metadata.annotations.[example.com/copy]']];
  if (target.kind === 'ConfigMap') return dice.pick([...anywhere, ['data.host'], ['data.b']]);
  if (!isWorkload(target) || target.kind === 'CronJob') return dice.pick(anywhere);
  return dice.pick([
    ...anywhere,
    [`spec.template.spec.containers.[name=${target.name}].image`],
    ['spec.template.spec.containers.*.image'],
    ['spec.template.spec.containers.0.image'],
    ...(dice.chance(0.1) ? [['spec.template.spec.containers.*.env.[name=HOST].value']] : []),
  ]);
}

export function replacement(site: Site): Fields {
  const { dice } = site;
  const source = dice.pick(site.objects);
  const target = dice.pick(site.objects);
  const fieldPaths = replaceable(dice, target);
  const creates = fieldPaths[0]?.startsWith('metadata') || dice.chance(0.3);
  const select: Fields = dice.chance(0.85) ? { kind: target.kind, name: target.name } : { kind: target.kind };
  const body: Fields = {
    source:
      source.kind === 'ConfigMap' && dice.chance(0.5)
        ? {
            kind: 'ConfigMap',
            name: source.name,
            fieldPath: 'data.host',
            options: dice.chance(0.6) ? { delimiter: dice.pick([':', '.']), index: dice.whole(0, 2) } : undefined,
          }
        : {
            kind: source.kind,
            name: source.name,
            fieldPath: dice.chance(0.5) ? dice.pick(['metadata.name', 'kind', 'apiVersion']) : undefined,
          },
    targets: [
      {
        select,
        reject: dice.chance(0.15) ? [{ name: dice.pick(NAMES) }] : undefined,
        fieldPaths,
        options: creates
          ? {
              create: dice.chance(0.97),
              delimiter: dice.chance(0.1) ? dice.pick([':', '/']) : undefined,
              index: dice.chance(0.1) ? dice.whole(-1, 3) : undefined,
            }
          : undefined,
      },
    ],
  };
  return dice.chance(0.2) ? { path: site.write('replacement.yaml', yamlText(dice, dice.chance(0.5) ? body : [body])) } : body;
}

export function images(dice: Dice): readonly Value[] {
  return dice.some(IMAGES, 1, 2).map((name) => ({
    name,
    newName: dice.chance(0.4) ? dice.pick(['mirror.local/x', 'other', 'registry:5000/y/z']) : undefined,
    newTag: dice.chance(0.5) ? dice.pick<Value>(['v9', '1.10', new Literal("'010'"), 'latest']) : undefined,
    digest: dice.chance(0.2) ? 'sha256:def0' : undefined,
    tagSuffix: dice.chance(0.05) ? '-alpine' : undefined,
  }));
}

export function labels(dice: Dice): readonly Value[] {
  return Array.from({ length: dice.whole(1, 2) }, (_, index) => ({
    pairs: { [`set${index}`]: text(dice), ...(dice.chance(0.2) ? { app: 'renamed' } : {}) },
    includeSelectors: dice.chance(0.3) ? true : undefined,
    includeTemplates: dice.chance(0.4) ? dice.chance(0.8) : undefined,
    fields: dice.chance(0.1)
      ? [{ path: 'spec/labels', create: dice.chance(0.5), kind: dice.pick(['Widget', undefined]) }]
      : undefined,
  }));
}

export function replicas(dice: Dice, objects: readonly RandomObject[]): readonly Value[] {
  const candidates = objects.filter((one) => one.kind === 'Deployment' || one.kind === 'StatefulSet').map((one) => one.name);
  return dice.some([...new Set(candidates)], 1, 2).map((name) => ({ name, count: dice.whole(0, 9) }));
}

/** A transformer given as text: the built-in ones, configured by hand. */
export function transformer(site: Site): string {
  const { dice } = site;
  const body = dice.pick<() => Fields>([
    () => ({
      apiVersion: 'builtin',
      kind: 'PrefixTransformer',
      metadata: { name: 'p' },
      prefix: 'by-',
      fieldSpecs: [{ path: 'metadata/name' }],
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'SuffixTransformer',
      metadata: { name: 's' },
      suffix: '-by',
      fieldSpecs: [{ kind: 'Service', path: 'metadata/name' }],
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'LabelTransformer',
      metadata: { name: 'l' },
      labels: { by: 'transformer' },
      fieldSpecs: [
        { path: 'metadata/labels', create: true },
        { path: 'spec/template/metadata/labels', create: dice.chance(0.5), kind: 'Deployment' },
      ],
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'AnnotationsTransformer',
      metadata: { name: 'a' },
      annotations: { by: 'transformer' },
      fieldSpecs: [{ path: 'metadata/annotations', create: true }],
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'NamespaceTransformer',
      metadata: { name: 'n', namespace: dice.pick(NAMESPACES) },
      unsetOnly: dice.chance(0.4) ? true : undefined,
      setRoleBindingSubjects: dice.chance(0.4) ? dice.pick(['defaultOnly', 'allServiceAccounts', 'none']) : undefined,
      fieldSpecs: dice.chance(0.4) ? [{ path: 'metadata/namespace', create: true }] : undefined,
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'ImageTagTransformer',
      metadata: { name: 'i' },
      imageTag: { name: 'nginx', newTag: 'by' },
      fieldSpecs: dice.chance(0.5) ? [{ path: 'spec/image', kind: 'Widget' }] : undefined,
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'ReplicaCountTransformer',
      metadata: { name: 'r' },
      replica: { name: site.objects.find((one) => one.kind === 'Deployment')?.name ?? 'web', count: 8 },
      fieldSpecs: [{ path: 'spec/replicas', create: true, kind: 'Deployment' }],
    }),
    () => ({
      apiVersion: 'builtin',
      kind: 'PatchTransformer',
      metadata: { name: 't' },
      target: selector(dice, site.objects),
      patch: yamlText(dice, [{ op: 'add', path: '/metadata/annotations', value: { by: 'patch' } }]),
    }),
  ])();
  const written = yamlText(dice, body);
  return dice.chance(0.5) ? site.write('transformer.yaml', written) : written;
}

/** A file of transformer configuration. */
export function configuration(site: Site): string {
  const { dice } = site;
  const body = dice.pick<() => Fields>([
    () => ({
      nameReference: [{ kind: 'ConfigMap', version: 'v1', fieldSpecs: [{ kind: 'Widget', path: 'spec/configRef/name' }] }],
    }),
    () => ({ images: [{ path: 'spec/image', kind: 'Widget' }] }),
    () => ({ commonLabels: [{ path: 'spec/labels', create: true, kind: 'Widget' }] }),
    () => ({ namePrefix: [{ path: 'metadata/name' }, { path: 'spec/nested/prefixed', create: false }] }),
    () => ({ commonAnnotations: [{ path: 'spec/nested/annotations', create: true, kind: 'Widget' }] }),
    () => ({ replicas: [{ path: 'spec/size', kind: 'Widget' }] }),
    () => ({
      varReference: [
        { path: 'spec/when', kind: 'Widget' },
        { path: 'data', kind: 'ConfigMap' },
      ],
    }),
    () => ({ namespace: [{ path: 'spec/nested/namespace', create: true, kind: 'Widget' }] }),
  ])();
  return site.write('configuration.yaml', yamlText(dice, body));
}

/** Variables of the old kind; their names are those that the objects' texts use. */
export function variables(site: Site): readonly Value[] {
  const { dice } = site;
  const one = dice.pick(site.objects);
  return [
    {
      name: dice.pick(['API_HOST', 'APP_NAME', 'NAME']),
      objref: { kind: one.kind, name: one.name, apiVersion: one.value.apiVersion },
      fieldref: dice.chance(0.5) ? { fieldpath: dice.pick(['metadata.name', 'metadata.namespace', 'spec.replicas']) } : undefined,
    },
  ];
}
