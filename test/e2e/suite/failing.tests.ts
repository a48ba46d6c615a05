/** See failing.ts. */
import assert from 'node:assert/strict';

describe('a suite', () => {
  it('with a test that passes', () => assert.equal(1, 1));
  it('with a test that fails', () => assert.equal(1, 2));
});
