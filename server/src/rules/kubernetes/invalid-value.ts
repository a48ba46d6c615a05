/** A quantity, time or base64 text that cannot be read as one. */
import { likelyQuantity } from '../../model/kubernetes/schema/formats.ts';
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-value',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A quantity, a time or base64 data is not written as the API server reads it.',
    why: 'The API server cannot decode the object and refuses it.',
    limits: 'Values with variables, and values that SOPS has encrypted, are not judged. Data of Secrets is never shown.',
    covers: ['kubectl:quantities must match the regular expression', 'kubectl:illegal base64 data'],
  },
  messages: {
    near: '{path} cannot be read as a quantity; "{near}" is probably meant in place of "{text}"',
    quantity: '{path} cannot be read as a quantity: "{text}" is no number with a suffix such as m, k, Mi or Gi',
    time: '{path} cannot be read as a time: "{text}" is not written like 2006-01-02T15:04:05Z',
    base64: '{path} cannot be read as base64; plain text goes under "stringData"',
    bytes: '{path} cannot be read as base64',
  },

  *check(db, file) {
    for (const { at: node, path, text, format, kind } of mistakesOf(db, file, 'invalid-value')) {
      const at = { node };
      const near = format === 'quantity' ? likelyQuantity(text) : undefined;
      if (near !== undefined) {
        const edits = [{ do: 'replace' as const, file, at, text: near }];
        yield { message: 'near', args: { path, text, near }, at, fixes: [{ title: `Change to "${near}"`, safe: false, edits }] };
      } else if (format === 'base64') yield { message: kind === 'Secret' ? 'base64' : 'bytes', args: { path }, at };
      else yield { message: format, args: { path, text }, at };
    }
  },
});
