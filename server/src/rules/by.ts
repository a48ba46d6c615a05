/** How reports say that they rest on what one release of a project takes, which need not be the one in the cluster. */
import type { Severity } from './rule.ts';

interface Told {
  /** Who describes the kind so: '' where it is certain. */
  readonly by: string;
}

/** The end of a sentence. */
export function by({ by }: Told): string {
  return by === '' ? '' : ` (by ${by})`;
}

/** What such a report is at most: what looks like a slip is a warning, what a newer release may have brought is not. */
export function milder({ by }: Told, maybeNewer = false): { readonly severity?: Severity } {
  return by === '' ? {} : { severity: maybeNewer ? 'info' : 'warning' };
}
