/** A text that is not in the form its field demands: a quantity, a name, an address, a schedule. */
import { likelyQuantity } from '../../model/kubernetes/schema/formats.ts';
import { formProblem } from '../../model/kubernetes/schema/forms.ts';
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-value',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A quantity, a time, base64 data, a name, an address or a schedule is not written as the API server demands.',
    why: 'The API server cannot read the value and refuses the object.',
    limits: 'Values with variables, and values that SOPS has encrypted, are not judged. Data of Secrets is never shown.',
    covers: ['kubectl:quantities must match the regular expression', 'kubectl:illegal base64 data'],
  },
  messages: {
    near: '{path} cannot be read as a quantity; "{near}" is probably meant in place of "{text}"',
    quantity: '{path} cannot be read as a quantity: "{text}" is no number with a suffix such as m, k, Mi or Gi',
    time: '{path} cannot be read as a time: "{text}" is not written like 2006-01-02T15:04:05Z',
    base64: '{path} cannot be read as base64; plain text goes under "stringData"',
    bytes: '{path} cannot be read as base64',
    form: '{path} cannot be "{text}": it {problem}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'invalid-value')) {
      const { at: node, path, text, format, kind } = mistake;
      const at = { node };
      const near = format === 'quantity' ? likelyQuantity(text) : undefined;
      if (near !== undefined) {
        const edits = [{ do: 'replace' as const, file, at, text: near }];
        yield { message: 'near', args: { path, text, near }, at, fixes: [{ title: `Change to "${near}"`, safe: false, edits }] };
      } else if (format === 'base64') yield { message: kind === 'Secret' ? 'base64' : 'bytes', args: { path }, at };
      else if (format === 'quantity' || format === 'time') yield { message: format, args: { path, text }, at };
      else if (format === 'other') yield { message: 'form', args: { path, text, problem: mistake.problem }, at };
      else yield { message: 'form', args: { path, text, problem: formProblem(format, text) ?? 'is not in its form' }, at };
    }
  },
});
