/** What `check` found, in the form that every format writes: paths relative to the root, lines and characters. */
import type { Range } from '../base/lines.ts';
import type { Diagnostic } from '../ide/diagnostics.ts';

export type Severity = Diagnostic['severity'];

/** From the most to the least severe. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export interface Located {
  /** Relative to the report's root, with `/`. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

export interface Problem extends Located {
  readonly rule: string;
  readonly severity: Severity;
  readonly url: string;
  readonly fixable: boolean;
  readonly related: readonly Located[];
  /** The line where the problem starts, without its end. */
  readonly line: string;
}

export interface Report {
  /** Relative to the working directory. */
  readonly root: string;
  readonly files: number;
  readonly objects: number;
  readonly durationMs: number;
  readonly version: string;
  /** What is shown, by file and place. */
  readonly problems: readonly Problem[];
  /** Counts of all that was found, also of what is not shown. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** The lowest severity that fails the check. */
  readonly failOn: Severity | 'never';
}

/** True where `severity` is `least` or worse. */
export function reaches(severity: Severity, least: Severity | 'never'): boolean {
  return least !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
