/** What objects say about themselves where the API server is strict: names, namespaces and labels with their types. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, asScalar, at, descendants, field, items } from '../../syntax/navigate.ts';
import type { Node, Scalar } from '../../syntax/tree.ts';
import { kustomizationMapping, topField } from '../kustomize/file.ts';
import { useOf } from '../kustomize/uses.ts';
import { type Place, textPlace } from '../place.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { isBuiltInGroup, podSpecPath } from './kinds.ts';
import { bodyOf, type KubernetesObject, objectsIn } from './objects.ts';

/** What a plain scalar is to a reader; text in quotes is always a string. */
export type ValueType = 'string' | 'number' | 'boolean';

/** A scalar with its place and type. */
export interface Value {
  readonly text: string;
  readonly type: ValueType;
  /** The text without quotes. */
  readonly place: Place;
}

export interface Label {
  /** `metadata.labels`, `commonLabels` and so on. */
  readonly field: string;
  readonly key: Value;
  /** Undefined where nothing is written, which counts as empty. */
  readonly value: Value | undefined;
}

/** Groups whose objects are certainly meant for an API server although it does not serve them by itself. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set([
  'argoproj.io',
  'cert-manager.io',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'helm.toolkit.fluxcd.io',
  'image.toolkit.fluxcd.io',
  'kustomize.toolkit.fluxcd.io',
  'monitoring.coreos.com',
  'notification.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
]);

/**
 * The objects of a file that an API server will judge by the rules for all objects. Others with an apiVersion and a kind
 * may be a tool's configuration, or belong to an extension server with rules of its own, as OpenShift's do. What is put away
 * or plays a part in tests only is not judged.
 */
export function judgedObjects(db: Database, file: FilePath): readonly KubernetesObject[] {
  if (isSetAside(db, file)) return [];
  const listed = useOf(db, file).as === 'resource';
  const isJudged = ({ group }: KubernetesObject): boolean =>
    isBuiltInGroup(group) || KNOWN_GROUPS.has(group) || (listed && !group.endsWith('openshift.io'));
  const objects = objectsIn(db, file);
  return objects.every(isJudged) ? objects : objects.filter(isJudged);
}

export function nameOf(db: Database, file: FilePath, object: KubernetesObject): Value | undefined {
  return scalarValue(field(field(bodyOf(db, file, object), 'metadata'), 'name'));
}

/** True where a part of the name is a word in capitals that stands for itself elsewhere in the object: `wipe-HOSTNAME` and `nodeName: HOSTNAME`. */
export function isNamedByWord(db: Database, file: FilePath, object: KubernetesObject, name: string): boolean {
  const words = name.split(/[-.]/).filter((part) => /^[A-Z][A-Z0-9_]{2,}$/.test(part));
  if (words.length === 0) return false;
  for (const node of descendants(bodyOf(db, file, object))) if (node.kind === 'scalar' && words.includes(node.value)) return true;
  return false;
}

export function namespaceOf(db: Database, file: FilePath, object: KubernetesObject): Value | undefined {
  return scalarValue(field(field(bodyOf(db, file, object), 'metadata'), 'namespace'));
}

/** The namespace that a kustomization file sets. */
export function kustomizationNamespace(db: Database, file: FilePath): Value | undefined {
  return scalarValue(topField(kustomizationMapping(db, file), 'namespace'));
}

/** The labels of an object, of its pods and of the selectors that the API server reads as such. */
export function labelsOf(db: Database, file: FilePath, object: KubernetesObject): readonly Label[] {
  const body = bodyOf(db, file, object);
  const found = [...labels('metadata.labels', at(body, 'metadata', 'labels'))];
  const pods = podSpecPath(object.group, object.kind);
  if (pods === undefined || pods.length === 1) return found;
  const template = pods.slice(0, -1);
  found.push(...labels(`${template.join('.')}.metadata.labels`, at(body, ...template, 'metadata', 'labels')));
  if (object.group === 'apps') found.push(...labels('spec.selector.matchLabels', at(body, 'spec', 'selector', 'matchLabels')));
  return found;
}

/** The labels that a kustomization file adds. */
export function kustomizationLabels(db: Database, file: FilePath): readonly Label[] {
  const root = kustomizationMapping(db, file);
  const found = [...labels('commonLabels', topField(root, 'commonLabels'), OLD_BOOLEAN)];
  for (const item of items(topField(root, 'labels'))) found.push(...labels('labels', field(item, 'pairs'), OLD_BOOLEAN));
  return found;
}

const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
/** Kustomization files are read as YAML 1.1. */
const OLD_BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE|[yY]|[nN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;
const NUMBER = /^[-+]?(?:0x[0-9a-fA-F]+|0o?[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;

function* labels(name: string, node: Node | undefined, booleans = BOOLEAN): Generator<Label> {
  for (const { key, value } of asMapping(node)?.entries ?? []) {
    if (key.kind !== 'scalar' || (key.value === '<<' && key.style === 'plain')) continue;
    yield { field: name, key: { text: key.value, type: 'string', place: textPlace(key) }, value: scalarValue(value, booleans) };
  }
}

function scalarValue(node: Node | undefined, booleans = BOOLEAN): Value | undefined {
  const scalar = asScalar(node);
  if (node === undefined || scalar === undefined || isNull(scalar)) return undefined;
  return { text: scalar.value, type: typeOf(scalar, booleans), place: textPlace(node) };
}

function isNull({ style, value, tag }: Scalar): boolean {
  return style === 'plain' && tag === undefined && /^(?:~|null|Null|NULL)?$/.test(value);
}

/** Words that YAML readers do not agree on, and times, count as strings. */
function typeOf({ style, value, tag }: Scalar, booleans: RegExp): ValueType {
  if (style !== 'plain' || tag !== undefined) return 'string';
  if (booleans.test(value)) return 'boolean';
  return NUMBER.test(value) ? 'number' : 'string';
}
