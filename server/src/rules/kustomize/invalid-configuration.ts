/** A configuration of transformers, generators or validators that Kustomize cannot use. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-configuration',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A transformer configuration, or the configuration of a built-in transformer, generator or validator, is not as Kustomize wants it.',
    why: 'The build stops when Kustomize comes to it.',
    covers: ['kustomize:unable to load builtin', 'kustomize:conflicting fieldspecs', 'kustomize:setRoleBindingSubjects'],
  },
  messages: {
    configuration: 'This configuration cannot be used: {reason}',
    'unknown-builtin': '{kind} is none of the generators and transformers that are built into Kustomize',
    'field-specs-conflict': 'Two field specs disagree about creating {path}',
    'role-binding-subjects': 'setRoleBindingSubjects is "{value}", and can be defaultOnly, allServiceAccounts or none',
    'validator-modifies': 'This validator changes objects, and may only look at them',
  },

  *check(db, file) {
    yield* buildReports(db, file, [
      'configuration',
      'unknown-builtin',
      'field-specs-conflict',
      'role-binding-subjects',
      'validator-modifies',
    ]);
  },
});
