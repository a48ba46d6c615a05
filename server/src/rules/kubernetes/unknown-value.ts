/** A word that is none of those that a field takes. */
import { nearest } from '../../base/near.ts';
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unknown-value',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A field holds a word that is none of those it takes, such as `imagePullPolicy: Allways`.',
    why: 'The API server refuses the object.',
    limits:
      'Values with variables are not judged. Custom resources are judged by the CustomResourceDefinitions in the repository, else by a release of their project.',
    covers: ['kubeconform:value must be one of', 'kubectl:Unsupported value'],
  },
  messages: {
    near: '{path} does not take "{text}"; "{near}" is probably meant{by}',
    unknown: '{path} does not take "{text}"; it takes {known}{by}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'unknown-value')) {
      const { at: node, path, text, known } = mistake;
      const near = known.find((one) => one.toLowerCase() === text.toLowerCase()) ?? nearest(text, known);
      const at = { node };
      const words = known.filter((one) => one !== '').join(', ');
      if (near === undefined || near === '') {
        yield { message: 'unknown', args: { path, text, known: words, by: by(mistake) }, at, ...milder(mistake, true) };
        continue;
      }
      const edits = [{ do: 'replace' as const, file, at, text: near }];
      const fixes = [{ title: `Change to "${near}"`, safe: false, edits }];
      yield { message: 'near', args: { path, text, near, by: by(mistake) }, at, fixes, ...milder(mistake) };
    }
  },
});
