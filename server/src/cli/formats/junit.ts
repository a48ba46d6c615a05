/** The report as JUnit's XML: a suite for each file with problems, a failed case for each problem that fails the check. */
import { type Problem, type Report, reaches } from '../report.ts';
import { visible } from '../visible.ts';

export function junit(report: Report): string {
  const suites = new Map<string, Problem[]>();
  for (const problem of report.problems) suites.set(problem.file, [...(suites.get(problem.file) ?? []), problem]);
  const fails = (problem: Problem): boolean => reaches(problem.severity, report.failOn);
  const seconds = (report.durationMs / 1000).toFixed(3);
  const written = [...suites].map(([file, problems]) => suite(file, problems, fails));
  // A run without problems is one case that passed, because readers take no case for a broken run.
  if (written.length === 0)
    written.push(
      `  <testsuite name="plumbline" tests="1" failures="0">\n    <testcase name="check" classname="plumbline"/>\n  </testsuite>\n`,
    );
  const counts = `tests="${Math.max(1, report.problems.length)}" failures="${report.problems.filter(fails).length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="plumbline" ${counts} time="${seconds}">\n${written.join('')}</testsuites>\n`;
}

function suite(file: string, problems: readonly Problem[], fails: (problem: Problem) => boolean): string {
  const cases = problems.map((problem) => {
    const { rule, severity, message, range, url } = problem;
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    const text = xml(`${place} ${severity} ${message}\n${url}`);
    const name = xml(`${rule} ${range.start.line + 1}:${range.start.character + 1}`);
    const body = fails(problem)
      ? `<failure type="${xml(severity)}" message="${xml(message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`;
    return `    <testcase name="${name}" classname="${xml(file)}" file="${xml(file)}" line="${range.start.line + 1}">${body}</testcase>\n`;
  });
  const counts = `tests="${problems.length}" failures="${problems.filter(fails).length}"`;
  return `  <testsuite name="${xml(file)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

/** Line breaks stay; other controls have no place in XML at all and are spelled out. */
function xml(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
