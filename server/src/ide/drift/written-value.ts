/** A value as it is written into a file: in the style of what it replaces, or of what it is put into. */
import { grafted } from '../../model/drift/grafted.ts';
import { asArray, asObject, type Json } from '../../model/drift/json.ts';
import { plainOrQuoted, restyledFromJson } from '../../model/kustomize/build/yaml-text.ts';
import { writtenLines } from '../../model/kustomize/rewriting/written.ts';

/** Lines of block YAML, without indentation. */
export function blockLines(value: Json): readonly string[] {
  return writtenLines({ is: 'value', value: restyledFromJson(grafted(value, undefined)) });
}

/** On one line, as it may stand in a flow collection. */
export function flowText(value: Json): string {
  const list = asArray(value);
  if (list !== undefined) return `[${list.map(flowText).join(', ')}]`;
  const object = asObject(value);
  if (object !== undefined)
    return `{${Object.entries(object)
      .map(([key, field]) => `${flowText(key)}: ${flowText(field)}`)
      .join(', ')}}`;
  if (typeof value !== 'string') return String(value);
  const plain = plainOrQuoted(value);
  return /[\n,[\]{}#]|: /.test(plain) && !/^["']/.test(plain) ? JSON.stringify(value) : plain;
}

/**
 * A scalar in the place of another: quotes stay as they are, a literal block stays one at its indentation. Undefined where
 * the value cannot be written like that.
 */
export function scalarInPlaceOf(value: Json, before: string, column: number, eol: string): string | undefined {
  if (asArray(value) !== undefined || asObject(value) !== undefined) return undefined;
  if (typeof value !== 'string') return String(value);
  if (before.startsWith('|')) return literalBlock(value, before, column, eol);
  if (before.startsWith('>')) return undefined;
  if (before.startsWith("'") && !/[\n\r\t]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return before.startsWith('"') || value.includes('\n') ? JSON.stringify(value) : flowText(value);
}

/** `column`: where the key stands that has it. */
function literalBlock(value: string, before: string, column: number, eol: string): string | undefined {
  const lines = value.split('\n');
  const [first = ''] = lines;
  // A first line that begins with a blank would need its indentation said, and other breaks have no place in a block.
  if (value.trim() === '' || /^\s/.test(first) || /[\r\u0000-\u0008\u0085\u2028\u2029\ufeff]/.test(value)) return undefined;
  const written = before.split(/\r\n|\n|\r/).find((line, i) => i > 0 && line.trim() !== '');
  const indent = written === undefined ? ' '.repeat(column + 2) : (/^ */.exec(written)?.[0] ?? '');
  if (indent.length <= column && column > 0) return undefined;
  const ends = /\n*$/.exec(value)?.[0].length ?? 0;
  const content = ends === 0 ? lines : lines.slice(0, -1);
  const header = `|${ends === 0 ? '-' : ends === 1 ? '' : '+'}`;
  return [header, ...content.map((line) => (line === '' ? '' : indent + line))].join(eol);
}
