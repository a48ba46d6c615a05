/** What few people write and Kustomize takes all the same: built-ins as files, replacements of every shape, rare kinds, old fields. */
import type { Dice } from './dice.ts';
import { generatorOptions } from './fields.ts';
import { isWorkload, NAMES, NAMESPACES, namesOf, type RandomObject, SECRETS, text } from './objects.ts';
import { operations, strategicPatch } from './patches.ts';
import { type Site, selector } from './site.ts';
import { type Fields, Literal, type Value, yamlText } from './yaml-text.ts';

const CLASSES = ['fast', 'slow', 'web'] as const;

const KINDS: readonly (readonly [kind: string, apiVersion: string, names: readonly string[], make: (dice: Dice) => Fields])[] = [
  ['StorageClass', 'storage.k8s.io/v1', CLASSES, () => ({ provisioner: 'example.com/disk' })],
  ['PriorityClass', 'scheduling.k8s.io/v1', CLASSES, (dice) => ({ value: dice.whole(1, 99) })],
  ['IngressClass', 'networking.k8s.io/v1', CLASSES, () => ({ spec: { controller: 'example.com/ingress' } })],
  [
    'PersistentVolumeClaim',
    'v1',
    NAMES,
    (dice) => ({ spec: { storageClassName: dice.pick(CLASSES), volumeName: dice.pick(NAMES), accessModes: ['ReadWriteOnce'] } }),
  ],
  [
    'PersistentVolume',
    'v1',
    NAMES,
    (dice) => ({
      spec: {
        storageClassName: dice.pick(CLASSES),
        claimRef: { name: dice.pick(NAMES), namespace: dice.chance(0.5) ? dice.pick(NAMESPACES) : undefined },
        capacity: { storage: '1Gi' },
      },
    }),
  ],
  [
    'Pod',
    'v1',
    NAMES,
    (dice) => ({
      spec: {
        priorityClassName: dice.pick(CLASSES),
        serviceAccountName: dice.chance(0.5) ? dice.pick(NAMES) : undefined,
        containers: [{ name: 'one', image: dice.pick(['nginx', 'nginx:1@sha256:abc', 'registry.local:5000/team/worker']) }],
        volumes: [
          {
            name: 'all',
            projected: {
              sources: [{ secret: { name: dice.pick(SECRETS) } }, { configMap: { name: dice.pick(['settings', 'web']) } }],
            },
          },
        ],
      },
    }),
  ],
  [
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    NAMES,
    (dice) => ({
      webhooks: [
        { name: 'a.example.com', clientConfig: { service: { name: dice.pick(NAMES), namespace: dice.pick(NAMESPACES) } } },
      ],
    }),
  ],
  [
    'APIService',
    'apiregistration.k8s.io/v1',
    ['v1.example.com'],
    (dice) => ({ spec: { service: { name: dice.pick(NAMES), namespace: dice.pick(NAMESPACES) }, group: 'example.com' } }),
  ],
  [
    'CustomResourceDefinition',
    'apiextensions.k8s.io/v1',
    ['gadgets.acme.example.com'],
    (dice) => ({
      spec: {
        group: 'acme.example.com',
        conversion: { webhook: { clientConfig: { service: { name: dice.pick(NAMES), namespace: dice.pick(NAMESPACES) } } } },
      },
    }),
  ],
  [
    'Gadget',
    'acme.example.com/v1',
    NAMES,
    (dice) => ({ spec: { secretRef: { name: dice.pick(SECRETS) }, peers: [dice.pick(NAMES)] } }),
  ],
  ['ServiceAccount', 'v1', NAMES, (dice) => ({ secrets: [{ name: dice.pick(SECRETS) }] })],
  [
    'ClusterRoleBinding',
    'rbac.authorization.k8s.io/v1',
    NAMES,
    (dice) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: dice.pick(NAMES) },
      subjects: [
        { kind: 'ServiceAccount', name: dice.pick(['default', ...NAMES]), namespace: dice.pick(NAMESPACES) },
        { kind: 'User', name: 'jane' },
      ],
    }),
  ],
];

const CLUSTER_WIDE = /^(?:StorageClass|PriorityClass|IngressClass|PersistentVolume|Validating.*|APIService|Custom.*|Cluster.*)$/;

