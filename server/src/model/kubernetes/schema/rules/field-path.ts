/** The field that a rule says it is about, from the value that it is on. */
import { entry } from '../../../../syntax/navigate.ts';
import type { Entry, Node } from '../../../../syntax/tree.ts';

const STEP = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;

/** Where `.spec.name` or `['a-b'].c` stands; what is not written is told at the last key on the way. Undefined for what is no path. */
export function fieldAt(
  written: string,
  node: Node | undefined,
  holder: Node,
  path: string,
): { readonly at: Node; readonly path: string } | undefined {
  let [at, value, where] = [holder, node, path];
  let isWritten = true;
  STEP.lastIndex = 0;
  while (STEP.lastIndex < written.length) {
    const found = STEP.exec(written);
    if (found === null) return undefined;
    const name = found[1] ?? (found[2] ?? '').replace(/\\(['\\])/g, '$1');
    where = where === '' ? name : `${where}.${name}`;
    const next: Entry | undefined = isWritten ? entry(value, name) : undefined;
    isWritten = next !== undefined;
    if (next !== undefined) at = next.key;
    value = next?.value;
  }
  return { at, path: where };
}
