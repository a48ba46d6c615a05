/** Where two lists of built objects first differ, said in one line. */

export interface Difference {
  /** The object and the path in it. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

/** The first difference in order and content; undefined where there is none. */
export function firstDifference(expected: readonly unknown[], actual: readonly unknown[]): Difference | undefined {
  const wanted = expected.map(identity);
  const got = actual.map(identity);
  const index = wanted.findIndex((one, i) => one !== got[i]);
  if (index >= 0 || wanted.length !== got.length) {
    const missing = wanted.filter((one) => !got.includes(one));
    const extra = got.filter((one) => !wanted.includes(one));
    if (missing.length + extra.length > 0) return { at: 'objects', expected: listed(missing), actual: listed(extra) };
    if (wanted.length !== got.length) return { at: 'number of objects', expected: `${wanted.length}`, actual: `${got.length}` };
    return { at: `order, from object ${index}`, expected: listed(wanted.slice(index)), actual: listed(got.slice(index)) };
  }
  for (const [i, object] of expected.entries()) {
    const found = differs(object, actual[i], '');
    if (found !== undefined) return { ...found, at: `${wanted[i]} ${found.at || '/'}` };
  }
  return undefined;
}

function identity(object: unknown): string {
  const metadata = field(object, 'metadata');
  return [field(object, 'apiVersion'), field(object, 'kind'), field(metadata, 'namespace'), field(metadata, 'name')]
    .map((part) => part ?? '-')
    .join(' ');
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differs(a: unknown, b: unknown, path: string): Difference | undefined {
  if (Object.is(a, b) || (a === 0 && b === 0)) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const found = differs(a[i], b[i], `${path}/${i}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = differs(field(a, key), field(b, key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return { at: path, expected: short(a), actual: short(b) };
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown || 'nothing';
}
