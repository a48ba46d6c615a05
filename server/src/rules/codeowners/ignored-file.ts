/** A CODEOWNERS file that the host does not read, because another one comes first. */
import { readInstead } from '../../model/codeowners/files.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'codeowners/ignored-file',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'The repository has two CODEOWNERS files, and the host reads the other one.',
    why: 'GitHub reads the first of .github/CODEOWNERS, CODEOWNERS and docs/CODEOWNERS, GitLab the first of CODEOWNERS, docs/CODEOWNERS and .gitlab/CODEOWNERS; nothing written here counts.',
    limits: 'Where it is not known which host reads the repository, nothing is told.',
  },
  messages: { ignored: 'This file does not count: {other} is read in its stead' },

  *check(db, file) {
    const other = readInstead(db, file);
    if (other === undefined) return;
    yield {
      message: 'ignored',
      args: { other: displayPath(db, other) },
      at: { node: 0 },
      related: [{ file: other, at: { node: 0 }, message: 'This file is read' }],
    };
  },
});
