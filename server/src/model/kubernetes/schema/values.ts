/** Whether something is written in an object, as the API server's decoder sees it, and what is certain of it. */
import { asMapping, entry, resolved, textOf } from '../../../syntax/navigate.ts';
import { isMergeKey } from '../../../syntax/scalars.ts';
import type { Entry, Mapping, Node } from '../../../syntax/tree.ts';
import { isToBeReplaced } from '../naming.ts';

/** Null, and what is empty, count as absent where something has to be. */
export function isPresent(node: Node | undefined): boolean {
  const found = resolved(node);
  if (found?.kind === 'mapping') return found.entries.length > 0;
  if (found?.kind === 'sequence') return found.items.length > 0;
  return isWritten(node) && !(found?.kind === 'scalar' && found.value === '');
}

/** Null counts as not written. */
export function isWritten(node: Node | undefined): boolean {
  const found = resolved(node);
  // What an anchor that is not there would have stood for is not known.
  if (found === undefined) return node !== undefined;
  return found.kind !== 'scalar' || textOf(found) !== undefined;
}

/** True for text that something fills in before it reaches a cluster. */
export function isFilledIn(text: string): boolean {
  return (
    /\$[({]|\{\{|\{%|^ENC\[|<[A-Za-z][^>]*>|%[A-Z_]+%|@[A-Z_]+@|\{[A-Z][A-Z0-9_]+\}|PLACEHOLDER|__/.test(text) ||
    /^\$[A-Za-z_]/.test(text)
  );
}

/** True for names that something fills in or that somebody is to replace. */
export function isOpen(text: string): boolean {
  return isFilledIn(text) || isToBeReplaced(text);
}

/** `[YOUR_TOKEN]`, which somebody is to replace with its brackets. */
export function isWordInBrackets(node: Node): boolean {
  if (node.kind !== 'sequence' || !node.flow || node.items.length !== 1) return false;
  const [item] = node.items;
  return item?.kind === 'scalar' && item.style === 'plain' && item.value.includes('_') && isToBeReplaced(item.value);
}

/** The text of a field, '' where it is not written; undefined where it is no text or something fills it in. */
export function certainText(node: Node | undefined, name: string): string | undefined {
  const value = entry(node, name)?.value;
  if (!isWritten(value)) return '';
  const text = textOf(value);
  return text === undefined || isFilledIn(text) ? undefined : text;
}

/** The number in a field; undefined where none that is certain is written. */
export function certainNumber(node: Node | undefined, name: string): number | undefined {
  const text = certainText(node, name);
  return text !== undefined && /^-?[0-9]{1,15}(?:\.0*)?$/.test(text) ? Number(text) : undefined;
}

/** A mapping's own entries and those that merge keys bring, own ones first. */
export function entriesOf(mapping: Mapping): readonly Entry[] {
  if (!mapping.entries.some(({ key }) => isMergeKey(key))) return mapping.entries;
  const found = new Map<string, Entry>();
  const seen = new Set<Mapping>();
  const waiting: Mapping[] = [mapping];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const one of next.entries) {
      if (isMergeKey(one.key)) {
        const merged = resolved(one.value);
        for (const each of merged?.kind === 'sequence' ? merged.items : [one.value]) {
          const target = asMapping(each);
          if (target !== undefined) waiting.push(target);
        }
      } else if (one.key.kind === 'scalar' && !found.has(one.key.value)) found.set(one.key.value, one);
    }
  }
  return [...found.values()];
}
