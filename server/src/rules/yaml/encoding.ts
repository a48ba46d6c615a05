/** A YAML file whose bytes are no UTF-8. */
import { undecodable } from '../../model/yaml/encoding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'yaml/encoding',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A YAML file holds bytes that are no UTF-8, such as text saved in Latin-1.',
    why: 'Kustomize, Flux, Argo CD and kubectl refuse the whole file; editors show the bytes as replacement characters and may destroy them at the next save.',
    limits: 'UTF-16 with a byte order mark is left alone, because YAML readers accept it.',
  },
  messages: { bytes: 'From here on the file holds bytes that are no UTF-8; save it as UTF-8' },

  *check(db, file) {
    const at = undecodable(db, file);
    if (at !== undefined) yield { message: 'bytes', at };
  },
});
