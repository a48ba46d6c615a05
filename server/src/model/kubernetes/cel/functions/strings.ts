/** Functions on texts. Places and lengths count code points, as Go's runes. */
import { func, INT, LIST, method, type Overload, STRING } from '../overload.ts';
import { Failure, type Run } from '../run.ts';
import { List } from '../values.ts';
import { formatted } from './formatting.ts';

function points(run: Run, text: string): readonly string[] {
  run.text(text.length * 2);
  return Array.from(text);
}

function outOfRange(index: bigint): Failure {
  return new Failure(`index out of range: ${index}`);
}

/** The place of a part at or after `from`. */
function placeOf(run: Run, text: string, part: string, from: bigint): bigint {
  if (part === '') return from;
  if (from < 0n) throw outOfRange(from);
  run.text(text.length + part.length);
  const all = points(run, text);
  if (from >= all.length) return -1n;
  const start = all.slice(0, Number(from)).join('').length;
  const found = text.indexOf(part, start);
  return found < 0 ? -1n : BigInt(Array.from(text.slice(0, found)).length);
}

/** The place of a part at or before `from`. */
function lastPlaceOf(run: Run, text: string, part: string, from: bigint | undefined): bigint {
  const all = points(run, text);
  if (part === '') return from ?? BigInt(all.length);
  const last = from ?? BigInt(all.length - 1);
  if (from !== undefined && from < 0n) throw outOfRange(from);
  if (last < 0n || last >= all.length) return -1n;
  const found = text.lastIndexOf(part, all.slice(0, Number(last)).join('').length);
  return found < 0 ? -1n : BigInt(Array.from(text.slice(0, found)).length);
}

function charAt(run: Run, text: string, index: bigint): string {
  const all = points(run, text);
  if (index < 0n || index > all.length) throw outOfRange(index);
  return all[Number(index)] ?? '';
}

function substring(run: Run, text: string, start: bigint, end: bigint | undefined): string {
  const all = points(run, text);
  const stop = end ?? BigInt(all.length);
  if (end !== undefined && start > end) throw new Failure(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > all.length) throw outOfRange(start);
  if (stop < 0n || stop > all.length) throw outOfRange(stop);
  return all.slice(Number(start), Number(stop)).join('');
}

function split(run: Run, text: string, by: string, most: bigint): List {
  if (most === 0n) return new List([]);
  const parts = by === '' ? points(run, text) : text.split(by);
  run.items(parts.length);
  run.text(text.length);
  if (most < 0n || parts.length <= most) return new List(parts);
  const first = parts.slice(0, Number(most) - 1);
  return new List([...first, parts.slice(Number(most) - 1).join(by)]);
}

function replaced(run: Run, text: string, old: string, by: string, most: bigint): string {
  if (most === 0n) return text;
  const parts = old === '' ? ['', ...points(run, text), ''] : text.split(old);
  const count = most < 0n ? parts.length - 1 : Math.min(parts.length - 1, Number(most));
  run.text(text.length + count * by.length);
  run.items(parts.length);
  return [
    parts
      .slice(0, count)
      .map((part) => part + by)
      .join(''),
    parts.slice(count).join(old),
  ].join('');
}

function joined(run: Run, { items }: List, by: string): string {
  run.items(items.length);
  let length = 0;
  const texts = items.map((item) => {
    if (typeof item !== 'string') throw new Failure('join: invalid input');
    length += item.length + by.length;
    return item;
  });
  run.text(length);
  return texts.join(by);
}

/** Blanks as Unicode has them: JavaScript takes one more for one, Go two more. */
function trimmed(run: Run, text: string): string {
  run.text(text.length);
  const isBlank = (at: number): boolean =>
    /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(text.charAt(at));
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}

const QUOTED: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

function quoted(run: Run, text: string): string {
  run.text(text.length * 2);
  return `"${text.replace(/[\x07\b\f\n\r\t\v\\"]/g, (character) => QUOTED.get(character) ?? character)}"`;
}

function recased(pattern: RegExp, by: (text: string) => string): (run: Run, text: string) => string {
  return (run, text) => {
    run.text(text.length);
    return text.replace(pattern, by);
  };
}

function startsWith(run: Run, text: string, part: string): boolean {
  run.text(part.length);
  return text.startsWith(part);
}

export const STRINGS: readonly Overload[] = [
  method('contains', [STRING, STRING], (run, text, part) => {
    run.text(text.length + part.length);
    return text.includes(part);
  }),
  method('startsWith', [STRING, STRING], startsWith),
  method('endsWith', [STRING, STRING], (run, text, part) => {
    run.text(part.length);
    return text.endsWith(part);
  }),
  method('charAt', [STRING, INT], charAt),
  method('indexOf', [STRING, STRING], (run, text, part) => placeOf(run, text, part, 0n)),
  method('indexOf', [STRING, STRING, INT], placeOf),
  method('lastIndexOf', [STRING, STRING], (run, text, part) => lastPlaceOf(run, text, part, undefined)),
  method('lastIndexOf', [STRING, STRING, INT], lastPlaceOf),
  method(
    'lowerAscii',
    [STRING],
    recased(/[A-Z]+/g, (text) => text.toLowerCase()),
  ),
  method(
    'upperAscii',
    [STRING],
    recased(/[a-z]+/g, (text) => text.toUpperCase()),
  ),
  method('replace', [STRING, STRING, STRING], (run, text, old, by) => replaced(run, text, old, by, -1n)),
  method('replace', [STRING, STRING, STRING, INT], replaced),
  method('split', [STRING, STRING], (run, text, by) => split(run, text, by, -1n)),
  method('split', [STRING, STRING, INT], split),
  method('substring', [STRING, INT], (run, text, start) => substring(run, text, start, undefined)),
  method('substring', [STRING, INT, INT], substring),
  method('trim', [STRING], trimmed),
  method('join', [LIST], (run, list) => joined(run, list, '')),
  method('join', [LIST, STRING], joined),
  method('format', [STRING, LIST], formatted),
  func('strings.quote', [STRING], quoted),
];
