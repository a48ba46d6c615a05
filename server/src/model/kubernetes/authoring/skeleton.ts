/** What is written with a new field or a new object, so that the API server takes it: required fields, down to places to fill in. */
import type { Sketch, Stop } from '../../sketch.ts';
import { requiredFields } from '../schema/required.ts';
import type { Field, Shape, Struct } from '../schema/shapes.ts';
import { isWritten, usualFields, writtenWithNew } from './order.ts';

/** How the file at hand is written, and whose skeleton it is. */
export interface Surroundings {
  /** Blanks in front of the dashes of lists: 2, or 0 as `kubectl` writes. */
  readonly dashes: number;
  /** Blanks by which a mapping is indented from its key. */
  readonly step: number;
  /** The name of the object, where it has one already. */
  readonly name: string;
  readonly kind: string | undefined;
}

const DEEPEST = 8;

/** What stands behind the colon of a new field; lines are indented from the field. */
export function fieldSketch(field: Field, owner: Struct, around: Surroundings): Sketch {
  return new Sketcher(around).behind(field, owner, 0);
}

/** The fields that the object has not yet, one a line, each below the line that the writer is in. */
export function objectSketch(shape: Struct, around: Surroundings, present: ReadonlySet<string>): Sketch {
  const sketcher = new Sketcher(around);
  const names = sketcher.fieldsOf(shape, 0).filter((name) => !present.has(name) && name !== 'apiVersion' && name !== 'kind');
  if (!names.includes('metadata') && !present.has('metadata')) names.unshift('metadata');
  return names.flatMap((name): Sketch => {
    if (name === 'metadata') return ['\nmetadata:', ...sketcher.under('name: ', sketcher.name)];
    const field = shape.fields.get(name);
    return field === undefined ? [] : [`\n${name}:`, ...sketcher.behind(field, shape, 0)];
  });
}

/** The fields of one new item of a list, as behind its dash; undefined where less than two have to be written. */
export function itemSketch(items: Shape, around: Surroundings): { readonly label: string; readonly sketch: Sketch } | undefined {
  if (items.is !== 'struct') return undefined;
  const sketcher = new Sketcher({ ...around, name: '' });
  const names = sketcher.fieldsOf(items, 1);
  return names.length < 2 ? undefined : { label: names.join(', '), sketch: sketcher.lines(items, 0, 1) };
}

