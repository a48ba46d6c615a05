/** A value of another type than its field takes. */

import type { Found, Wanted } from '../../model/kubernetes/schema/mistake.ts';
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule, type Fix } from '../rule.ts';
import { FOUND, WANTED } from '../type-words.ts';

export default defineRule({
  id: 'kubernetes/wrong-type',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A value is a number, boolean, string, list or mapping where its field takes another type.',
    why: 'The API server cannot decode the object and refuses it. YAML 1.1 surprises: without quotes `0777` and `1e3` are numbers, and `yes` and `on` are booleans unless Kustomize reads them first, which makes strings of them.',
    limits:
      'Values with variables are not judged. Custom resources are judged by the CustomResourceDefinitions in the repository, else by a release of their project.',
    covers: ['kubeconform:expected string, but got number', 'kubectl:cannot unmarshal'],
  },
  messages: {
    scalar: '{path} takes {wanted}, but {text} is {found}{by}',
    read: '{path} takes {wanted}, but {text} without quotes is read as {found} {read}{by}',
    collection: '{path} takes {wanted}, but this is {found}{by}',
    large: '{path} takes a whole number, and {text} is larger than it can hold{by}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'wrong-type')) {
      const { at: node, path, wanted, found } = mistake;
      const shown = found.style === 'plain' ? found.text : `"${found.text}"`;
      const args = { path, wanted: WANTED[wanted], found: FOUND[found.is], text: shown, read: found.read ?? '', by: by(mistake) };
      const message =
        found.is === 'too-large'
          ? 'large'
          : found.is === 'list' || found.is === 'mapping' || found.is === 'null'
            ? 'collection'
            : wanted === 'text' && found.read !== undefined
              ? 'read'
              : 'scalar';
      yield { message, args, at: { node }, fixes: fixes(file, node, wanted, found), ...milder(mistake) };
    }
  },
});

/** Quotes keep a text as it is written; taking them away is a suggestion, since the text may be meant for elsewhere. */
function fixes(file: string, node: number, wanted: Wanted, { is, text, style }: Found): readonly Fix[] {
  const replace = (title: string, safe: boolean, by: string): readonly Fix[] => [
    { title, safe, edits: [{ do: 'replace', file, at: { node }, text: by }] },
  ];
  if (wanted === 'text' && style === 'plain' && (is === 'truth' || is === 'whole' || is === 'fraction'))
    return replace('Put it in quotes', true, `"${text}"`);
  if (is !== 'text' || (style !== 'single' && style !== 'double')) return [];
  if ((wanted === 'whole' && /^(?:0|-?[1-9][0-9]*)$/.test(text)) || (wanted === 'truth' && /^(?:true|false)$/.test(text)))
    return replace('Take the quotes away', false, text);
  return [];
}
