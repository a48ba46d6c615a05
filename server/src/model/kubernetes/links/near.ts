/** Names that are probably the same one, misspelled: stricter than for words, since names of objects are often siblings. */
import { editDistance } from '../../../base/near.ts';

/** The candidate that a name is a misspelling of; undefined where none or several could be meant. */
export function misspelled(name: string, candidates: Iterable<string>): string | undefined {
  const found = new Set<string>();
  for (const candidate of candidates) if (candidate !== name && isMisspelling(name, candidate)) found.add(candidate);
  const [first] = found;
  return found.size === 1 ? first : undefined;
}

/**
 * True where two names differ by their signs, or by a slip in one word that leaves it recognisable: `web-config` and
 * `web_confg`, never `web-1` and `web-2`, `db-ro` and `db-rw` or `app-dev` and `app-prod`.
 */
export function isMisspelling(a: string, b: string): boolean {
  const [left, right] = [words(a), words(b)];
  if (left.join('') === right.join('')) return true;
  if (left.length !== right.length) return false;
  const differing = left.flatMap((word, i) => (word === right[i] ? [] : [[word, right[i] ?? ''] as const]));
  const [only] = differing;
  return differing.length === 1 && only !== undefined && isSlip(only[0], only[1]);
}

function words(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[-_.]+/)
    .filter(Boolean);
}

function isSlip(a: string, b: string): boolean {
  // Digits tell siblings apart.
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  const distance = editDistance(a, b);
  return distance === 1 || (distance === 2 && shorter >= 8);
}
