/** `"%s is %d".format([…])`. */
import { compareTexts } from '../compare.ts';
import { Failure, known, type Run } from '../run.ts';
import { Bytes, Dict, Duration, List, Timestamp, Type, typeOf, Uint, type Value } from '../values.ts';
import { doubleText, fixed, padded } from './numbers.ts';
import { durationText, timestampText } from './time-texts.ts';

/** More digits after the point are asked for by nobody. */
const MOST_DIGITS = 100;
const DEEPEST = 32;

export function formatted(run: Run, pattern: string, { items }: List): string {
  let next = 0;
  let length = 0;
  const text = pattern.replace(
    /%(?:%|(?:\.(\d{1,9}))?([\s\S]?))/g,
    (whole, digits: string | undefined, letter: string | undefined) => {
      if (whole === '%%') return '%';
      if (letter === undefined || letter === '') throw new Failure('unexpected end of string');
      if (next >= items.length) throw new Failure(`index ${next} out of range`);
      const found = clause(run, letter, digits === undefined ? 6 : Number(digits), known(items[next++] as Value));
      length += found.length;
      run.text(length);
      return found;
    },
  );
  run.text(text.length);
  return text;
}

function clause(run: Run, letter: string, digits: number, value: Value): string {
  if (digits > MOST_DIGITS) throw new Failure('precision is too large');
  switch (letter) {
    case 's':
      return plainText(run, value, 0);
    case 'd':
      if (typeof value === 'bigint') return String(value);
      if (value instanceof Uint) return String(value.value);
      break;
    case 'f':
    case 'e': {
      const number = typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number') break;
      if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
      // What should be the precision is the width there.
      return letter === 'f' ? grouped(fixed(number, digits)) : scientific(number).padStart(digits);
    }
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return inBase(value, 2) ?? wrong(letter, value);
    case 'o':
      return inBase(value, 8) ?? wrong(letter, value);
    case 'x':
    case 'X': {
      const bytes =
        typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Bytes ? value.value : undefined;
      run.text((bytes?.length ?? 0) * 2);
      const text =
        bytes === undefined ? inBase(value, 16) : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (text === undefined) break;
      return letter === 'X' ? text.toUpperCase() : text;
    }
    default:
      throw new Failure(`could not parse formatting clause: unrecognized formatting clause "${letter}"`);
  }
  return wrong(letter, value);
}

function wrong(letter: string, value: Value): never {
  throw new Failure(`error during formatting: %${letter} cannot be given a value of type ${typeOf(value)}`);
}

function inBase(value: Value, base: number): string | undefined {
  if (typeof value === 'bigint') return value.toString(base);
  return value instanceof Uint ? value.value.toString(base) : undefined;
}

/** As in English: `1,234.5`. */
function grouped(text: string): string {
  const [whole = '', ...rest] = text.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...rest].join('.');
}

function scientific(value: number): string {
  const [number = '', power = '0'] = value.toExponential(6).split('e');
  return `${number}×10${padded(Number(power)).replace(/^\+/, '').split('').map(raised).join('')}`;
}

function raised(character: string): string {
  return character === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(character));
}

/** A value as `%s` writes it. */
function plainText(run: Run, value: Value, depth: number): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Type) return value.name;
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Bytes) return new TextDecoder().decode(value.value);
  if (depth > DEEPEST) throw new Failure('nested too deeply');
  if (value instanceof List) {
    run.items(value.items.length);
    return `[${value.items.map((item) => inside(run, known(item), depth)).join(', ')}]`;
  }
  if (value instanceof Dict) {
    run.items(value.entries.size);
    const keys = value.keys();
    const pairs = [...value.entries.values()].map(
      (one, i) => [inside(run, keys[i] as Value, depth), inside(run, known(one), depth)] as const,
    );
    return `{${pairs
      .sort(([a], [b]) => compareTexts(a, b))
      .map(([key, one]) => `${key}:${one}`)
      .join(', ')}}`;
  }
  return wrong('s', value);
}

/** In lists and maps, texts are in quotes and times are as they are made. */
function inside(run: Run, value: Value, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? fixed(value, 6) : JSON.stringify(doubleText(value));
  const text = plainText(run, value, depth + 1);
  run.text(text.length);
  if (value instanceof Bytes) return `b${JSON.stringify(text)}`;
  if (value instanceof Timestamp) return `timestamp("${text}")`;
  return value instanceof Duration ? `duration("${text}")` : text;
}
