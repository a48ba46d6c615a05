/** Reports on what does not hold together between objects, in the words of the rule that asks. */
import type { FilePath } from '../base/paths.ts';
import type { LinkProblem } from '../model/kubernetes/links/problems.ts';
import type { Report } from './rule.ts';

/** The report with the object that is concerned beside it, and the change to what was probably meant. */
export function linkReport<M extends string>(file: FilePath, problem: LinkProblem, message: M): Report<M> {
  const { args, at, meant, related } = problem;
  return {
    message,
    args,
    at,
    ...(related !== undefined && { related: [related] }),
    ...(meant !== undefined && {
      fixes: [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }],
    }),
  };
}
