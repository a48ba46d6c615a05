/** Reports on problems that show when a kustomization is built, in the words of the rule that asks. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { ProblemCode } from '../model/kustomize/build/problems.ts';
import { ownProblems } from '../model/kustomize/own-problems.ts';
import type { Report } from './rule.ts';

/**
 * One report for each of the file's own problems with one of these codes; the code is the message. `{because}` stands
 * for the reason that the build gives, with a colon in front, where it gives one.
 */
export function* buildReports<C extends ProblemCode>(db: Database, file: FilePath, codes: readonly C[]): Generator<Report<C>> {
  for (const { code, args, file: where, at, cause } of ownProblems(db, file)) {
    const message = codes.find((one) => one === code);
    if (message === undefined) continue;
    const { reason, id } = args;
    const because = reason?.includes(' ') ? `: ${reason.split(': `')[0]}` : '';
    const named = id === undefined ? args : { ...args, id: spoken(id) };
    const related = cause === undefined ? [] : [{ file: cause.file, at: cause.at, message: 'It comes from here' }];
    yield { message, args: { ...named, because }, file: where, at, related };
  }
}

/** `Deployment.v1.apps/web.shop`, as Kustomize writes ids, in the words of people. */
export function spoken(id: string): string {
  const match = /^([^.]+)\.\S*\/(.+)\.(\[noNs\]|[^.]*)$/.exec(id);
  if (match === null) return id;
  const [, kind, name, namespace] = match;
  return namespace === '[noNs]' ? `${kind} "${name}"` : `${kind} "${name}" in namespace "${namespace}"`;
}
