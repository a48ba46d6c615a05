/** Random patches, strategic and JSON 6902. */
import type { Dice } from './dice.ts';
import { CONFIGS, image, isWorkload, NAMES, type RandomObject, text } from './objects.ts';
import { type Site, selector } from './site.ts';
import { type Fields, Literal, type Value, yamlText } from './yaml-text.ts';

/** An entry of `patches`. */
export function patch(site: Site): Fields {
  const { dice } = site;
  if (dice.chance(0.4)) {
    const target = selector(dice, site.objects);
    const written = yamlText(
      dice,
      operations(
        dice,
        site.objects.find((one) => one.kind === target.kind),
      ),
    );
    const body = dice.chance(0.2) ? `${JSON.stringify(operations(dice, undefined))}\n` : written;
    return placed(site, body, { target });
  }
  if (dice.chance(0.25)) {
    const options = dice.chance(0.15)
      ? { allowNameChange: true, allowKindChange: dice.chance(0.3) ? true : undefined }
      : undefined;
    return placed(site, yamlText(dice, merge(dice, dice.pick(site.objects))), { target: selector(dice, site.objects), options });
  }
  return strategicPatch(site);
}

/** A patch that says itself what it patches, of one or two documents. */
export function strategicPatch(site: Site): Fields {
  const { dice } = site;
  const objects = dice.some(site.objects, 1, dice.chance(0.15) ? 2 : 1);
  return placed(site, objects.map((object) => yamlText(dice, merge(dice, object))).join('---\n'), {});
}

function placed(site: Site, body: string, rest: Fields): Fields {
  return site.dice.chance(0.5) ? { path: site.write('patch.yaml', body), ...rest } : { patch: body, ...rest };
}

/** JSON 6902 operations that mostly apply. */
export function operations(dice: Dice, object: RandomObject | undefined): readonly Value[] {
  const workload = object !== undefined && isWorkload(object) && object.kind !== 'CronJob';
  const any: (() => Fields)[] = [
    () => ({ op: 'add', path: '/metadata/annotations', value: { patched: 'true' } }),
    () => ({ op: 'add', path: '/metadata/labels', value: { patched: text(dice) } }),
    () => ({ op: 'replace', path: '/metadata/name', value: dice.pick(NAMES) }),
    () => ({ op: 'add', path: '/extra', value: { 'a/b': [1, 'two', null], 'm~n': {} } }),
    ...(object === undefined ? [] : [() => ({ op: 'test', path: '/kind', value: object.kind })]),
  ];
  const pods: (() => Fields)[] = [
    () => ({ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image(dice) }),
    () => ({ op: 'add', path: '/spec/replicas', value: dice.whole(0, 9) }),
    () => ({ op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'added', image: 'busybox:1' } }),
    () => ({ op: 'add', path: '/spec/template/spec/containers/0', value: { name: 'first', image: 'busybox' } }),
    () => ({ op: 'copy', from: '/metadata/name', path: '/spec/template/metadata/labels/copied' }),
    () => ({ op: 'add', path: '/spec/template/metadata/annotations', value: { 'a.b/c': 'x' } }),
    () => ({ op: 'move', from: '/spec/template/spec/containers/0/name', path: '/spec/template/spec/containers/0/name' }),
    () => ({ op: 'remove', path: '/spec/selector' }),
  ];
  return Array.from({ length: dice.whole(1, 3) }, () =>
    dice.pick(workload ? [...pods, ...any] : dice.chance(0.02) ? pods : any)(),
  );
}

