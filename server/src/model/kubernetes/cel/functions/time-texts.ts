/** Timestamps and durations as Go reads and writes them. */
import { duration, timestamp } from '../arithmetic.ts';
import type { Duration, Timestamp } from '../values.ts';
import { floored, plain } from './numbers.ts';

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const DAY = 24n * 60n * MINUTE;

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', 60n * MINUTE],
]);

/** `time.ParseDuration`: `1h30m`, `-1.5s`, `0`. */
export function durationOf(text: string): Duration | undefined {
  if (text.length > 200 || !/^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return undefined;
  let sum = 0n;
  for (const [, whole = '', rest = '', unit = ''] of text.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = UNITS.get(unit) ?? 0n;
    sum += BigInt(whole || '0') * size + (BigInt(rest || '0') * size) / 10n ** BigInt(rest.length);
  }
  if (sum > 2n ** 63n - 1n) return undefined;
  return duration(text.startsWith('-') ? -sum : sum);
}

/** What `strfmt.ParseDuration` adds: numbers with units in words, the rest overlooked. */
const OTHER_UNITS: readonly (readonly [RegExp, bigint])[] = [
  [/^(?:ns|nano.*)$/i, 1n],
  [/^(?:us|µs|micro.*)$/i, 1000n],
  [/^(?:ms|milli.*)$/i, 1_000_000n],
  [/^(?:s|sec.*)$/i, SECOND],
  [/^(?:m|min.*)$/i, MINUTE],
  [/^(?:h|hr|hour.*)$/i, 60n * MINUTE],
  [/^(?:d|day.*)$/i, DAY],
  [/^(?:w|wk|week.*)$/i, 7n * DAY],
];

/** A text of the format `duration`. */
export function formattedDuration(text: string): Duration | undefined {
  const plainly = durationOf(text);
  if (plainly !== undefined || text.length > 200) return plainly;
  let sum: bigint | undefined;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const size = OTHER_UNITS.find(([name]) => name.test(unit))?.[1];
    if (size !== undefined) sum = (sum ?? 0n) + BigInt(number) * size;
  }
  return sum === undefined || sum > 2n ** 63n - 1n ? undefined : duration(sum);
}

export function durationText({ nanoseconds }: Duration): string {
  return `${plain(Number(nanoseconds) / 1e9)}s`;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt](\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:([Zz])|([-+])(\d{2}):(\d{2})))?$/;

/** RFC 3339; undefined for days that are none. */
export function timestampOf(text: string): Timestamp | undefined {
  const found = TIME.exec(text);
  return found?.[4] === undefined ? undefined : moment(found);
}

/** A text of the format `date`. */
export function dateOf(text: string): Timestamp | undefined {
  const found = TIME.exec(text);
  return found === null || found[4] !== undefined ? undefined : moment(found);
}

function moment(found: RegExpExecArray): Timestamp | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, offHour = '0', offMinute = '0'] =
    found;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(offHour) > 23 || Number(offMinute) > 59)
    return undefined;
  const offset = (Number(offHour) * 60 + Number(offMinute)) * (sign === '-' ? -1 : 1);
  const ofDay = (BigInt(hour) * 60n + BigInt(minute) - BigInt(offset)) * MINUTE + BigInt(second) * SECOND;
  const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return timestamp(BigInt(date.getTime()) * 1_000_000n + ofDay + nanoseconds, offset);
}

export interface Clock {
  readonly year: number;
  /** From 0, as the day of the month, of the week (Sunday) and of the year. */
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** What a clock shows so many minutes east of Greenwich. */
export function clock({ nanoseconds }: Timestamp, offset: number): Clock {
  const local = nanoseconds + BigInt(offset) * MINUTE;
  const date = new Date(Number(floored(local, 1_000_000n)));
  const start = new Date(0);
  start.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate() - 1,
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - start.getTime()) / 86_400_000),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(local - floored(local, SECOND) * SECOND),
  };
}

/** RFC 3339 with the offset it was written with. */
export function timestampText(value: Timestamp): string {
  const { year, month, day, hour, minute, second, nanosecond } = clock(value, value.offset);
  const two = (number: number): string => String(number).padStart(2, '0');
  const fraction = nanosecond === 0 ? '' : `.${String(nanosecond).padStart(9, '0').replace(/0+$/, '')}`;
  const off = Math.abs(value.offset);
  const zone = off === 0 ? 'Z' : `${value.offset < 0 ? '-' : '+'}${two(Math.floor(off / 60))}:${two(off % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(day + 1)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`;
}
