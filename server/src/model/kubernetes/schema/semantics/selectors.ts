/** The labels that workloads select their pods by against those that they give them. */
import { asMapping, asScalar, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import { entriesOf, isOpen, isPresent } from '../values.ts';
import { below, type Seen } from './check.ts';

interface Wanted {
  readonly label: string;
  readonly node: Node;
  /** The texts that would do; undefined where any does. */
  readonly values: readonly string[] | undefined;
}

/** `LabelSelectorAsSelector`, of Deployments, ReplicaSets, StatefulSets and DaemonSets. */
export function checkSelector(seen: Seen): void {
  const { mapping, path, add } = seen;
  const selector = entry(mapping, 'selector');
  const found = asMapping(selector?.value);
  if (selector === undefined || found === undefined || !isPresent(entry(mapping, 'template')?.value)) return;
  if (!isPresent(entry(found, 'matchLabels')?.value) && !isPresent(entry(found, 'matchExpressions')?.value)) {
    if (found.entries.length > 0 && !found.entries.every(({ key }) => key.kind === 'scalar' && /^match/.test(key.value))) return;
    const hinges = ['matchLabels', 'matchExpressions'].map((field): Hinge => ({ mapping: found.id, field, isThere: false }));
    add({
      what: 'missing-field',
      at: selector.key.id,
      mapping: found.id,
      field: 'matchLabels, matchExpressions',
      path: below(path, 'selector'),
      hinges,
    });
    return;
  }
  compare(seen, [...wantedLabels(entry(found, 'matchLabels')?.value, seen.mapping), ...wantedExpressions(found)]);
  checkExcluded(seen, found);
}

/** ReplicationControllers select by plain labels. */
export function checkPlainSelector(seen: Seen): void {
  if (isPresent(entry(seen.mapping, 'template')?.value))
    compare(seen, [...wantedLabels(entry(seen.mapping, 'selector')?.value, seen.mapping)]);
}

function* wantedLabels(node: Node | undefined, workload: Mapping): Generator<Wanted> {
  const labels = asMapping(node);
  const { labels: given } = podLabels(workload);
  // In capitals stands a word to replace, unless the pods have it in small letters.
  const isKnown = (key: string): boolean =>
    !isOpen(key) || (given !== undefined && entry(given, key.toLowerCase()) !== undefined);
  for (const { key, value } of labels === undefined ? [] : entriesOf(labels)) {
    const text = textOf(value) ?? '';
    const scalar = asScalar(value);
    if (key.kind === 'scalar' && scalar !== undefined && !isOpen(text) && isKnown(key.value))
      yield { label: key.value, node: value, values: [text] };
  }
}

function* wantedExpressions(selector: Mapping): Generator<Wanted> {
  for (const one of items(entry(selector, 'matchExpressions')?.value)) {
    const label = textOf(entry(one, 'key')?.value);
    const operator = textOf(entry(one, 'operator')?.value);
    const node = entry(one, 'key')?.value;
    if (label === undefined || node === undefined || isOpen(label)) continue;
    const values = items(entry(one, 'values')?.value).map((value) => textOf(value) ?? '');
    if (operator === 'Exists') yield { label, node, values: undefined };
    if (operator === 'In' && values.length > 0 && !values.some(isOpen)) yield { label, node, values };
  }
}

function compare({ mapping, path, add }: Seen, wanted: readonly Wanted[]): void {
  const { labels, lacking, head } = podLabels(mapping);
  if (wanted.length === 0 || head === undefined) return;
  for (const { label, node, values } of wanted) {
    const own = labels === undefined ? undefined : entry(labels, label);
    const text = textOf(own?.value) ?? '';
    const base = {
      what: 'unmatched-selector' as const,
      path: below(path, 'template.metadata.labels'),
      selector: node.id,
      text: values?.join(' or ') ?? '',
      label,
    };
    if (own === undefined) {
      const absent: Hinge = labels === undefined ? lacking : { mapping: labels.id, field: label, isThere: false };
      add({ ...base, at: head, found: undefined, hinges: [{ node: node.id }, absent] });
    } else if (values !== undefined && !isOpen(text) && !values.includes(text))
      add({ ...base, at: own.value.id, found: text, hinges: [{ node: node.id }, { node: own.value.id }] });
  }
}

/** Expressions that keep away the pods of the workload itself. */
function checkExcluded({ mapping, path, add }: Seen, selector: Mapping): void {
  const { labels } = podLabels(mapping);
  for (const one of items(entry(selector, 'matchExpressions')?.value)) {
    const label = textOf(entry(one, 'key')?.value);
    const operator = textOf(entry(one, 'operator')?.value);
    const own = label === undefined || labels === undefined ? undefined : entry(labels, label)?.value;
    const node = entry(one, 'key')?.value;
    if (label === undefined || own === undefined || node === undefined) continue;
    const text = textOf(own) ?? '';
    const excluded = items(entry(one, 'values')?.value).some((value) => textOf(value) === text);
    if ((operator === 'NotIn' && excluded) || operator === 'DoesNotExist')
      add({
        what: 'unmatched-selector',
        path: below(path, 'template.metadata.labels'),
        at: own.id,
        selector: node.id,
        text: operator === 'NotIn' ? 'another value' : 'none',
        found: text,
        label,
        hinges: [{ node: own.id }, { node: node.id }],
      });
  }
}

/** The labels that the template gives its pods, or what it lacks so that there are none; `head` is where a missing label is told. */
function podLabels(spec: Mapping): {
  readonly labels: Mapping | undefined;
  readonly lacking: Hinge;
  readonly head: NodeId | undefined;
} {
  const template = entry(spec, 'template');
  const metadata = entry(template?.value, 'metadata');
  const labels = entry(metadata?.value, 'labels');
  const found = asMapping(at(template?.value, 'metadata', 'labels'));
  const templateMapping = asMapping(template?.value) ?? spec;
  const holder = asMapping(metadata?.value);
  const lacking: Hinge =
    holder === undefined
      ? { mapping: templateMapping.id, field: 'metadata', isThere: false }
      : { mapping: holder.id, field: 'labels', isThere: false };
  const key = labels?.key ?? metadata?.key ?? template?.key;
  return { labels: found, lacking, head: found === undefined && isTextThere(labels?.value) ? undefined : key?.id };
}

/** Something that is no mapping stands there, which is told as such. */
function isTextThere(node: Node | undefined): boolean {
  return isPresent(node);
}

/** `validateMatchLabelKeysInTopologySpread`: a label's value is taken from the pod or written, not both. */
export function checkSpread({ mapping, path, add }: Seen): void {
  const selector = entry(mapping, 'labelSelector')?.value;
  const labels = asMapping(entry(selector, 'matchLabels')?.value);
  const selected = new Set<string | undefined>(
    items(entry(selector, 'matchExpressions')?.value).map((one) => textOf(entry(one, 'key')?.value)),
  );
  for (const { key } of labels === undefined ? [] : entriesOf(labels)) if (key.kind === 'scalar') selected.add(key.value);
  for (const one of items(entry(mapping, 'matchLabelKeys')?.value)) {
    const key = textOf(one);
    if (key !== undefined && selected.has(key))
      add({
        what: 'conflicting-fields',
        at: one.id,
        path: below(path, 'matchLabelKeys'),
        problem: `cannot hold "${key}", which the labelSelector asks for already`,
        hinges: [{ node: one.id }],
      });
  }
}
