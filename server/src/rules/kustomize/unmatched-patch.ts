/** A strategic merge patch for an object that the build does not have. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { likelyTargets } from '../../model/kustomize/likely-target.ts';
import type { Place } from '../../model/place.ts';
import { buildReports } from '../build-reports.ts';
import { defineRule, type Edit, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unmatched-patch',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A strategic merge patch names an object that is not among those accumulated so far, or more than one.',
    why: 'Kustomize fails with "no resource matches strategic merge patch".',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'patch-target-missing': 'The patch is for {id}, which this build does not have',
    'patch-target-ambiguous': 'The patch is for {id}, and this build has several of them',
  },

  *check(db, file) {
    for (const report of buildReports(db, file, ['patch-target-missing', 'patch-target-ambiguous'])) {
      // Where the patch is another kustomization's, it is not for this one to change.
      const isOwn = report.message === 'patch-target-missing' && (report.related ?? []).length === 0;
      yield isOwn ? { ...report, fixes: fixesOf(db, file, report.file ?? file, report.at) } : report;
    }
  },
});

function fixesOf(db: Database, kustomization: FilePath, file: FilePath, at: Place): readonly Fix[] {
  return likelyTargets(db, kustomization, file, at).map(({ label, changes, addition }) => {
    const edits: Edit[] = changes.map((change) => ({ do: 'replace', file, ...change }));
    if (addition !== undefined) edits.push({ do: 'append', file, ...addition });
    return { title: `Change to ${label}`, safe: false, edits };
  });
}
