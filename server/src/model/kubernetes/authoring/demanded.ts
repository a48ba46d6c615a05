/** What the definition of a custom kind demands of a place beyond its type, in lines that people read. */
import type { Database } from '../../../engine/database.ts';
import type { Checks, Span } from '../schema/checks.ts';
import { describedKind } from '../schema/described.ts';
import type { Place } from '../schema/rules/place.ts';
import type { Path } from './spot.ts';

/** Rules that are shown of a place, and how much of each. */
const MOST_RULES = 5;
const LONGEST = 200;

/** Of a kind by its `apiVersion kind`. Rules are told in their own words, and as they are computed where they have none. */
export function demandedBy(db: Database, kind: string, path: Path): readonly string[] {
  const [shape] = describedKind(db, kind).shapes;
  const place = path.reduce<Place | undefined>(
    (of, step) => (typeof step === 'number' ? of?.inside : (of?.fields?.get(step) ?? (of?.is === 'map' ? of.inside : undefined))),
    shape?.rules,
  );
  const checks = path.reduce<Checks | undefined>(
    (of, step) => (typeof step === 'number' ? of?.items : (of?.fields?.get(step) ?? of?.values)),
    shape?.checks,
  );
  const rules = (place?.rules ?? []).slice(0, MOST_RULES);
  return [...demands(checks), ...rules.map(({ rule, message }) => `Rule: ${cut(message?.trim() || rule.trim())}`)];
}

function* demands(checks: Checks | undefined): Generator<string> {
  if (checks?.pattern !== undefined) yield `Matches ${cut(checks.pattern)}`;
  if (checks?.format !== undefined) yield `Format ${checks.format}.`;
  if (checks?.length !== undefined) yield* counted(checks.length, 'character');
  if (checks?.count !== undefined) yield* counted(checks.count, 'item');
}

function* counted({ least, most }: Span, what: string): Generator<string> {
  const many = (count: number): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  if (most === Number.POSITIVE_INFINITY) {
    if (least > 0) yield `At least ${many(least)}.`;
  } else yield least > 0 ? `From ${least} to ${many(most)}.` : `At most ${many(most)}.`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
