/** A Flux object whose source is declared nowhere the controller could find it. */
import { danglingReferences, misplacedReferences } from '../../model/flux/dangling.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { whereLeftOut } from '../left-out.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'flux/dangling-source-ref',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'A Flux object names a source that nothing in the repository declares, or in a namespace where it is not.',
    why: 'Flux reconciles nothing from a source it cannot find: the object stays not ready, and so does all that depends on it.',
    limits:
      'Told only where the repository clearly declares its own sources: at least half of those of this kind that its objects name, or a similar one that nothing uses, or the name is almost that of a bootstrap’s source. What `flux bootstrap`, the Flux Operator and name prefixes make is known; list other sources made outside Git under `external` in `.plumbline.yaml`. Below directories named archive, deprecated, disabled, testdata and the like nothing is told; in directories that the kustomization above leaves out it is told as information.',
  },
  messages: {
    missing: '{kind} "{name}" is declared nowhere in this repository',
    elsewhere: '{kind} "{name}" is in namespace "{meant}", not in "{scope}"',
  },

  *check(db, file) {
    for (const { kind, name, at, meant } of danglingReferences(db, file, 'flux/sourceRef')) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'missing', args: { kind, name }, at, fixes, ...whereLeftOut(db, file) };
    }
    for (const { kind, name, scope, scopeAt, meant } of misplacedReferences(db, file, 'flux/sourceRef')) {
      const edits = [{ do: 'replace' as const, file, at: scopeAt, text: meant }];
      const fixes = [{ title: `Change to "${meant}"`, safe: false, edits }];
      yield { message: 'elsewhere', args: { kind, name, scope, meant }, at: scopeAt, fixes, ...whereLeftOut(db, file) };
    }
  },
});
