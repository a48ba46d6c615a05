/** What is no drift: what servers write by themselves, and what Argo CD and Flux are told to ignore. */
import { matchPart } from '../../base/glob.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { expression } from '../kustomize/build/selectors.ts';
import { stringValue } from '../kustomize/build/values.ts';
import { type FieldPath, keys, type Step, valueAt, without } from './field-path.ts';
import { asArray, asObject, asText, fieldOf, type Json, type JsonObject, jsonAt, textAt } from './json.ts';
import type { ManagedFields } from './managed-fields.ts';
import type { ObjectId } from './objects.ts';

/** One entry of `spec.ignoreDifferences`, or of the installation's configuration. */
export interface IgnoreRule {
  /** '*' stands for all. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly jsonPointers: readonly string[];
  readonly jqPathExpressions: readonly string[];
  readonly managers: readonly string[];
  /** Of Flux: the texts above are regular expressions for the whole, and empty ones stand for all. */
  readonly isExpression?: true;
  readonly version?: string;
  /** Of Flux: a selector by labels or annotations, which is not evaluated here. */
  readonly selector?: string;
}

/** Fields of all objects that only servers write. */
const OWN_FIELDS: readonly FieldPath[] = [
  keys('status'),
  ...[
    'managedFields',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'uid',
    'selfLink',
  ].map((field) => keys('metadata', field)),
];

const OWN_ANNOTATIONS: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'kustomize.toolkit.fluxcd.io/checksum',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/installation-id',
];

export function ignoreRules(application: Json): readonly IgnoreRule[] {
  return (asArray(jsonAt(application, 'spec', 'ignoreDifferences')) ?? []).map((rule) => ignoreRule(rule, {}));
}

/** Flux: `spec.ignore` (fluxcd/pkg, ssa/jsondiff/selector.go). */
export function fluxIgnoreRules(kustomization: Json): readonly IgnoreRule[] {
  return (asArray(jsonAt(kustomization, 'spec', 'ignore')) ?? []).map((rule) => {
    const target = fieldOf(rule, 'target') ?? {};
    const paths = (asArray(fieldOf(rule, 'paths')) ?? []).flatMap((text) => asText(text) ?? []);
    const selector = textAt(target, 'labelSelector') || textAt(target, 'annotationSelector');
    const version = textAt(target, 'version') ?? '';
    return { ...ignoreRule(target, {}), version, jsonPointers: paths, isExpression: true, ...(selector && { selector }) };
  });
}

/** A rule as it is written; the installation's configuration says group and kind in the name of its key. */
export function ignoreRule(rule: Json, given: { readonly group?: string; readonly kind?: string }): IgnoreRule {
  const texts = (key: string): readonly string[] => (asArray(fieldOf(rule, key)) ?? []).flatMap((text) => asText(text) ?? []);
  return {
    group: given.group ?? textAt(rule, 'group') ?? '',
    kind: given.kind ?? textAt(rule, 'kind') ?? '',
    namespace: textAt(rule, 'namespace'),
    name: textAt(rule, 'name'),
    jsonPointers: texts('jsonPointers'),
    jqPathExpressions: texts('jqPathExpressions'),
    managers: texts('managedFieldsManagers'),
  };
}

export class Ignored {
  readonly #rules: readonly IgnoreRule[];

  constructor(rules: readonly IgnoreRule[], id: ObjectId) {
    this.#rules = rules.filter((rule) => applies(rule, id));
  }

  /** Expressions for this object that are not evaluated here. */
  get unknown(): readonly string[] {
    return this.#rules.flatMap(({ jqPathExpressions, selector }) => [
      ...jqPathExpressions.filter((text) => jqPath(text) === undefined),
      ...(selector === undefined ? [] : [selector]),
    ]);
  }

  /** The object without what does not count; `owned` says what managers hold of the live one. */
  strip(object: JsonObject, owned: ManagedFields): JsonObject {
    let left: Json = object;
    for (const path of OWN_FIELDS) left = without(left, path);
    for (const annotation of OWN_ANNOTATIONS) left = without(left, keys('metadata', 'annotations', annotation));
    for (const rule of this.#rules) {
      if (rule.selector !== undefined) continue;
      for (const pointer of rule.jsonPointers) left = withoutPointer(left, segments(pointer));
      for (const expression of rule.jqPathExpressions)
        for (const path of concrete(left, jqPath(expression) ?? [])) left = without(left, path);
      if (rule.managers.length > 0)
        for (const path of owned.leavesOf(({ name }) => rule.managers.includes(name))) left = without(left, path);
    }
    return withoutHollow(left, object);
  }
}

