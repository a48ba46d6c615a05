/** For any sequence of writes and reads the engine answers as if everything had been computed afresh. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deepEqual } from '../../server/src/base/equal.ts';
import { Database, input, type Query, query } from '../../server/src/engine/database.ts';

const CELLS = ['a', 'b', 'c', 'd', 'e'] as const;

/** A small spreadsheet: what a query reads depends on what it has read before, as in the real model. */
function spreadsheet(options: { readonly forgetful?: boolean; readonly retain?: number } = {}) {
  const cell = input<string, number>('cell', 0);
  const stale = new Map<string, number>();
  const shape = query('shape', (db, key: string) => [cell(db, key) % 3], { equal: deepEqual, retain: options.retain ?? 0 });
  const pick = query('pick', (db, key: string): number => {
    const kind = shape(db, key)[0] ?? 0;
    if (options.forgetful) {
      // The planted fault: an answer kept beside the engine.
      const kept = stale.get(key);
      if (kept !== undefined) return kept;
      stale.set(key, kind);
    }
    const index = CELLS.indexOf(key as (typeof CELLS)[number]);
    return kind === 0
      ? cell(db, key)
      : kind === 1
        ? (shape(db, CELLS[(index + 1) % 5] ?? 'a')[0] ?? 0)
        : cell(db, CELLS[(index + 2) % 5] ?? 'a');
  });
  const total: Query<string, number> = query('total', (db, key: string) =>
    CELLS.reduce((sum, one) => sum + (one < key ? pick(db, one) : (shape(db, one)[0] ?? 0)), 0),
  );
  return { cell, shape, pick, total };
}

type Step =
  | { readonly do: 'write'; readonly key: string; readonly value: number; readonly durability: 0 | 1 }
  | { readonly do: 'read'; readonly key: string }
  | { readonly do: 'forget' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    key: fc.constantFrom(...CELLS),
    value: fc.nat(6),
    durability: fc.constantFrom<0 | 1>(0, 1),
  }),
  fc.record({ do: fc.constant('read' as const), key: fc.constantFrom(...CELLS) }),
  fc.record({ do: fc.constant('forget' as const) }),
);

/** Plays the steps and compares every answer with that of a database that was never asked before. */
function agrees(steps: readonly Step[], options: Parameters<typeof spreadsheet>[0]): boolean {
  const { cell, pick, total } = spreadsheet(options);
  const db = new Database();
  const written = new Map<string, number>();
  for (const one of steps) {
    if (one.do === 'write') {
      db.set(cell, one.key, one.value, one.durability);
      written.set(one.key, one.value);
    } else if (one.do === 'forget') db.forget(db.revision);
    else {
      const reference = spreadsheet();
      const fresh = new Database();
      for (const [key, value] of written) fresh.set(reference.cell, key, value);
      if (total(db, one.key) !== reference.total(fresh, one.key) || pick(db, one.key) !== reference.pick(fresh, one.key))
        return false;
    }
  }
  return true;
}

test('incremental equals from scratch', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => agrees(steps, {})),
    { numRuns: 500 },
  );
});

test('incremental equals from scratch where values are dropped all the time', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => agrees(steps, { retain: 1 })),
    { numRuns: 500 },
  );
});

test('the comparison finds a planted fault', () => {
  const outcome = fc.check(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => agrees(steps, { forgetful: true })),
    { numRuns: 500 },
  );
  assert.equal(outcome.failed, true);
});
