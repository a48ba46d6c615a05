/** The report as JSON, in the form that is stable from 0.1 on. */
import type { Located, Report } from '../report.ts';
import { visibleJson } from '../visible.ts';

/** Raised when a reader of the old form would misunderstand the new one. */
const VERSION = 1;

export function json(report: Report): string {
  const diagnostics = report.problems.map((problem) => ({
    code: problem.rule,
    severity: problem.severity,
    ...place(problem),
    url: problem.url,
    fixable: problem.fixable,
    related: problem.related.map(place),
  }));
  const { root, files, objects, durationMs } = report;
  return `${visibleJson(JSON.stringify({ version: VERSION, root, files, resources: objects, durationMs, diagnostics }, null, 2))}\n`;
}

function place({ message, file, range }: Located): Located {
  return { message, file, range };
}
