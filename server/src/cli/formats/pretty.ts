/** The report for people: each problem with its line and what is wrong on it underlined. */
import { type Colours, coloursFor } from '../colours.ts';
import type { Problem, Report, Severity } from '../report.ts';
import { SEVERITIES } from '../report.ts';
import { columnsOf, visible } from '../visible.ts';
import type { World } from '../world.ts';

/** Columns of source shown where the terminal does not say how wide it is. */
const WIDTH = 120;
const TAB = '    ';

export function pretty(report: Report, world: World): string {
  const colours = coloursFor(world.out, world.env);
  const width = Math.max(40, (world.out.columns ?? WIDTH) - 10);
  const base = report.root === '.' ? '' : `${report.root}/`;
  const blocks = report.problems.map((problem) => block(problem, base, colours, width));
  return `${blocks.join('')}${summary(report, colours)}\n`;
}

function block(problem: Problem, base: string, colours: Colours, width: number): string {
  const { severity, rule, message, related } = problem;
  const lines = [
    `${colours.bold(address(problem, base))} ${colours.severity(severity, severity)} ${colours.dim(visible(rule))}`,
    `  ${visible(message)}`,
    ...excerpt(problem, colours, width),
    ...related.map((one) => colours.dim(`  ${address(one, base)} ${visible(one.message)}`)),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** `file:line:column`, counted from 1, as editors and terminals open it. */
function address({ file, range }: Pick<Problem, 'file' | 'range'>, base: string): string {
  return `${visible(base + file)}:${range.start.line + 1}:${range.start.character + 1}`;
}

function excerpt({ line, range, severity }: Problem, colours: Colours, width: number): readonly string[] {
  if (line.trim() === '') return [];
  const start = Math.min(range.start.character, line.length);
  const end = range.end.line === range.start.line ? Math.min(range.end.character, line.length) : line.trimEnd().length;
  // A window into very long lines, with the problem in its first third.
  const from = line.length <= width ? 0 : Math.max(0, Math.min(start - Math.floor(width / 3), line.length - width));
  const to = Math.min(line.length, from + width);
  const [before, marked, after] = [
    line.slice(from, start),
    line.slice(start, Math.min(end, to)),
    line.slice(Math.max(start, Math.min(end, to)), to),
  ];
  const lead = `${from > 0 ? '…' : ''}${shown(before)}`;
  const carets = '^'.repeat(Math.max(1, columns(shown(marked))));
  const number = String(range.start.line + 1).padStart(5);
  return [
    `${colours.dim(`${number} │`)} ${lead}${shown(marked)}${shown(after)}${to < line.length ? '…' : ''}`,
    `${colours.dim(`${' '.repeat(number.length)} │`)} ${' '.repeat(columns(lead))}${colours.severity(severity, carets)}`,
  ];
}

function shown(text: string): string {
  return visible(text.replaceAll('\t', TAB));
}

function columns(text: string): number {
  let count = 0;
  for (const character of text) count += columnsOf(character);
  return count;
}

function summary(report: Report, colours: Colours): string {
  const { counts, files, objects, durationMs, problems } = report;
  const found = SEVERITIES.filter((severity) => counts[severity] > 0);
  const where = `${plural(files, 'file')} with ${plural(objects, 'object')}, ${(durationMs / 1000).toFixed(1)} s`;
  if (found.length === 0) return `No problems in ${where}.`;
  const told = found.map((severity) => colours.severity(severity, plural(counts[severity], NOUNS[severity])));
  const total = found.reduce((sum, severity) => sum + counts[severity], 0);
  const hidden = total > problems.length ? ` ${plural(total - problems.length, 'problem')} not shown.` : '';
  const fixable = problems.filter((problem) => problem.fixable).length;
  const fixes = fixable > 0 ? ` ${fixable} of them can be fixed in the editor.` : '';
  return `${told.join(', ')} in ${where}.${hidden}${fixes}`;
}

const NOUNS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'hint' };

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
