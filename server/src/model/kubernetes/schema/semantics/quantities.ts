/** Amounts of resources: what is asked for against what there may be. */
import { asMapping, asScalar, entry, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import { quantity } from '../formats.ts';
import type { Hinge } from '../mistake.ts';
import { entriesOf, isFilledIn } from '../values.ts';
import { below, headOf, type Seen } from './check.ts';

export interface Amount {
  readonly name: string;
  readonly text: string;
  readonly value: number;
  readonly node: Node;
}

/** The amounts in a mapping of resources that can be read. */
export function amounts(node: Node | undefined): ReadonlyMap<string, Amount> {
  const found = new Map<string, Amount>();
  const mapping = asMapping(node);
  for (const { key, value } of mapping === undefined ? [] : entriesOf(mapping)) {
    const text = textOf(value);
    const amount = text === undefined || isFilledIn(text) ? undefined : quantity(text);
    const scalar = asScalar(value);
    if (key.kind === 'scalar' && text !== undefined && amount !== undefined && scalar !== undefined)
      found.set(key.value, { name: key.value, text, value: amount, node: value.kind === 'alias' ? value : scalar });
  }
  return found;
}

/** Decimal fractions are held in binary, so what differs by less than this is the same. */
const NEAR = 1e-9;

export function isMore(a: number, b: number): boolean {
  return a - b > NEAR * Math.max(Math.abs(a), Math.abs(b));
}

/** `ValidateContainerResourceRequirements`. */
export function checkResources({ mapping, path, holder, add }: Seen): void {
  const requests = amounts(entry(mapping, 'requests')?.value);
  const limits = amounts(entry(mapping, 'limits')?.value);
  for (const asked of requests.values()) {
    const limit = limits.get(asked.name);
    if (limit === undefined) {
      if (mayExceed(asked.name) || entry(entry(mapping, 'limits')?.value, asked.name) !== undefined) continue;
      const at = asMapping(entry(mapping, 'limits')?.value) ?? mapping;
      add({
        what: 'missing-field',
        at: (entry(mapping, 'limits')?.key ?? headOf({ mapping, holder })).id,
        mapping: at.id,
        field: at === mapping ? 'limits' : asked.name,
        path: at === mapping ? path : `${path}.limits`,
        because: `${asked.name} is requested, of which no more can be used than that`,
        hinges: [{ node: asked.node.id }, { mapping: at.id, field: at === mapping ? 'limits' : asked.name, isThere: false }],
      });
      continue;
    }
    const hinges: Hinge[] = [{ node: asked.node.id }, { node: limit.node.id }];
    if (isMore(asked.value, limit.value))
      add({
        what: 'request-above-limit',
        at: asked.node.id,
        limit: limit.node.id,
        path: `${path}.requests.${asked.name}`,
        text: asked.text,
        most: limit.text,
        hinges,
      });
    else if (!mayExceed(asked.name) && isMore(limit.value, asked.value))
      add({
        what: 'conflicting-fields',
        at: asked.node.id,
        path: `${path}.requests.${asked.name}`,
        problem: `must be the same as the limit, which is ${limit.text}`,
        hinges,
      });
  }
  checkHugePages({ mapping, path, add }, [...requests.values(), ...limits.values()]);
  for (const [list, found] of [['requests', requests] as const, ['limits', limits] as const])
    for (const { name, text, value, node } of found.values())
      if (!isCompute(name) && !Number.isInteger(value))
        add({
          what: 'invalid-value',
          at: node.id,
          path: `${path}.${list}.${name}`,
          text,
          format: 'other',
          problem: 'must be a whole number',
        });
}

function checkHugePages({ mapping, path, add }: Pick<Seen, 'mapping' | 'path' | 'add'>, found: readonly Amount[]): void {
  const huge = found.find(({ name }) => name.startsWith('hugepages-'));
  if (huge === undefined || ['requests', 'limits'].some((list) => hasCompute(mapping, list))) return;
  const problem = 'cannot be asked for without cpu or memory';
  add({ what: 'conflicting-fields', at: huge.node.id, path: below(path, huge.name), problem, hinges: [{ node: huge.node.id }] });
}

function hasCompute(mapping: Mapping, list: string): boolean {
  const listed = entry(mapping, list)?.value;
  return entry(listed, 'cpu') !== undefined || entry(listed, 'memory') !== undefined;
}

function isCompute(name: string): boolean {
  return !name.includes('/') || /^[^/]*kubernetes\.io\//.test(name);
}

/** `helper.IsOvercommitAllowed`: of Kubernetes' own resources all but huge pages. */
function mayExceed(name: string): boolean {
  return isCompute(name) && !name.startsWith('hugepages-');
}

/** `ValidateLimitRange`, for the amounts of one resource in one item. */
export function checkLimitRange({ mapping, path, add }: Seen): void {
  const [min, max, request, limit, ratio] = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'].map((name) =>
    amounts(entry(mapping, name)?.value),
  );
  const above = (field: string, a: Amount | undefined, b: Amount | undefined, other: string): void => {
    if (a === undefined || b === undefined || !isMore(a.value, b.value)) return;
    add({
      what: 'request-above-limit',
      at: a.node.id,
      limit: b.node.id,
      path: `${path}.${field}.${a.name}`,
      text: a.text,
      most: `${b.text} (${other})`,
      hinges: [{ node: a.node.id }, { node: b.node.id }],
    });
  };
  const type = entry(mapping, 'type')?.value;
  if (type !== undefined && textOf(type) === 'PersistentVolumeClaim' && !min?.has('storage') && !max?.has('storage')) {
    const hasAny = ['min', 'max'].some((name) => entry(entry(mapping, name)?.value, 'storage') !== undefined);
    const problem = 'can be "PersistentVolumeClaim" with a min or max of storage only';
    if (!hasAny) add({ what: 'conflicting-fields', at: type.id, path: `${path}.type`, problem, hinges: [{ node: type.id }] });
  }
  for (const name of new Set([min, max, request, limit, ratio].flatMap((one) => [...(one?.keys() ?? [])]))) {
    above('min', min?.get(name), max?.get(name), 'max');
    above('min', min?.get(name), request?.get(name), 'defaultRequest');
    above('defaultRequest', request?.get(name), max?.get(name), 'max');
    above('defaultRequest', request?.get(name), limit?.get(name), 'default');
    above('default', limit?.get(name), max?.get(name), 'max');
  }
}
