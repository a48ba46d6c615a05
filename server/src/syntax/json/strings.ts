/** What quoted texts and unquoted keys of JSON and JSON5 say. */

/** An escape that is not understood, by its offset in the text that was given. */
export interface BadEscape {
  readonly at: number;
  readonly length: number;
}

const SIMPLE = new Map<string, string>([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Escapes that only JSON5 knows; it also lets any other character stand for itself. */
const JSON5_ONLY = new Map<string, string>([
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
  ['\r', ''],
  ['\u2028', ''],
  ['\u2029', ''],
]);

/** The text with its escapes resolved; `bad` receives those that strict JSON (or any JSON) does not know. */
export function unescaped(text: string, isJson5: boolean, bad: (found: BadEscape) => void): string {
  let at = text.indexOf('\\');
  if (at < 0) return text;
  let result = '';
  let from = 0;
  for (; at >= 0; at = text.indexOf('\\', from)) {
    result += text.slice(from, at);
    const unit = text.charAt(at + 1);
    const digits = unit === 'u' ? 4 : unit === 'x' && isJson5 ? 2 : 0;
    from = at + 2 + digits;
    if (digits > 0) {
      const hex = text.slice(at + 2, from);
      if (hex.length === digits && /^[0-9a-fA-F]+$/.test(hex)) result += String.fromCharCode(Number.parseInt(hex, 16));
      else {
        bad({ at, length: 2 });
        from = at + 2;
      }
      continue;
    }
    const known = SIMPLE.get(unit) ?? (unit !== '' && '"\\/'.includes(unit) ? unit : undefined);
    if (known !== undefined) result += known;
    else if (isJson5 && unit !== '' && !/[1-9]/.test(unit)) {
      result += JSON5_ONLY.get(unit) ?? unit;
      if (unit === '\r' && text.charAt(from) === '\n') from++;
    } else {
      bad({ at, length: unit === '' ? 1 : 2 });
      result += unit;
    }
  }
  return result + text.slice(from);
}