/** A strategic merge patch for the object. */
function merge(dice: Dice, object: RandomObject): Fields {
  const head: Fields = {
    apiVersion: object.value.apiVersion,
    kind: object.kind,
    metadata: {
      name: object.name,
      namespace: object.namespace,
      labels: dice.chance(0.2) ? { patched: text(dice), app: dice.chance(0.3) ? null : undefined } : undefined,
      annotations: dice.chance(0.2) ? { note: dice.chance(0.5) ? null : text(dice), added: 'yes' } : undefined,
    },
  };
  if (dice.chance(0.05)) return { $patch: 'delete', ...head };
  if (object.kind === 'ConfigMap')
    return { ...head, data: { a: text(dice), b: dice.chance(0.3) ? null : undefined, c: text(dice) } };
  if (object.kind === 'Widget')
    return {
      ...head,
      spec: {
        size: dice.whole(10, 20),
        parts: [{ name: 'left', value: 5 }],
        nested: dice.chance(0.5) ? { $patch: 'replace', only: 1 } : { empty: { now: 1 } },
        flags: [],
      },
    };
  if (object.kind === 'Service')
    return {
      ...head,
      spec: {
        ports: [
          { port: 80, name: dice.pick(['http', 'web']), targetPort: 9090 },
          { port: 443, name: 'https' },
        ],
        selector: dice.chance(0.2) ? { $patch: 'replace', app: 'other' } : { extra: 'yes' },
      },
    };
  if (object.kind === 'Ingress') return { ...head, spec: { rules: [{ host: 'b.example.com' }], tls: null } };
  if (object.kind === 'ServiceAccount')
    return { ...head, imagePullSecrets: [{ name: 'extra' }], automountServiceAccountToken: false };
  if (!isWorkload(object)) return { ...head, extra: { list: [1, 2], map: { a: null, b: {} } } };
  const template = podPatch(dice, object.name);
  if (object.kind === 'CronJob') return { ...head, spec: { suspend: true, jobTemplate: { spec: { template } } } };
  return {
    ...head,
    spec: {
      replicas: dice.chance(0.3) ? dice.pick<Value>([0, 7, null]) : undefined,
      strategy: dice.chance(0.15)
        ? dice.pick<Value>([
            { $retainKeys: ['type'], type: 'Recreate' },
            { type: 'Recreate', rollingUpdate: null },
          ])
        : undefined,
      template,
    },
  };
}

function podPatch(dice: Dice, name: string): Fields {
  const container: Fields = dice.pick<() => Fields>([
    () => ({ name, image: image(dice) }),
    () => ({
      name,
      env: [
        { name: 'MODE', value: text(dice) },
        { name: 'ADDED', value: new Literal('"1"') },
        ...(dice.chance(0.3) ? [{ name: 'HOST', $patch: 'delete' }] : []),
      ],
    }),
    () => ({
      name,
      ports: [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 53, protocol: 'TCP' },
        { containerPort: 9000, name: 'new' },
      ],
    }),
    () => ({ name, resources: { limits: { cpu: '2', memory: null }, requests: { $patch: 'delete' } } }),
    () => ({ name, args: ['only'], command: dice.chance(0.5) ? null : [] }),
    () => ({
      name,
      volumeMounts: [
        { mountPath: '/etc/settings', name: 'other', readOnly: true },
        { mountPath: '/new', name: 'settings' },
      ],
      livenessProbe: null,
    }),
    () => ({ name, envFrom: [{ configMapRef: { name: dice.pick(CONFIGS) } }] }),
    () => ({ name: 'sidecar', $patch: 'delete' }),
    () => ({ name: 'added', image: 'busybox:1.36', env: [{ name: 'X', value: 'y' }] }),
    () => ({ name, $patch: 'replace', image: 'fresh:1' }),
  ])();
  return {
    metadata: dice.chance(0.2) ? { annotations: { rolled: text(dice) } } : undefined,
    spec: {
      containers: [...(dice.chance(0.05) ? [{ $patch: 'replace' }] : []), container],
      volumes: dice.chance(0.3)
        ? [
            { name: 'settings', configMap: { name: dice.pick(CONFIGS), optional: true } },
            { name: 'extra', emptyDir: {} },
            ...(dice.chance(0.2) ? [{ name: 'scratch', $patch: 'delete' }] : []),
          ]
        : undefined,
      tolerations: dice.chance(0.2) ? [{ key: 'gpu', operator: 'Exists' }] : undefined,
      nodeSelector: dice.chance(0.2) ? { disk: 'ssd' } : undefined,
      initContainers: dice.chance(0.1)
        ? [
            { name: 'init', image: 'init:2' },
            { name: 'before', image: 'b' },
          ]
        : undefined,
    },
  };
}
