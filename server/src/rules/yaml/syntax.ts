/** Text that is not well-formed YAML, JSON or JSON5. */
import { problems } from '../../model/yaml/documents.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'yaml/syntax',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The text cannot be read as the language that the file name says.',
    why: 'Every tool that reads the file stops here; what the document declares does not exist for the cluster.',
    limits:
      'Helm templates and other text that a tool renders first are not read as YAML. In archives and the data of tests the finding is information.',
    covers: ['monokle:YML001-YML021', 'yamllint:syntax'],
  },
  messages: { problem: '{problem}' },

  *check(db, file) {
    for (const { id, message } of problems(db, file))
      yield { message: 'problem', args: { problem: message.replace(/\.$/, '') }, at: { node: id } };
  },
});