class Sketcher {
  readonly name: Stop;
  readonly #around: Surroundings;
  #count = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.name = { stop: 'name', text: around.name };
  }

  /** In the order in which they are written. */
  fieldsOf(type: Struct, depth: number): string[] {
    const wanted = new Set([...requiredFields(type.name), ...(type.insistsOn ?? []), ...writtenWithNew(type)]);
    for (const { name, required } of type.fields.values()) if (required) wanted.add(name);
    if (type.name === 'core/v1.PodSpec' && /^(?:Cron)?Job$/.test(this.#around.kind ?? '')) wanted.add('restartPolicy');
    const usual = usualFields(type);
    const place = (name: string): number => (usual.includes(name) ? usual.indexOf(name) : usual.length);
    return [...wanted]
      .filter((name) => type.fields.has(name) && isWritten(type, name, depth))
      .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  }

  behind(field: Field, owner: Struct, depth: number): Sketch {
    const known = this.#known(field, owner);
    if (known !== undefined) return known;
    const { shape } = field;
    switch (shape.is) {
      case 'struct': {
        const lines = this.lines(shape, this.#around.step, depth + 1);
        return this.under('', ...(lines.length === 0 ? [this.#stop('')] : lines));
      }
      case 'list': {
        const { dashes } = this.#around;
        const blanks = ' '.repeat(dashes);
        const lines = shape.items.is === 'struct' ? this.lines(shape.items, dashes + 2, depth + 1) : [];
        return [`\n${blanks}- `, ...(lines.length === 0 ? [this.#stop(textFor(field, owner, shape.items))] : lines)];
      }
      case 'map':
        return this.under('', this.#stop(''));
      default:
        return [' ', this.#scalar(field, owner)];
    }
  }

  /** A line of its own, indented from the field. */
  under(...parts: Sketch): Sketch {
    const [first, ...rest] = parts;
    const blanks = `\n${' '.repeat(this.#around.step)}`;
    return typeof first === 'string' ? [blanks + first, ...rest] : [blanks, ...parts];
  }

  /** The required fields of a mapping, the first where the writer stands, the others on lines of their own. */
  lines(type: Struct, indent: number, depth: number): Sketch {
    if (depth > DEEPEST) return [];
    const blanks = ' '.repeat(indent);
    return this.fieldsOf(type, depth).flatMap((name, i): Sketch => {
      const field = type.fields.get(name);
      if (field === undefined) return [];
      const behind = this.behind(field, type, depth).map((part) =>
        typeof part === 'string' ? part.replaceAll('\n', `\n${blanks}`) : part,
      );
      return [`${i === 0 ? '' : `\n${blanks}`}${name}:`, ...behind];
    });
  }

  #scalar(field: Field, owner: Struct): Stop {
    const values = field.shape.is === 'text' ? field.shape.values.filter((one) => one !== '') : [];
    const text = textFor(field, owner, field.shape);
    if (owner.name.endsWith('.Container') && field.name === 'name') return this.name;
    return values.length > 1 ? { ...this.#stop(text), choices: first(text, values) } : this.#stop(text);
  }

  #stop(text: string): Stop {
    return { stop: String(++this.#count), text };
  }

  /** What everybody writes there, told by the type and the field. */
  #known(field: Field, owner: Struct): Sketch | undefined {
    const blanks = ' '.repeat(this.#around.dashes);
    switch (`${owner.name.slice(owner.name.lastIndexOf('.') + 1)}.${field.name}`) {
      case 'PodTemplateSpec.metadata': {
        const deeper = ' '.repeat(2 * this.#around.step);
        return [...this.under('labels:'), `\n${deeper}app.kubernetes.io/name: `, this.name];
      }
      case 'LabelSelector.matchLabels':
      case 'ServiceSpec.selector':
        return this.under('app.kubernetes.io/name: ', this.name);
      case 'ResourceRequirements.requests':
        return [...this.under('cpu: ', this.#stop('100m')), ...this.under('memory: ', this.#stop('128Mi'))];
      case 'ResourceRequirements.limits':
        return this.under('memory: ', this.#stop('128Mi'));
      case 'VolumeResourceRequirements.requests':
        return this.under('storage: ', this.#stop('1Gi'));
      case 'ConfigMap.data':
      case 'Secret.stringData':
        return this.under('', this.#stop('key'), ': ', this.#stop('value'));
      case 'PolicyRule.verbs':
        return [`\n${blanks}- get\n${blanks}- list\n${blanks}- watch`];
      default:
        return undefined;
    }
  }
}

function first(text: string, values: readonly string[]): readonly string[] {
  return values.includes(text) ? [text, ...values.filter((one) => one !== text)] : values;
}

/** What stands for a start where the server has no default that could be shown. */
const STARTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Secret.type': 'Opaque',
    'HTTPIngressPath.path': '/',
    'HTTPIngressPath.pathType': 'Prefix',
    'PolicyRule.apiGroups': '""',
    'RoleRef.apiGroup': 'rbac.authorization.k8s.io',
    'RoleRef.kind': 'ClusterRole',
    'Subject.kind': 'ServiceAccount',
    'PersistentVolumeClaimSpec.accessModes': 'ReadWriteOnce',
    'CrossVersionObjectReference.apiVersion': 'apps/v1',
    'CrossVersionObjectReference.kind': 'Deployment',
    'ContainerPort.name': 'http',
    'ContainerPort.containerPort': '8080',
    'ServicePort.name': 'http',
    'ServicePort.port': '80',
    'ServicePort.targetPort': 'http',
    'ServiceBackendPort.name': 'http',
    'HTTPGetAction.path': '/',
    'HTTPGetAction.port': 'http',
    'NetworkPolicySpec.policyTypes': 'Ingress',
    'PodDisruptionBudgetSpec.minAvailable': '1',
    'HorizontalPodAutoscalerSpec.minReplicas': '1',
    'HorizontalPodAutoscalerSpec.maxReplicas': '3',
    'PodSpec.restartPolicy': 'OnFailure',
    'CronJobSpec.schedule': '"0 3 * * *"',
  }),
);

function textFor(field: Field, owner: Struct, shape: Shape): string {
  const own = STARTS.get(`${owner.name.slice(owner.name.lastIndexOf('.') + 1)}.${field.name}`);
  if (own !== undefined) return own;
  const values = shape.is === 'text' ? shape.values.filter((one) => one !== '') : [];
  const { fallback } = field;
  if (shape.is !== 'text') return /^[\w.-]+$/.test(fallback) ? fallback : '';
  return values.includes(fallback) ? fallback : (values[0] ?? '');
}