export function rareObject(dice: Dice): RandomObject {
  const [kind, apiVersion, names, make] = dice.pick(KINDS);
  const name = dice.pick(names);
  const namespace = !CLUSTER_WIDE.test(kind) && dice.chance(0.3) ? dice.pick(NAMESPACES) : undefined;
  const metadata: Fields = {
    name,
    namespace,
    labels: dice.chance(0.3) ? { app: name, tier: text(dice) } : undefined,
    annotations: dice.chance(0.15) ? { note: text(dice), 'internal.example.com/x': 'y' } : undefined,
  };
  return { kind, name, namespace, value: { apiVersion, kind, metadata, ...make(dice) } };
}

/** A replacement of any shape: values of lists and maps, several targets, lists by key and index, created fields. */
export function wildReplacement(site: Site): Fields {
  const { dice } = site;
  const source = dice.pick(site.objects);
  const paths = dice.chance(0.05) ? ['spec.missing', 'metadata.labels.app'] : readable(source);
  const from = dice.chance(0.12)
    ? { sourceValue: dice.pick(['fixed', 'a:b:c', '8080']) }
    : {
        source: {
          kind: dice.chance(0.9) ? source.kind : undefined,
          name: source.name,
          version: dice.chance(0.1) ? 'v1' : undefined,
          namespace: dice.chance(0.15) ? (source.namespace ?? 'default') : undefined,
          fieldPath: dice.pick(paths),
          options: dice.chance(0.1) ? { delimiter: dice.pick(['-', '/', ':', '.']), index: dice.whole(0, 1) } : undefined,
        },
      };
  const targets = Array.from({ length: dice.whole(1, 2) }, () => wildTarget(site));
  const body: Fields = { ...from, targets };
  if (dice.chance(0.15)) return { path: site.write('replacement.yaml', yamlText(dice, dice.chance(0.5) ? body : [body])) };
  return body;
}

function wildTarget(site: Site): Fields {
  const { dice } = site;
  const target = dice.pick(site.objects);
  const fieldPaths = dice.some(writable(target), 1, 2);
  const isNew = dice.chance(0.93);
  return {
    select: dice.chance(0.7)
      ? { kind: target.kind, name: dice.chance(0.5) ? target.name : undefined }
      : selector(dice, site.objects),
    reject: dice.chance(0.2)
      ? dice.some([{ name: dice.pick(NAMES) }, { kind: 'Service' }, { namespace: 'shop' }], 1, 2)
      : undefined,
    fieldPaths,
    options:
      isNew || dice.chance(0.3)
        ? {
            create: isNew ? true : undefined,
            delimiter: dice.chance(0.1) ? dice.pick([':', '/', '.', '@']) : undefined,
            index: dice.chance(0.08) ? dice.whole(-1, 2) : undefined,
          }
        : undefined,
  };
}

/** Paths of fields that an object of this kind mostly has. */
function readable(object: RandomObject): readonly string[] {
  const always = ['metadata.name', 'metadata.name', 'kind', 'apiVersion'];
  if (object.kind === 'Service') return [...always, 'spec.ports.0.port', 'spec.ports.[name=http].targetPort', 'spec.ports'];
  if (object.kind === 'Widget') return [...always, 'spec.size', 'spec.parts.[name=left].value', 'spec.flags', 'spec.ratio'];
  if (isWorkload(object) && object.kind !== 'CronJob')
    return [
      ...always,
      'spec.template.spec.containers.0',
      'spec.template.metadata.labels.app',
      'spec.template.spec.containers.0.image',
    ];
  return always;
}

