/** The engine's promises: early cut-off, tracked absence, durability, dropping, failures, cancellation. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepEqual } from '../../server/src/base/equal.ts';
import { Cancelled, Database, Inputs, input, QueryCycle, query } from '../../server/src/engine/database.ts';

const text = input<string, string | undefined>('text', undefined);
const words = query('words', (db, key: string) => (text(db, key) ?? '').split(' '), { equal: deepEqual });
const count = query('count', (db, key: string) => words(db, key).length);
const either = query('either', (db, _: '') => (text(db, 'a') === undefined ? text(db, 'b') : text(db, 'a')));

function executed(db: Database, work: () => unknown): string[] {
  const ran: string[] = [];
  db.observe((execution) => ran.push(`${execution.query} ${execution.key}`.trim()));
  work();
  db.observe(undefined);
  return ran;
}

test('a query runs once while nothing it read changes', () => {
  const db = new Database();
  db.set(text, 'a', 'x y');
  assert.deepEqual(
    executed(db, () => count(db, 'a')),
    ['words a', 'count a'],
  );
  db.set(text, 'other', '1');
  assert.deepEqual(
    executed(db, () => count(db, 'a')),
    [],
  );
});

test('an equal recomputed value leaves its readers valid', () => {
  const db = new Database();
  db.set(text, 'a', 'x y');
  count(db, 'a');
  db.set(text, 'a', 'x z');
  assert.deepEqual(
    executed(db, () => count(db, 'a')),
    ['words a', 'count a'],
  );
  const same = query('same', (db, _: '') => (text(db, 'a') ?? '').length);
  const reader = query('reader', (db, _: '') => same(db, '') + 1);
  reader(db, '');
  db.set(text, 'a', 'q r');
  assert.deepEqual(
    executed(db, () => reader(db, '')),
    ['same'],
  );
});

test('reading what was never written is tracked', () => {
  const db = new Database();
  assert.equal(either(db, ''), undefined);
  db.set(text, 'b', 'second');
  assert.equal(either(db, ''), 'second');
  db.set(text, 'a', 'first');
  assert.equal(either(db, ''), 'first');
  db.set(text, 'b', 'no longer read');
  assert.deepEqual(
    executed(db, () => either(db, '')),
    [],
  );
});

test('a change of an open file does not walk what read only closed ones, and a closed file still wakes its readers', () => {
  const db = new Database();
  db.set(text, 'closed', 'x', 1);
  db.set(text, 'open', 'x', 0);
  count(db, 'closed');
  db.set(text, 'open', 'x y', 0);
  assert.equal(count(db, 'closed'), 1);
  db.set(text, 'closed', 'x y', 0);
  assert.equal(count(db, 'closed'), 2);
  db.set(text, 'closed', 'x y z', 0);
  assert.equal(count(db, 'closed'), 3);
  db.set(text, 'closed', 'x', 1);
  assert.equal(count(db, 'closed'), 1);
});

test('dropped values come back without waking readers', () => {
  const db = new Database();
  const big = query('big', (db, key: string) => [text(db, key)], { retain: 1 });
  const reader = query('bigReader', (db, key: string) => big(db, key).length);
  db.set(text, 'a', '1');
  db.set(text, 'b', '2');
  reader(db, 'a');
  reader(db, 'b');
  assert.deepEqual(
    executed(db, () => reader(db, 'a')),
    [],
  );
  assert.deepEqual(
    executed(db, () => [big(db, 'a'), reader(db, 'a')]),
    ['big a'],
  );
  db.set(text, 'c', '3');
  assert.deepEqual(
    executed(db, () => reader(db, 'a')),
    [],
  );
});

test('a query that renews keeps the newest of equal values and wakes nobody', () => {
  const db = new Database();
  const trimmed = query('trimmed', (db, key: string) => ({ words: (text(db, key) ?? '').trim(), written: text(db, key) }), {
    equal: (a, b) => a.words === b.words,
    renews: true,
  });
  const reader = query('trimmedReader', (db, key: string) => trimmed(db, key).words.length);
  db.set(text, 'a', 'x');
  reader(db, 'a');
  db.set(text, 'a', ' x ');
  assert.deepEqual(
    executed(db, () => reader(db, 'a')),
    ['trimmed a'],
  );
  assert.equal(trimmed(db, 'a').written, ' x ');
});

test('a failure is kept, thrown again, and gone when its input changes', () => {
  const db = new Database();
  const failing = query('failing', (db, key: string) => {
    if (text(db, key) === 'bad') throw new Error('bad text');
    return text(db, key);
  });
  db.set(text, 'a', 'bad');
  assert.throws(() => failing(db, 'a'), /bad text/);
  assert.deepEqual(
    executed(db, () => assert.throws(() => failing(db, 'a'))),
    [],
  );
  db.set(text, 'a', 'good');
  assert.equal(failing(db, 'a'), 'good');
});

test('a query that needs itself is reported with the chain', () => {
  const db = new Database();
  const ring: ReturnType<typeof query<string, number>> = query('ring', (db, key: string): number => ring(db, key) + 1);
  assert.throws(() => ring(db, 'a'), QueryCycle);
});

test('cancelled work leaves nothing half built', () => {
  const db = new Database();
  db.set(text, 'a', 'x y');
  assert.throws(
    () =>
      db.cancellable(
        () => true,
        () => count(db, 'a'),
      ),
    Cancelled,
  );
  assert.equal(count(db, 'a'), 2);
});

test('queries may not write', () => {
  const db = new Database();
  const writer = query('writer', (db, _: '') => db.set(text, 'a', 'x'));
  assert.throws(() => writer(db, ''), /writes an input/);
});

test('with a clock, each execution says how long it took', () => {
  const db = new Database();
  const took: number[] = [];
  let time = 0;
  db.observe(
    (execution) => took.push(execution.milliseconds),
    () => time++,
  );
  count(db, 'a');
  assert.deepEqual(took, [1, 3]);
});

test('forgetting drops what nobody asks for any more', () => {
  const db = new Database();
  db.set(text, 'a', 'x');
  db.set(text, 'b', 'x');
  count(db, 'a');
  count(db, 'b');
  db.set(text, 'b', 'x y', 0);
  count(db, 'b');
  db.forget(db.revision);
  assert.equal(db.sizes().get('count'), 1);
  assert.equal(count(db, 'a'), 1);
});

test('a database takes over the inputs of another but for some, and keeps what it derived from equal ones', () => {
  const [db, other] = [new Database(), new Database()];
  other.set(text, 'a', 'x y');
  other.set(text, 'b', 'x y z');
  const instead = new Inputs();
  instead.set(text, 'b', 'old');
  db.set(text, 'gone', 'x');
  db.adopt(other, instead);
  assert.deepEqual([text(db, 'a'), text(db, 'b'), text(db, 'gone'), text(other, 'b')], ['x y', 'old', undefined, 'x y z']);
  assert.equal(count(db, 'a'), 2);
  other.set(text, 'b', 'x');
  db.adopt(other, instead);
  assert.deepEqual(
    executed(db, () => count(db, 'a')),
    [],
  );
  assert.equal(text(db, 'b'), 'old');
  db.adopt(other, new Inputs());
  assert.equal(text(db, 'b'), 'x');
});

test('a fork begins with all that is known, goes its own way, and leaves the origin as it is', () => {
  const text = input<string, string>('text', '');
  let runs = 0;
  const length = query('length', (db: Database, key: string) => {
    runs++;
    return text(db, key).length;
  });
  const sum = query('sum', (db: Database, _: '') => length(db, 'a') + length(db, 'b'));
  const db = new Database();
  db.set(text, 'a', 'one', 0);
  db.set(text, 'b', 'three');
  assert.equal(sum(db, ''), 8);
  const fork = db.fork();
  assert.equal(sum(fork, ''), 8);
  assert.equal(runs, 2);
  fork.set(text, 'b', '');
  assert.equal(sum(fork, ''), 3);
  fork.set(text, 'a', 'o', 0);
  assert.equal(sum(fork, ''), 1);
  assert.equal(sum(fork.fork(), ''), 1);
  assert.equal(runs, 4);
  assert.equal(sum(db, ''), 8);
  assert.equal(runs, 4);
});
