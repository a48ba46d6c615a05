/** Numbers as a person reads them. */

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** Bytes in megabytes. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('en-US')} MB`;
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [31_557_600, 'y'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** How long ago a time (RFC 3339) was, in its largest unit; undefined for what is no time. */
export function ago(time: string, now: number): string | undefined {
  const seconds = (now - Date.parse(time)) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  for (const [unit, name] of UNITS) if (seconds >= unit) return `${Math.floor(seconds / unit)} ${name}`;
  return 'just now';
}