/** Paths of fields that an object of this kind mostly has, or that can be created. */
function writable(object: RandomObject): readonly string[] {
  const always = ['metadata.annotations.copied', 'metadata.labels.app', 'metadata.annotations.[dotted.example.com/x]'];
  if (object.kind === 'Service')
    return [...always, 'spec.ports.*.port', 'spec.ports.0.name', 'spec.selector.app', 'spec.ports.[name=http].port'];
  if (object.kind === 'Widget')
    return [...always, 'spec.parts.[name=right].value', 'spec.nested.list', 'spec.parts.*.value', 'spec.parts.-'];
  if (object.kind === 'Ingress') return [...always, 'spec.rules.0.host', 'spec.rules.*.http.paths.*.backend.service.name'];
  if (object.kind === 'ConfigMap') return [...always, 'data.host', 'data.*', 'data.created'];
  if (object.kind === 'ClusterRoleBinding') return [...always, 'subjects.*.name', 'subjects.[kind=ServiceAccount].namespace'];
  if (isWorkload(object) && object.kind !== 'CronJob')
    return [
      ...always,
      'spec.template.metadata.labels.app',
      `spec.template.spec.containers.[name=${object.name}].image`,
      'spec.template.spec.containers.[name=added].image',
      'spec.template.spec.containers.*.env.[name=NEW].value',
      'spec.template.spec.containers.*.image',
      'spec.template.spec.containers.0.ports.0.containerPort',
    ];
  return always;
}

/** A transformer that `fields.ts` has none of, as text or file. */
export function wildTransformer(site: Site): string {
  const { dice } = site;
  const object = dice.pick(site.objects);
  const head = (kind: string): Fields => ({ apiVersion: 'builtin', kind, metadata: { name: kind.toLowerCase() } });
  const body = dice.pick<() => Fields>([
    () => ({
      ...head('PatchJson6902Transformer'),
      target: { kind: object.kind, name: object.name, ...versionOf(object) },
      jsonOp: JSON.stringify(operations(dice, undefined), (_key, value: unknown) => (value instanceof Literal ? '1' : value)),
    }),
    () => {
      const patch = strategicPatch(site);
      return {
        ...head('PatchStrategicMergeTransformer'),
        ...(patch.path === undefined ? { patches: patch.patch } : { paths: [patch.path] }),
      };
    },
    () => ({ ...head('ReplacementTransformer'), replacements: [inline(wildReplacement(site))] }),
    () => ({
      ...head('ValueAddTransformer'),
      value: dice.pick(['added', 'x/y', undefined]),
      targets: [
        {
          selector: dice.chance(0.6) ? { kind: object.kind } : undefined,
          fieldPath: dice.pick(['metadata/annotations/by', 'metadata/namespace', 'metadata/labels/dir', 'spec/path']),
          filePathPosition: dice.chance(0.3) ? dice.whole(1, 2) : undefined,
        },
      ],
    }),
    () => ({
      ...head('PrefixSuffixTransformer'),
      prefix: dice.chance(0.7) ? 'pre-' : undefined,
      suffix: dice.chance(0.7) ? '-suf' : undefined,
      fieldSpecs: dice.some<Value>(
        [{ path: 'metadata/name' }, { path: 'spec/size', kind: 'Widget' }, { kind: 'Service', path: 'metadata/labels/app' }],
        1,
        2,
      ),
    }),
    () => ({
      ...head('LabelTransformer'),
      labels: { by: 'wild', app: dice.pick(['x', 'y']) },
      fieldSpecs: dice.some<Value>(
        [
          { path: 'metadata/labels', create: true },
          { path: 'spec/selector', create: true, kind: 'Service' },
          { path: 'spec/template/metadata/labels', create: true },
          { path: 'spec/jobTemplate/spec/template/metadata/labels', create: true, group: 'batch' },
        ],
        1,
        3,
      ),
    }),
    () => ({
      ...head('ImageTagTransformer'),
      imageTag: { name: dice.pick(['nginx', 'busybox', '.*/api']), digest: 'sha256:12' },
    }),
  ])();
  const written = yamlText(dice, body);
  const roll = dice.next();
  if (roll < 0.4) return written;
  if (roll < 0.8) return site.write('wild-transformer.yaml', written);
  site.write('transformers/wild.yaml', written);
  site.write('transformers/kustomization.yaml', 'resources:\n- wild.yaml\n');
  return 'transformers';
}

/** Transformers of one place have to say all themselves. */
function inline(replacement: Fields): Fields {
  return replacement.path === undefined
    ? replacement
    : { sourceValue: 'x', targets: [{ select: { kind: 'Deployment' }, fieldPaths: ['metadata.name'] }] };
}

function versionOf({ value }: RandomObject): Fields {
  const [version, group] = String(value.apiVersion).split('/').reverse();
  return { version, group };
}

