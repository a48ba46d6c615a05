/** Edits after somebody has written something where a place was left to fill in. */
import type { TextEdit } from '../../server/src/base/spans.ts';
import type { SketchEdit } from '../../server/src/ide/edits.ts';

export function filledIn({ span, text, sketch = [text] }: SketchEdit): TextEdit {
  return { span, text: sketch.map((part) => (typeof part === 'string' ? part : part.text || 'x')).join('') };
}
