/** A label that overwrites what workloads of a base select. */
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/changed-selector',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'Common labels, or labels with includeSelectors, give selectors of workloads other values than a base has set.',
    why: 'Two workloads that come to select the same pods fight over them, and each other\'s Services reach both. A selector cannot be changed once it is deployed: the API server answers "field is immutable" where the workload is there already.',
    limits:
      'Labels that selectors get in addition are not told: they are right from the first deployment on, and only the history of the cluster says whether this is one. Use labels with includeTemplates to add labels without touching selectors.',
  },
  messages: {
    'selectors-collide': '"{key}" makes {first} and {second} select the same pods',
    'selector-overwritten': 'The selector of {id} has "{key}: {value}" in its base, which cannot be changed once it is deployed',
  },

  *check(db, file) {
    for (const report of remarkReports(db, file, ['selectors-collide', 'selector-overwritten']))
      yield report.message === 'selectors-collide' ? report : { ...report, severity: 'info' };
  },
});
