/** An entry of images whose name no container's image has. */
import { likelyImage } from '../../model/kustomize/likely-names.ts';
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unmatched-image',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'An entry of images names an image that nothing in the build runs.',
    why: 'Kustomize says nothing and changes nothing: the tag or digest that is written here is not the one that is deployed.',
    limits:
      'Only what Kustomize looks at counts: the images of containers and initContainers, and the fields that configurations name. Where a remote base, a chart or a generator outside is part of the build, nothing is said.',
  },
  messages: {
    'image-unmatched': 'Nothing in this build runs an image called "{name}"',
  },

  *check(db, file) {
    for (const report of remarkReports(db, file, ['image-unmatched'])) {
      const where = report.file ?? file;
      const likely = likelyImage(db, file, where, report.at.node);
      if (likely === undefined) yield report;
      else {
        const title = `Change to "${likely.text}"`;
        yield { ...report, fixes: [{ title, safe: false, edits: [{ do: 'replace', file: where, ...likely }] }] };
      }
    }
  },
});