/** Mappings of labels and annotations that hold nothing any more are not there. */
function withoutHollow(left: Json, before: Json): JsonObject {
  let result = asObject(left) ?? {};
  for (const field of ['annotations', 'labels']) {
    const path = keys('metadata', field);
    const map = asObject(valueAt(result, path));
    if (map !== undefined && Object.keys(map).length === 0 && valueAt(before, path) !== undefined)
      result = asObject(without(result, path)) ?? {};
  }
  return result;
}

function applies(rule: IgnoreRule, id: ObjectId): boolean {
  if (rule.isExpression === true)
    return (['group', 'version', 'kind', 'name', 'namespace'] as const).every((part) => isWhole(rule[part] ?? '', id[part]));
  const fits = (wanted: string, value: string): boolean => wanted === value || matchPart(wanted, value);
  if (!fits(rule.group, id.group) || !fits(rule.kind, id.kind)) return false;
  if (rule.name !== undefined && rule.name !== '' && rule.name !== id.name) return false;
  return rule.namespace === undefined || rule.namespace === '' || rule.namespace === id.namespace;
}

/** True where the expression, if there is one, means the whole text; the controller refuses what is none. */
function isWhole(pattern: string, text: string): boolean {
  if (pattern === '' || pattern === text) return true;
  try {
    return expression(`^(?:${pattern})$`, stringValue(pattern, { source: { file: '', via: 'build' }, at: 0 }))(text);
  } catch (error) {
    if (error instanceof BuildFailure) return false;
    throw error;
  }
}

/** The keys of a JSON pointer. */
export function segments(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function withoutPointer(json: Json, pointer: readonly string[]): Json {
  if (pointer.length === 0) return json;
  const path: Step[] = [];
  let at: Json | undefined = json;
  for (const part of pointer) {
    const step: Step = asArray(at) === undefined ? { key: part } : { index: Number(part) };
    path.push(step);
    at = at === undefined ? undefined : valueAt(at, [step]);
  }
  return without(json, path);
}

/** A step of a jq path: a key, an index, every item, or the items for which a field has a value. */
export type JqStep =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly each: true }
  | { readonly where: readonly string[]; readonly is: string };

const TOKENS: readonly (readonly [RegExp, (found: RegExpExecArray) => JqStep | undefined])[] = [
  [
    /^\s*\|\s*select\(\s*((?:\.[A-Za-z_][\w-]*)+)\s*==\s*"([^"\\]*)"\s*\)/y,
    ([, path = '', is = '']) => ({ where: path.slice(1).split('.'), is }),
  ],
  [/^\s*\|\s*(?=\.)/y, () => undefined],
  [/^\.?\[\]\??/y, () => ({ each: true })],
  [/^\.?\[(\d{1,6})\]\??/y, ([, index]) => ({ index: Number(index) })],
  [/^\.?\[\s*"([^"\\]*)"\s*\]\??/y, ([, key = '']) => ({ key })],
  [/^\.([A-Za-z_]\w*)\??/y, ([, key = '']) => ({ key })],
  [/^\."([^"\\]*)"\??/y, ([, key = '']) => ({ key })],
];

/** A jq expression that is a plain path, perhaps with `select(.field == "text")`; undefined for all others. */
export function jqPath(expression: string): readonly JqStep[] | undefined {
  if (expression.length > 1000) return undefined;
  const steps: JqStep[] = [];
  let rest = expression.trim();
  while (rest !== '') {
    const before = rest;
    for (const [pattern, make] of TOKENS) {
      pattern.lastIndex = 0;
      const found = pattern.exec(rest);
      if (found === null) continue;
      const step = make(found);
      if (step !== undefined) steps.push(step);
      rest = rest.slice(found[0].length);
      break;
    }
    if (rest === before) return undefined;
  }
  return steps.length === 0 ? undefined : steps;
}

/** The places of an object that a jq path means, those behind others in the same list first. */
function concrete(json: Json, steps: readonly JqStep[]): readonly FieldPath[] {
  let found: { readonly path: FieldPath; readonly value: Json }[] = [{ path: [], value: json }];
  for (const step of steps) {
    found = found.flatMap(({ path, value }) => {
      if ('where' in step) return textAt(value, ...step.where) === step.is ? [{ path, value }] : [];
      const items = asArray(value);
      if ('each' in step)
        return items === undefined
          ? Object.entries(asObject(value) ?? {}).map(([key, below]) => ({ path: [...path, { key }], value: below }))
          : items.map((below, index) => ({ path: [...path, { index }], value: below }));
      const below = valueAt(value, [step]);
      return below === undefined ? [] : [{ path: [...path, step], value: below }];
    });
  }
  return found
    .map(({ path }) => path)
    .filter((path) => path.length > 0)
    .toReversed();
}
