/** YAML as people write it into their files: two blanks a level, lists indented, comments above what they speak of. */
import { ScalarValue, type Value } from '../build/values.ts';
import { plainOrQuoted, yamlText } from '../build/yaml-text.ts';

/** What is to be written. */
export type Written =
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'null' }
  | { readonly is: 'map'; readonly fields: readonly WrittenField[] }
  | { readonly is: 'list'; readonly items: readonly WrittenItem[] };

export interface WrittenField {
  readonly key: string;
  readonly value: Written;
  /** Lines above it, each with its sign. */
  readonly comments?: readonly string[];
}

export interface WrittenItem {
  readonly value: Written;
  readonly comments?: readonly string[];
}

export function text(text: string): Written {
  return { is: 'value', value: new ScalarValue(text, 'str', 'plain', { file: '', via: 'build' }, 0) };
}

/** The lines, without indentation. */
export function writtenLines(written: Written): readonly string[] {
  switch (written.is) {
    case 'null':
      return ['null'];
    case 'value':
      return valueLines(written.value);
    case 'map':
      return written.fields.length === 0 ? ['{}'] : written.fields.flatMap((field) => fieldLines(field));
    case 'list':
      return written.items.length === 0 ? ['[]'] : written.items.flatMap((item) => itemLines(item));
  }
}

function fieldLines({ key, value, comments = [] }: WrittenField): readonly string[] {
  const name = plainOrQuoted(key);
  const [first = '', ...rest] = writtenLines(value);
  if (isInline(value)) return [...comments, `${name}: ${first}`, ...indented(rest)];
  return [...comments, `${name}:`, ...indented([first, ...rest])];
}

function itemLines({ value, comments = [] }: WrittenItem): readonly string[] {
  const [first = '', ...rest] = writtenLines(value);
  // A comment cannot stand between the dash and the first field.
  const leading = first.startsWith('#') ? [first, ...rest].findIndex((line) => !line.startsWith('#')) : 0;
  const lines = [first, ...rest];
  const above = lines.slice(0, leading);
  return [...comments, ...above, `- ${lines[leading] ?? ''}`, ...indented(lines.slice(leading + 1))];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** True for what begins on the line of its key. */
function isInline(written: Written): boolean {
  if (written.is === 'null') return true;
  if (written.is === 'map') return written.fields.length === 0;
  if (written.is === 'list') return written.items.length === 0;
  const { value } = written;
  return value.kind === 'scalar' || (value.kind === 'map' ? value.size === 0 : value.items.length === 0);
}

function valueLines(value: Value): readonly string[] {
  if (value.kind === 'scalar') return yamlText(value).slice(0, -1).split('\n');
  if (value.kind === 'map')
    return writtenLines({
      is: 'map',
      fields: value.keys.flatMap((key, i) => {
        const field = value.values[i];
        return field === undefined ? [] : { key, value: { is: 'value', value: field } };
      }),
    });
  return writtenLines({ is: 'list', items: value.items.map((item) => ({ value: { is: 'value', value: item } })) });
}
