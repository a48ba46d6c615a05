/** What completion offers at the mark of a fixture, and what the file becomes when one of it is chosen. */
import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/base/spans.ts';
import { type Completion, completion, plainSketch } from '../../server/src/ide/completion.ts';
import { marked } from './marks.ts';

export interface Offered {
  readonly items: readonly Completion[];
  /** In the order in which an editor lists them. */
  readonly labels: readonly string[];
  readonly item: (label: string) => Completion;
  readonly after: (label: string) => string;
}

export function offered(files: Readonly<Record<string, string>>): Offered {
  const { workspace, cursor } = marked(files);
  const items = completion(workspace.db, cursor.file, cursor.offset).items.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const labels = items.map(({ label }) => label);
  const text = workspace.text(cursor.file.slice(workspace.path('').length + 1)) ?? '';
  const item = (label: string): Completion => {
    const found = items.find((one) => one.label === label);
    assert.ok(found, `${label} is not among ${labels.join(', ')}`);
    return found;
  };
  return {
    items,
    labels,
    item,
    after(label) {
      const { edit, sketch = [], also = [] } = item(label);
      return applyEdits(text, [...also, { ...edit, text: edit.text + plainSketch(sketch) }]);
    },
  };
}