/** A generator as a file or text. */
export function wildGenerator(site: Site): string | undefined {
  const { dice } = site;
  const kind = dice.pick(['ConfigMap', 'Secret'] as const);
  const below = site.generated.filter((one) => one.kind === kind);
  const behavior = below.length > 0 && dice.chance(0.6) ? dice.pick(['merge', 'replace']) : undefined;
  const name = behavior === undefined ? dice.pick(namesOf(kind)) : dice.pick(below).name;
  if (behavior === undefined && !site.claim(kind, name)) return undefined;
  const body: Fields = {
    apiVersion: 'builtin',
    kind: `${kind}Generator`,
    metadata: { name },
    name: dice.chance(0.3) ? name : undefined,
    behavior,
    literals: ['k=v', 'empty=', 'n=1'],
    files: dice.chance(0.3) ? [`key=${site.write('generated.txt', 'a\nb')}`] : undefined,
    type: kind === 'Secret' && dice.chance(0.3) ? 'example.com/type' : undefined,
    options: dice.chance(0.4) ? generatorOptions(dice) : undefined,
  };
  const written = yamlText(dice, body);
  return dice.chance(0.5) ? written : site.write('generator.yaml', written);
}

/** An entry of the old field `patchesJson6902`. */
export function oldPatch(site: Site): Fields {
  const { dice } = site;
  const object = dice.pick(site.objects);
  const body = yamlText(dice, operations(dice, object));
  const target = { ...versionOf(object), kind: object.kind, name: object.name, namespace: object.namespace };
  return dice.chance(0.5) ? { target, path: site.write('operations.yaml', body) } : { target, patch: body };
}

/** Definitions whose fields are names, as `crds` takes them. */
export function definitions(site: Site): string {
  const reference = (kind: string, key: string): Value => ({
    type: 'object',
    properties: { [key]: { type: 'string' } },
    'x-kubernetes-object-ref-api-version': 'v1',
    'x-kubernetes-object-ref-kind': kind,
    ...(key === 'name' ? {} : { 'x-kubernetes-object-ref-name-key': key }),
  });
  const body: Value = {
    'acme.example.com/v1.Gadget': {
      Schema: {
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { type: 'object' },
          spec: { $ref: 'acme.example.com/v1.GadgetSpec' },
        },
      },
    },
    'acme.example.com/v1.GadgetSpec': { Schema: { properties: { secretRef: reference('Secret', 'name') } } },
  };
  return site.write('definitions.json', JSON.stringify(body));
}

/** Several vars at once; one reads a part of a list. */
export function wildVariables(site: Site): readonly Value[] {
  const { dice } = site;
  return dice.some(['API_HOST', 'APP_NAME', 'NAME'], 1, 3).map((name) => {
    const one = dice.pick(site.objects);
    const fields = isWorkload(one)
      ? ['metadata.name', 'spec.template.spec.containers[0].image', 'spec.replicas']
      : ['metadata.name', 'spec.ports[0].port', 'metadata.labels.app', 'data.host', 'apiVersion'];
    return {
      name,
      objref: {
        kind: one.kind,
        name: one.name,
        apiVersion: one.value.apiVersion,
        namespace: dice.chance(0.2) ? one.namespace : undefined,
      },
      fieldref: dice.chance(0.8) ? { fieldpath: dice.pick(fields) } : undefined,
    };
  });
}

/** Labels by every option. */
export function wildLabels(dice: Dice): readonly Value[] {
  return Array.from({ length: dice.whole(1, 3) }, (_, index) => {
    const ownFields = dice.chance(0.25);
    return {
      pairs: { [`wild${index}`]: text(dice), ...(!ownFields && dice.chance(0.3) ? { app: dice.pick(['a', 'b']) } : {}) },
      includeSelectors: dice.chance(0.3) ? dice.chance(0.8) : undefined,
      includeTemplates: dice.chance(0.4) ? true : undefined,
      fields: ownFields
        ? dice.some<Value>(
            [
              { path: 'spec/labels', create: true },
              { path: 'spec/nested/labels', create: dice.chance(0.5), version: 'v1alpha1' },
              { path: 'spec/template/spec/nodeSelector', kind: 'Deployment', group: 'apps', create: true },
            ],
            1,
            2,
          )
        : undefined,
    };
  });
}
