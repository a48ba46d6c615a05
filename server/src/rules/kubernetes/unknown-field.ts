/** A field that the kind of an object does not have. */
import { nearest } from '../../base/near.ts';
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unknown-field',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'An object has a field that its kind does not have, or has it elsewhere.',
    why: 'The API server refuses the object where fields are checked strictly, as `kubectl`, Flux and Argo CD ask for; else it drops the field without a word.',
    limits:
      'Built-in kinds are known for the Kubernetes versions that `kubernetes: {version: …}` of .plumbline.yaml may name; where it names none, a field of any of them is known. Custom resources are judged by the CustomResourceDefinitions in the repository; else by those of the connected cluster, by a release of a well-known project or by a catalogue, whose findings are milder, since the cluster that the object is for may run another release.',
    covers: ['kubeconform:additional properties', 'kubectl:unknown field', 'datree:schema-validation'],
  },
  messages: {
    near: '{where} has no field "{field}"; "{near}" is probably meant{by}',
    unknown: '{where} has no field "{field}"{by}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'unknown-field')) {
      const { at: node, field, path, kind, known } = mistake;
      const near = nearest(field, known);
      const where = path === '' ? `A ${kind}` : path;
      const at = { node };
      if (near === undefined) {
        yield { message: 'unknown', args: { field, where, by: by(mistake) }, at, ...milder(mistake, true) };
        continue;
      }
      const edits = [{ do: 'replace' as const, file, at, text: near }];
      const fixes = [{ title: `Change to "${near}"`, safe: false, edits }];
      yield { message: 'near', args: { field, where, near, by: by(mistake) }, at, fixes, ...milder(mistake) };
    }
  },
});
