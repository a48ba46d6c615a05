/** The report as SARIF 2.1.0 (OASIS), for code scanning. */
import { createHash } from 'node:crypto';
import { ruleOf } from '../../ide/rules.ts';
import type { Located, Problem, Report, Severity } from '../report.ts';
import { visibleJson } from '../visible.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

export function sarif(report: Report): string {
  const ids = [...new Set(report.problems.map(({ rule }) => rule))].sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  const fingerprints = new Fingerprints();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', version: report.version, rules: ids.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The root of the repository that was checked.' } } },
        results: report.problems.map((problem) => ({
          ruleId: problem.rule,
          ruleIndex: index.get(problem.rule),
          level: LEVELS[problem.severity],
          message: { text: problem.message },
          locations: [location(problem)],
          ...(problem.related.length > 0 && {
            relatedLocations: problem.related.map((one, id) => ({ id, ...location(one), message: { text: one.message } })),
          }),
          partialFingerprints: { 'plumbline/v1': fingerprints.of(problem) },
        })),
      },
    ],
  };
  return `${visibleJson(JSON.stringify(log, null, 2))}\n`;
}

function descriptor(id: string): object {
  const rule = ruleOf(id);
  const what = rule?.docs.what ?? id;
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: rule === undefined ? what : `${what} ${rule.docs.why}` },
    help: { text: [rule?.docs.why ?? what, rule?.docs.limits ?? '', `More: plumbline explain ${id}`].filter(Boolean).join(' ') },
    defaultConfiguration: { level: LEVELS[rule?.severity ?? 'error'] },
    properties: { tags: [id.split('/')[0] ?? id] },
  };
}

function location({ file, range }: Located): object {
  const region = {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: 'ROOT' }, region } };
}

function uriOf(file: string): string {
  return file
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}

/** Identities that survive edits elsewhere in the file: rule, file, the line's text, and which of several equal ones. */
class Fingerprints {
  readonly #seen = new Map<string, number>();

  of({ rule, file, line, message }: Problem): string {
    const key = [rule, file, line.trim(), message].join('\0');
    const nth = this.#seen.get(key) ?? 0;
    this.#seen.set(key, nth + 1);
    return createHash('sha256').update(`${key}\0${nth}`).digest('hex').slice(0, 32);
  }
}
