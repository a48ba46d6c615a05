/** The schedules of CronJobs, as `robfig/cron` parses them (`ParseStandard`). */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names that stand for numbers from `from` on. */
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59, words: [] },
  { name: 'hour', from: 0, to: 23, words: [] },
  { name: 'day of the month', from: 1, to: 31, words: [] },
  { name: 'month', from: 1, to: 12, words: MONTHS },
  { name: 'day of the week', from: 0, to: 6, words: DAYS },
];

const NAMED = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const EVERY = /^@every (?:[0-9]+(?:\.[0-9]*)?(?:ns|us|µs|ms|s|m|h))+$/;

/** What is wrong with a schedule, as the rest of a sentence that starts with it; undefined for good ones. */
export function cronProblem(schedule: string): string | undefined {
  if (schedule.includes('TZ')) return 'must not name a time zone; "timeZone" does';
  if (schedule.startsWith('@')) {
    if (NAMED.test(schedule) || EVERY.test(schedule)) return undefined;
    return 'is none of @yearly, @monthly, @weekly, @daily, @hourly and @every with a duration';
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) return `must have five fields and has ${parts.length}`;
  for (const [i, field] of FIELDS.entries()) {
    const part = parts[i] ?? '';
    if (!part.split(',').every((one) => isRange(one, field))) return `has no ${field.name} "${part}"`;
  }
  return undefined;
}

/** `*`, `?`, `5`, `1-5`, each with `/step`; a single number with a step runs to the end. */
function isRange(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9][0-9]{0,5}$|^0+[1-9][0-9]{0,3}$/.test(step))) return false;
  // What follows a star is not looked at.
  if (/^[*?](?:-|$)/.test(range)) return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  const [low, high = low] = ends;
  return ends.length <= 2 && low !== undefined && high !== undefined && low >= field.from && high <= field.to && low <= high;
}

function numberOf(text: string, { words, from }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + from;
  return /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined;
}
