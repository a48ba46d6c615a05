/** A secret that everybody who reads the repository can read. */
import { readableSecrets } from '../../model/terraform/secrets.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/readable-secret',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A password, token or key stands readable in a .tf or .tfvars file.',
    why: 'Whoever can read the repository, or ever could, has it; Git remembers it after it is taken out.',
    limits:
      'Told by the name of the argument or variable together with a value that looks like a secret, or by the form of well-known tokens. Addresses of secrets, placeholders, examples and tests are passed over. The value itself is never shown.',
    covers: ['checkov:CKV_SECRET'],
  },
  messages: {
    named: '"{name}" stands here readable: take it from a secret store or the environment',
    formed: 'This is {form}, readable for everybody: revoke it, and take it from a secret store or the environment',
  },

  *check(db, file) {
    for (const { name, form, at } of readableSecrets(db, file)) {
      if (form === undefined) yield { message: 'named', args: { name }, at };
      else yield { message: 'formed', args: { form }, at };
    }
  },
});
