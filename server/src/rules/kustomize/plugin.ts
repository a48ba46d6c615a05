/** A generator or transformer that is a program of its own. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/plugin',
  since: '0.1.0',
  severity: 'info',
  files: 'kustomization',
  docs: {
    what: 'A generator, transformer or validator is an exec or container function, or another program outside Kustomize.',
    why: 'Kustomize runs it with --enable-alpha-plugins only, Flux not at all. Plumbline runs none, so nothing that is built with it can be checked.',
  },
  messages: {
    plugin: '{kind} of {apiVersion} is a plugin: Kustomize runs it with --enable-alpha-plugins only, and Plumbline does not',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['plugin']);
  },
});
