/** The report as workflow commands, which GitHub Actions shows on the lines of the pull request. */
import { type Problem, type Report, SEVERITIES, type Severity } from '../report.ts';
import { visible } from '../visible.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' };

/** GitHub shows the first ten annotations of a kind, so that the most severe come first. */
export function github(report: Report): string {
  const ordered = SEVERITIES.flatMap((severity) => report.problems.filter((problem) => problem.severity === severity));
  return ordered.map(command).join('');
}

function command({ severity, file, range, rule, message }: Problem): string {
  const { start, end } = range;
  // Columns are understood only within one line, and the end counts in.
  const columns =
    start.line === end.line ? { col: start.character + 1, endColumn: Math.max(start.character + 1, end.character) } : {};
  const properties = { file, line: start.line + 1, endLine: end.line + 1, ...columns, title: rule };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[severity]} ${written.join(',')}::${data(message)}\n`;
}

/** As the runner reads it back: percent signs and line breaks of the value must not end the command. */
function data(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
