/** Kubernetes' quantities (`resource.Quantity`), exact. */
import { compareQuantities } from '../compare.ts';
import { func, INT, method, type Overload, QUANTITY, STRING } from '../overload.ts';
import { Failure } from '../run.ts';
import { Quantity } from '../values.ts';

const FORM = /^([-+]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([-+]?\d{1,4}))?$/;
const DECIMAL = new Map([...'numkMGTPE'].map((letter, i) => [letter, [-9, -6, -3, 3, 6, 9, 12, 15, 18][i] ?? 0]));
const BINARY = 'KMGTPE';
const LONGEST = 300;
/** Finer amounts are rounded up. */
const NANO = 9;
const MOST_DIGITS = 18;
const MOST = 2n ** 63n - 1n;

/** Undefined for what is no quantity. */
export function quantityOf(text: string): Quantity | undefined {
  const found = text.length > LONGEST ? null : FORM.exec(text);
  if (found === null) return undefined;
  const [, sign, whole = '', rest = '', suffix = '', exponent = '0'] = found;
  if (whole === '' && rest === '') return undefined;
  const count = Math.max(whole.replace(/^0+/, '').length, 1) + rest.length;
  const shift = suffix.endsWith('i') ? BINARY.indexOf(suffix.charAt(0)) * 10 + 10 : 0;
  const digits = BigInt(whole + rest) * 2n ** BigInt(shift);
  const scale = rest.length - Number(exponent) - (DECIMAL.get(suffix) ?? 0);
  const isShort =
    shift === 0 ? count <= MOST_DIGITS && scale <= NANO : rest === '' && 14 - count - Math.trunc((shift * 3) / 10) >= 0;
  const rounded = roundedUp(digits, scale);
  const isCapped = shift > 0 && rounded.digits > MOST * 10n ** BigInt(Math.max(rounded.scale, 0));
  const amount = isCapped ? { digits: MOST, scale: 0 } : rounded;
  return new Quantity(sign === '-' ? -amount.digits : amount.digits, amount.scale, !isShort || digits > MOST);
}

function roundedUp(digits: bigint, scale: number): { readonly digits: bigint; readonly scale: number } {
  if (scale <= NANO) return { digits, scale };
  const unit = 10n ** BigInt(scale - NANO);
  return { digits: (digits + unit - 1n) / unit, scale: NANO };
}

/** Undefined for what 64 bits do not hold, and for fractions. */
function wholeOf({ digits, scale, isLarge }: Quantity): bigint | undefined {
  if (isLarge || scale > 0) return undefined;
  const value = digits * 10n ** BigInt(-scale);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function sum(a: Quantity, b: Quantity, sign: bigint): Quantity {
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [a, b].map((one) => one.digits * 10n ** BigInt(scale - one.scale)) as [bigint, bigint];
  const digits = x + sign * y;
  return new Quantity(digits, scale, a.isLarge || b.isLarge || BigInt.asIntN(64, digits) !== digits);
}

const ofInt = (value: bigint): Quantity => new Quantity(value, 0, false);
const signOf = (value: bigint): bigint => (value < 0n ? -1n : value > 0n ? 1n : 0n);

export const QUANTITIES: readonly Overload[] = [
  func('quantity', [STRING], (_, text) => {
    const found = quantityOf(text);
    if (found === undefined)
      throw new Failure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return found;
  }),
  func('isQuantity', [STRING], (_, text) => quantityOf(text) !== undefined),
  func('sign', [QUANTITY], (_, { digits }) => signOf(digits)),
  method('sign', [QUANTITY], (_, { digits }) => signOf(digits)),
  method('isGreaterThan', [QUANTITY, QUANTITY], (_, a, b) => compareQuantities(a, b) > 0),
  method('isLessThan', [QUANTITY, QUANTITY], (_, a, b) => compareQuantities(a, b) < 0),
  method('compareTo', [QUANTITY, QUANTITY], (_, a, b) => BigInt(compareQuantities(a, b))),
  method('isInteger', [QUANTITY], (_, value) => wholeOf(value) !== undefined),
  method('asInteger', [QUANTITY], (_, value) => {
    const found = wholeOf(value);
    if (found === undefined) throw new Failure('cannot convert value to integer');
    return found;
  }),
  method('asApproximateFloat', [QUANTITY], (_, { digits, scale }) =>
    scale === 0 ? Number(digits) : Number(digits) * 10 ** -scale,
  ),
  method('add', [QUANTITY, QUANTITY], (_, a, b) => sum(a, b, 1n)),
  method('add', [QUANTITY, INT], (_, a, b) => sum(a, ofInt(b), 1n)),
  method('sub', [QUANTITY, QUANTITY], (_, a, b) => sum(a, b, -1n)),
  method('sub', [QUANTITY, INT], (_, a, b) => sum(a, ofInt(b), -1n)),
];
