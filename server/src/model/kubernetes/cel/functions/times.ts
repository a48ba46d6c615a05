/** What clocks and calendars show at a moment, and the parts of durations. */
import { DURATION, method, type Overload, STRING, TIMESTAMP } from '../overload.ts';
import { Failure } from '../run.ts';
import { type Duration, UNKNOWN } from '../values.ts';
import { type Clock, clock } from './time-texts.ts';

const SHOWN: readonly (readonly [string, (shown: Clock) => number])[] = [
  ['getFullYear', ({ year }) => year],
  ['getMonth', ({ month }) => month],
  ['getDayOfYear', ({ yearDay }) => yearDay],
  ['getDate', ({ day }) => day + 1],
  ['getDayOfMonth', ({ day }) => day],
  ['getDayOfWeek', ({ weekday }) => weekday],
  ['getHours', ({ hour }) => hour],
  ['getMinutes', ({ minute }) => minute],
  ['getSeconds', ({ second }) => second],
  ['getMilliseconds', ({ nanosecond }) => Math.floor(nanosecond / 1_000_000)],
];

/** Minutes east of Greenwich. What names of zones stand for depends on the server's own tables. */
function offsetOf(zone: string): number {
  if (zone === '' || zone === 'UTC') return 0;
  const [hours = '', minutes] = zone.split(/:(.*)/s);
  if (minutes === undefined) throw UNKNOWN;
  if (!/^[-+]?\d+$/.test(hours) || !/^[-+]?\d+$/.test(minutes))
    throw new Failure(`strconv.Atoi: parsing "${zone}": invalid syntax`);
  return Number(hours) * 60 + (zone.startsWith('-') ? -1 : 1) * Number(minutes);
}

function parts(name: string, nanoseconds: bigint, rest?: bigint): Overload {
  return method(name, [DURATION], (_, value: Duration) =>
    rest === undefined ? value.nanoseconds / nanoseconds : (value.nanoseconds % rest) / nanoseconds,
  );
}

export const TIMES: readonly Overload[] = [
  ...SHOWN.flatMap(([name, of]): Overload[] => [
    method(name, [TIMESTAMP], (_, value) => BigInt(of(clock(value, 0)))),
    method(name, [TIMESTAMP, STRING], (_, value, zone) => BigInt(of(clock(value, offsetOf(zone))))),
  ]),
  parts('getHours', 3_600_000_000_000n),
  parts('getMinutes', 60_000_000_000n),
  parts('getSeconds', 1_000_000_000n),
  parts('getMilliseconds', 1_000_000n),
];
