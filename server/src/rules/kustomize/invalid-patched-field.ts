/** A patch that makes of an object what the API server refuses. */
import { nearest } from '../../base/near.ts';
import { patchedMistakes } from '../../model/kubernetes/patched/mistakes.ts';
import { defineRule } from '../rule.ts';
import { FOUND, WANTED } from '../type-words.ts';

export default defineRule({
  id: 'kustomize/invalid-patched-field',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'An inline or JSON 6902 patch sets a field that the patched object cannot have, or a value of another type than the field takes.',
    why: 'Kustomize builds it without a word; the API server refuses the object, or drops the field.',
    limits:
      'What reaches the built object is judged, for kinds that are known: built-in ones, and those of CustomResourceDefinitions that are. Patches in files that look like objects are judged as these by the rules on Kubernetes.',
    covers: ['kubeconform:additional properties', 'kubectl:unknown field', 'kubectl:cannot unmarshal'],
  },
  messages: {
    near: '{kind} "{name}" has no field "{field}" in {where}; "{near}" is probably meant',
    unknown: '{kind} "{name}" has no field "{field}" in {where}',
    type: '{path} of {kind} "{name}" takes {wanted}, not {found}',
    value: '{path} of {kind} "{name}" cannot be "{text}"',
  },

  *check(db, file) {
    for (const { mistake, kind, name, text, at } of patchedMistakes(db, file)) {
      const { path } = mistake;
      switch (mistake.what) {
        case 'unknown-field': {
          const { field, known } = mistake;
          const near = nearest(field, known);
          const args = { kind, name, field, where: path === '' ? 'its top level' : path, near: near ?? '' };
          yield { message: near === undefined ? 'unknown' : 'near', args, at };
          break;
        }
        case 'wrong-type':
          yield {
            message: 'type',
            args: { kind, name, path, wanted: WANTED[mistake.wanted], found: FOUND_UNSEEN[mistake.found.is] },
            at,
          };
          break;
        case 'unknown-value':
        case 'invalid-value':
        case 'out-of-range':
          yield { message: 'value', args: { kind, name, path, text }, at };
          break;
      }
    }
  },
});

/** Here the value itself is not shown: its word says what is wrong with it. */
const FOUND_UNSEEN = { ...FOUND, fraction: 'a number with a fraction', 'too-large': 'a number that large' };
