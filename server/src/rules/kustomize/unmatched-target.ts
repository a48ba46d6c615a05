/** A patch or replacement whose target selects no object. */
import { likelySelected } from '../../model/kustomize/likely-names.ts';
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unmatched-target',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'The target of a patch, or of a replacement, selects none of the objects that the kustomization has gathered.',
    why: 'Kustomize says nothing and leaves the patch out: what it was written for, such as a limit or a replica count, never reaches the cluster.',
    limits:
      'Kinds, names and namespaces are whole regular expressions for Kustomize, which puts ^(?:…)$ around them: "web" is no "web-api", and "web-*" is "web" with any number of dashes. Components are judged where they are used. Where a remote base, a chart or a generator outside is part of the build, or a resource file is empty, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'patch-selects-nothing': 'No object of this build is selected by {target}, so this patch does nothing',
    'replacement-selects-nothing': 'No object of this build is selected by {target}, so nothing is replaced there',
  },

  *check(db, file) {
    for (const found of remarkReports(db, file, ['patch-selects-nothing', 'replacement-selects-nothing'])) {
      // A patch for all objects of a kind may be there for those to come.
      const report = found.args?.by === 'kind' ? { ...found, severity: 'info' as const } : found;
      const where = report.file ?? file;
      const likely = likelySelected(db, file, where, report.at.node);
      if (likely === undefined) yield report;
      else {
        const title = `Change to "${likely.text}"`;
        yield { ...report, fixes: [{ title, safe: false, edits: [{ do: 'replace', file: where, ...likely }] }] };
      }
    }
  },
});
