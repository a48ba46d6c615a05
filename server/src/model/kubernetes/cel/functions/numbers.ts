/** Numbers as Go reads and writes them. */

/** `strconv.ParseFloat`, without its hexadecimal form. */
export function decimal(text: string): number | undefined {
  const word = /^([-+]?)(?:(inf|infinity)|nan)$/i.exec(text);
  if (word !== null)
    return word[2] === undefined ? Number.NaN : word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (text.length > 400 || !/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `fmt.Sprintf("%g")`: with an exponent from a million on. */
export function doubleText(value: number): string {
  const word = wordFor(value);
  if (word !== undefined) return word;
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return power < -4 || power >= 6 ? `${digits}e${padded(power)}` : plain(value);
}

/** `%e` with two digits at least. */
export function padded(power: number): string {
  return `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function wordFor(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return Object.is(value, -0) ? '-0' : undefined;
}

/** Without an exponent. */
export function plain(value: number): string {
  const text = String(value);
  const found = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', rest = '', power = '0'] = found;
  const digits = whole + rest;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}${point < digits.length ? `.${digits.slice(point)}` : ''}`;
}

/** `fmt.Sprintf("%.*f")`: of two that are as near, the even one. */
export function fixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  const exact = value.toFixed(100);
  const end = exact.length - 100 + digits;
  const cut = digits === 0 ? exact.slice(0, end - 1) : exact.slice(0, end);
  const isTie = /^50*$/.test(exact.slice(end));
  return isTie && /[02468]$/.test(cut) ? cut : value.toFixed(digits);
}

/** Division that rounds down, also below zero. */
export function floored(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
