/** Block YAML in one line. */
import { type Node, spanOf } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';

/** The entries of a block mapping, as they stand between braces; undefined where that cannot be. `isSpaced`: with blanks inside of braces. */
export function inFlow(text: string, isSpaced: boolean): string | undefined {
  const { tree, layout } = parseYaml(text);
  const [document, ...others] = tree.documents;
  if (document?.root?.kind !== 'mapping' || others.length > 0 || document.problems.length > 0) return undefined;
  const [open, close] = isSpaced ? ['{ ', ' }'] : ['{', '}'];
  const written = (node: Node): string => {
    if (node.kind === 'mapping' && !node.flow) return `${open}${entries(node)}${close}`;
    if (node.kind === 'sequence' && !node.flow) return `[${node.items.map(written).join(', ')}]`;
    const { start, end } = spanOf(layout, node.id);
    return text.slice(start, end);
  };
  const entries = (node: Node): string =>
    node.kind === 'mapping' ? node.entries.map(({ key, value }) => `${written(key)}: ${written(value)}`).join(', ') : '';
  const line = entries(document.root);
  return /[\r\n]/.test(line) ? undefined : line;
}
