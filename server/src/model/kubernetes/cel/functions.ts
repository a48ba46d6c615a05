/** The functions that expressions may call: those of the language and those that Kubernetes adds. */
import { CONVERSIONS } from './functions/conversions.ts';
import { FORMATS } from './functions/formats.ts';
import { LISTS } from './functions/lists.ts';
import { NETS } from './functions/nets.ts';
import { OPTIONALS } from './functions/optionals.ts';
import { QUANTITIES } from './functions/quantities.ts';
import { REGEXES } from './functions/regexes.ts';
import { SEMVERS } from './functions/semvers.ts';
import { STRINGS } from './functions/strings.ts';
import { TIMES } from './functions/times.ts';
import { URLS } from './functions/urls.ts';
import type { Overload } from './overload.ts';

const ALL: readonly Overload[] = [
  ...CONVERSIONS,
  ...STRINGS,
  ...REGEXES,
  ...LISTS,
  ...OPTIONALS,
  ...TIMES,
  ...QUANTITIES,
  ...NETS,
  ...URLS,
  ...SEMVERS,
  ...FORMATS,
];

/** By the whole name: `size`, `sets.contains`. */
export const FUNCTIONS: ReadonlyMap<string, readonly Overload[]> = byName('function');

/** What is called on a value, which is the first argument. */
export const METHODS: ReadonlyMap<string, readonly Overload[]> = byName('method');

function byName(kind: Overload['kind']): ReadonlyMap<string, readonly Overload[]> {
  const found = new Map<string, Overload[]>();
  for (const one of ALL) if (one.kind === kind) found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return found;
}
