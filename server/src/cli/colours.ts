/** Colours for terminals, by the conventions of NO_COLOR and FORCE_COLOR. */
import type { Severity } from './report.ts';
import type { Stream, World } from './world.ts';

/** Puts colour around text, or nothing. */
export interface Colours {
  severity(severity: Severity, text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const CODES: Readonly<Record<Severity, string>> = { error: '31', warning: '33', info: '36', hint: '35' };

/** NO_COLOR switches off, then FORCE_COLOR on (`0` and `false` off), then the terminal decides, unless it is a dumb one. */
export function coloursFor(stream: Stream, env: World['env']): Colours {
  const paint = usesColours(stream, env)
    ? (code: string, text: string) => `\x1b[${code}m${text}\x1b[0m`
    : (_: string, text: string) => text;
  return {
    severity: (severity, text) => paint(`1;${CODES[severity]}`, text),
    dim: (text) => paint('2', text),
    bold: (text) => paint('1', text),
  };
}

function usesColours(stream: Stream, env: World['env']): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY && env.TERM !== 'dumb';
}
