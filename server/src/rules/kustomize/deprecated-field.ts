/** A field of a kustomization file that Kustomize wants replaced. */
import type { FilePath } from '../../base/paths.ts';
import { type DeprecatedField, deprecatedFields } from '../../model/kustomize/deprecated.ts';
import { defineRule, type Edit, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kustomize/deprecated-field',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file uses bases, commonLabels, imageTags, patchesJson6902, patchesStrategicMerge or vars.',
    why: 'Kustomize warns of these fields at every build and will drop them; `kustomize edit fix` replaces them.',
    limits:
      'A fix is offered where the new field says the same with certainty, and as a suggestion where the order of patches may change.',
    covers: ['kustomize:is deprecated'],
  },
  messages: { deprecated: '"{field}" is deprecated; "{successor}" takes its place' },

  *check(db, file) {
    for (const field of deprecatedFields(db, file)) {
      yield {
        message: 'deprecated',
        args: { field: field.name, successor: field.successor },
        at: { node: field.key },
        tags: ['deprecated'],
        fixes: fixes(file, field),
      };
    }
  },
});

function fixes(file: FilePath, { key, name, successor, rewrite }: DeprecatedField): readonly Fix[] {
  if (rewrite === undefined) return [];
  const title = `Replace "${name}" by "${successor}"`;
  const rename: Edit = { do: 'replace', file, at: { node: key }, text: successor };
  const remove: Edit = { do: 'remove', file, node: key };
  switch (rewrite.how) {
    case 'rename':
      return [{ title, safe: rewrite.same, edits: [rename] }];
    case 'items': {
      const items = rewrite.items.map(({ node, text }): Edit => ({ do: 'replace', file, at: { node }, text }));
      return [{ title, safe: true, edits: [rename, ...items] }];
    }
    case 'move': {
      const items = rewrite.items.map((text): Edit => ({ do: 'append', file, node: rewrite.to, text }));
      return [{ title, safe: true, edits: [...items, remove] }];
    }
    case 'replace':
      return [{ title, safe: true, edits: [{ do: 'append', file, node: rewrite.top, text: rewrite.text }, remove] }];
  }
}
