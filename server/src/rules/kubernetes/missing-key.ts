/** A key that a ConfigMap or Secret has not. */
import { problemsWith } from '../../model/kubernetes/links/problems.ts';
import { linkReport } from '../link-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/missing-key',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A container asks for a key that the ConfigMap or Secret deployed with it does not have.',
    why: 'The container does not start (`CreateContainerConfigError`), or the volume is not mounted.',
    limits:
      'Only ConfigMaps and Secrets whose keys stand in the same unit are looked at, and none that something else fills: by an annotation or label that asks for an injection or a copy, or without any keys.',
    covers: ['monokle:no-missing-links'],
  },
  messages: { 'missing-key': '{kind} "{name}" has no key "{key}"{hint}' },

  *check(db, file) {
    for (const problem of problemsWith(db, file, 'missing-key')) yield linkReport(file, problem, 'missing-key');
  },
});
