/** A ConfigMap or Secret generator with sources that cannot be read as key and value. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-generator',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A generator has no name, a source that is not "key=value" or "key=path", or the same key twice.',
    why: 'The build fails.',
  },
  messages: {
    'generator-name': 'A {kind} generator needs a name',
    'generator-source': '"{source}" is no valid source{because}',
    'generator-duplicate-key': 'The key "{key}" is generated twice for "{name}"',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['generator-name', 'generator-source', 'generator-duplicate-key']);
  },
});
