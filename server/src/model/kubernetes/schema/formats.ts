/** Texts with a form of their own, as the API server's decoders read them. */

/** `resource.ParseQuantity`: a decimal number with one of its suffixes or a decimal exponent. */
const QUANTITY = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$/;

/** True for `500m`, `1Gi`, `1e3`; blanks around it are left out, as the decoder does. */
export function isQuantity(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST_NUMBER && QUANTITY.test(trimmed);
}

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** What a quantity amounts to, near enough to compare; undefined for what is none. */
export function quantity(text: string): number | undefined {
  const trimmed = text.trim();
  if (!isQuantity(trimmed)) return undefined;
  const suffix = /[a-zA-Z]*$/.exec(trimmed)?.[0] ?? '';
  // `1e3` and `1E3` are exponents, `1E` is a suffix.
  return /[eE][-+]?[0-9]/.test(trimmed)
    ? Number(trimmed)
    : Number(trimmed.slice(0, trimmed.length - suffix.length)) * (SUFFIXES[suffix] ?? 1);
}

/** More digits than any quantity means; longer ones are not looked at. */
const LONGEST_NUMBER = 100;

/** The quantity that was meant by another way to write it, such as `512MB`, `1gb` or `1K`; undefined where that is not plain. */
export function likelyQuantity(text: string): string | undefined {
  const found = /^([0-9]+(?:\.[0-9]+)?) ?([kmgtKMGT])(i?)[bB]?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, number = '', letter = '', binary = ''] = found;
  // Who writes "1gb" of memory means one of both kinds of gigabytes; the letter as it stands decides.
  const unit = binary === '' && letter.toUpperCase() === 'K' ? 'k' : letter.toUpperCase();
  return `${number}${binary === '' ? unit : `${letter.toUpperCase()}i`}`;
}

/** `encoding/base64.StdEncoding`, which skips line breaks. */
export function isBase64(text: string): boolean {
  const bare = text.replace(/[\r\n]+/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}

/** RFC 3339 with a time zone, as `time.Parse` takes it for times of objects. */
export function isTime(text: string): boolean {
  const found = /^\d{4}-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})$/.exec(text);
  if (found === null) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60;
}
