/** Whether a finding stands on the field that the API server names. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';

interface Stop {
  readonly start: number;
  readonly end: number;
  /** Where something missing inside would be told. */
  readonly heads: readonly number[];
  readonly isWhole: boolean;
}

/**
 * True where an offset stands within the key or value of one of the fields. Of a field that is not there, the nearest one above it
 * counts, at its key or at the first key inside it.
 */
export function isOnField(yaml: string, start: number, fields: readonly string[]): boolean {
  const root = parseDocument(yaml, { version: '1.1' }).contents as Node | null;
  if (root === null) return false;
  return fields.some((field) => {
    const stop = find(root, steps(field));
    return stop.isWhole ? start >= stop.start && start < Math.max(stop.end, stop.start + 1) : stop.heads.includes(start);
  });
}

/** `spec.ports[0].name`, `data[a.b]`. */
function steps(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

function find(root: Node, path: readonly string[]): Stop {
  let node: Node = root;
  let start = root.range?.[0] ?? 0;
  let key = start;
  for (const step of path) {
    const pair = isMap(node)
      ? (node.items as Pair<Node, Node | null>[]).find((one) => isScalar(one.key) && String(one.key.value) === step)
      : undefined;
    // Messages about types leave out indexes of lists.
    const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
    const next = pair === undefined ? item : (pair.value ?? pair.key);
    if (next === undefined || isAlias(next))
      return {
        start,
        end: node.range?.[1] ?? start,
        heads: [key, start, firstKey(node), kindOf(root)],
        isWhole: isSeq(node) && item === undefined,
      };
    start = pair?.key.range?.[0] ?? next.range?.[0] ?? start;
    key = start;
    node = next;
  }
  return { start, end: node.range?.[1] ?? start, heads: [], isWhole: true };
}

function firstKey(node: Node): number {
  const first = isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined;
  return first?.range?.[0] ?? -1;
}

/** What a whole object lacks is told at its kind. */
function kindOf(root: Node): number {
  const pair = isMap(root)
    ? (root.items as Pair<Node, Node>[]).find((one) => isScalar(one.key) && one.key.value === 'kind')
    : undefined;
  return pair?.value?.range?.[0] ?? -1;
}
