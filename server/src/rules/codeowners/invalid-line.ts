/** A CODEOWNERS line that its host does not accept. */
import { mistakes } from '../../model/codeowners/mistakes.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'codeowners/invalid-line',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A line of CODEOWNERS is written in a way that the host does not accept.',
    why: 'GitHub skips the whole line and GitLab the part it cannot read: the files lose their owner, and nobody is asked to review.',
    limits:
      'Whether a user or team exists and may write is known to the host alone. Where neither remotes nor the file’s place say which host reads it, only what both refuse is told.',
    covers: [
      'codeowners-validator:syntax',
      'gitlab:missing_entry_owner',
      'gitlab:missing_section_name',
      'gitlab:invalid_approval_requirement',
      'gitlab:invalid_section_format',
    ],
  },
  messages: {
    negation: 'GitHub skips this line: an exclamation mark takes nothing out; a later line with the pattern and no owner does',
    range: 'GitHub skips this line: "[ ]" is not known in CODEOWNERS patterns',
    escapedHash: 'GitHub skips this line: a pattern cannot begin with "\\#"',
    section: 'GitHub skips this line: it has no sections',
    owner: '"{text}" is no owner; owners are written @user, @organization/team or name@example.com',
    missingOwner: 'The pattern "{text}" has no owner, and its section no default',
    sectionName: 'The section has no name',
    sectionFormat: 'The section heading has no closing bracket',
    approvals: '"{text}" is no number of approvals; write 1 or more',
  },

  *check(db, file) {
    for (const { mistake, at, text, meant } of mistakes(db, file)) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: mistake, args: { text }, at, fixes };
    }
  },
});
