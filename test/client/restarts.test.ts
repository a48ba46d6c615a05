/** A server that keeps ending is left stopped, one that ends now and then is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartBudget } from '../../client/src/restarts.ts';

test('four ends within the span are forgiven, the fifth is not', () => {
  const budget = new RestartBudget(4, 1000);
  assert.deepEqual(
    [0, 100, 200, 300, 400].map((now) => budget.spend(now)),
    [true, true, true, true, false],
  );
  assert.equal(budget.count, 5);
});

test('ends that lie further apart than the span are forgiven for ever', () => {
  const budget = new RestartBudget(1, 1000);
  assert.deepEqual(
    [0, 1000, 2000, 3000].map((now) => budget.spend(now)),
    [true, true, true, true],
  );
  assert.equal(budget.spend(3999), false);
});

test('a restart that a person asks for begins anew, and forgets no crash', () => {
  const budget = new RestartBudget(1, 1000);
  budget.spend(0);
  budget.forget();
  assert.equal(budget.spend(1), true);
  assert.equal(budget.count, 2);
});
