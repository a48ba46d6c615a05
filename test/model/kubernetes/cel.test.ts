/** Expressions of the Common Expression Language: what they come to, how they end without a value, and what they may cost. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile, type Outcome } from '../../../server/src/model/kubernetes/cel/compile.ts';
import { Dict, List, UNKNOWN, type Value } from '../../../server/src/model/kubernetes/cel/values.ts';

const STEPS = 250_000;

function evaluate(text: string, self: Value = null, steps = STEPS): Outcome {
  const program = compile(text, ['self']);
  if ('problem' in program) throw new Error(`${text} ${program.problem}`);
  return program.evaluate(new Map([['self', self]]), steps);
}

function value(text: string, self: Value = null): Value | string {
  const outcome = evaluate(text, self);
  if (outcome.is === 'value') return outcome.value;
  return outcome.is === 'failure' ? `failure: ${outcome.message}` : outcome.is;
}

describe('expressions', () => {
  test('come to values of exact types', () => {
    assert.equal(value('9223372036854775807 - 1'), 9223372036854775806n);
    assert.equal(value('7 / 2 * 2 + 7 % 2'), 7n);
    assert.equal(value('1.0 / 4.0'), 0.25);
    assert.equal(value("'a' + 'b' in ['ab']"), true);
    assert.equal(value("'%s: %d'.format(['x', 5])"), 'x: 5');
    assert.equal(value("quantity('1.5Gi').isGreaterThan(quantity('1500M'))"), true);
    assert.equal(value("duration('90m') == duration('1h30m')"), true);
  });

  test('fail as the API server says', () => {
    assert.equal(value('9223372036854775807 + 1'), 'failure: integer overflow');
    assert.equal(value('1 / 0'), 'failure: division by zero');
    assert.equal(value("{'a': 1}.b"), 'failure: no such key: b');
    assert.equal(value('[1][5]'), 'failure: index out of bounds: 5');
    assert.equal(value("dyn('a') < 1"), 'failure: no such overload');
  });

  test('are decided by one side where the other fails', () => {
    assert.equal(value('1 / 0 > 0 || true'), true);
    assert.equal(value('[0, 1].exists(x, 1 / x == 1)'), true);
    assert.equal(value('[0, 1].all(x, 1 / x == 2)'), false);
    assert.equal(value('1 / 0 > 0 || false'), 'failure: division by zero');
  });

  test('know nothing of what is not known, unless it does not matter', () => {
    const self = new Dict(new Map<string, Value>([['a', UNKNOWN]]), new Set(['a', 'b']));
    assert.equal(value('self.a > 1', self), 'unknown');
    assert.equal(value('self.a > 1 || true', self), true);
    assert.equal(value('self.a > 1 || self.b > 1', self), 'unknown');
    assert.equal(value('has(self.b)', self), false);
    // What the schema does not declare cannot be asked for: such a definition is refused as a whole.
    assert.equal(value('has(self.c)', self), 'unknown');
  });

  test('are refused where they are none, and where they have what Kubernetes has not', () => {
    for (const text of [
      '',
      '1 +',
      'self.',
      'a b',
      "'open",
      'has(self)',
      '[1, 2',
      'self ? 1',
      '1 = 1',
      'for',
      '9223372036854775808',
    ])
      assert.equal((compile(text, ['self']) as { is?: string }).is, 'invalid', text);
    for (const text of ['math.greatest(1, 2)', 'nothing', 'self.frobnicate()', 'size(1, 2)', 'cel.bind(a, 1, a)'])
      assert.equal((compile(text, ['self']) as { is?: string }).is, 'unsupported', text);
  });
});

describe('what expressions cost', () => {
  const numbers = new List(Array.from({ length: 100_000 }, (_, i) => BigInt(i)));
  const texts = new List(Array.from({ length: 50_000 }, (_, i) => `text ${i}`));
  const long = 'a'.repeat(1_000_000);
  const hostile: readonly (readonly [string, Value])[] = [
    ['self.all(a, self.all(b, self.all(c, a + b + c >= 0)))', numbers],
    ['self.map(a, self.map(b, a * b)).size() > 0', numbers],
    [`[self]${'.map(s, s + s)'.repeat(60)}.size() > 0`, 'x'],
    [`[[self]]${'.map(s, s + s)'.repeat(60)}.size() > 0`, 1n],
    ["self.matches('^(a+)+$')", `${long}b`],
    [`self.matches('${'(a?){100}'.repeat(40)}a')`, long],
    ["self.findAll('a').size() > 0", long],
    ["self.replace('a', self).size() > 0", long],
    ["self.split('').size() > 0", long],
    ['self.distinct().size() > 0', texts],
    ['self.sort().size() > 0', numbers],
    ['sets.equivalent(self, self)', texts],
    ['lists.range(9223372036854775807).size() > 0', null],
    ['self.exists(x, quantity(string(x) + "e9999").isLessThan(quantity("1")))', numbers],
    ["'%s'.format([self]).size() > 0", texts],
  ];
  for (const [text, self] of hostile)
    test(`is bounded: ${text.slice(0, 60)}`, () => {
      const before = process.cpuUsage();
      const { is } = evaluate(text, self);
      assert.ok(is === 'exhausted' || is === 'value', is);
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < 5_000_000, `${user + system} µs`);
    });

  test('neither depth nor length overflows a stack', () => {
    for (const text of [
      `${'('.repeat(20_000)}1${')'.repeat(20_000)}`,
      `${'['.repeat(20_000)}`,
      `${'!'.repeat(20_000)}true`,
      `1${' + 1'.repeat(20_000)}`,
      `self${'.a'.repeat(20_000)}`,
      `self${'[0]'.repeat(20_000)}`,
      `true${' && true'.repeat(10_000)}`,
      `${'true ? true : '.repeat(5000)}true`,
      `self${'.map(x, x)'.repeat(5000)}`,
    ])
      assert.doesNotThrow(() => compile(text, ['self']), text.slice(0, 20));
  });
});
