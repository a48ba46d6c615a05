/** Fills parameters into a template: texts of a tree that hold `{{ … }}`, with Argo CD's own tags or as Go templates. */
import type { Node, Scalar } from '../../../syntax/tree.ts';
import { executed } from './go-template.ts';
import { type ParameterSet, printed, Unknown } from './parameters.ts';

/** How a set's texts are filled in. */
export interface Language {
  readonly goTemplate: boolean;
}

/** The text with its parameters; throws {@link Unknown} where one of them is not known. */
export function filledText(text: string, set: ParameterSet, { goTemplate }: Language): string {
  if (!text.includes('{{')) return text;
  if (goTemplate) return executed(text, set);
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, tag: string) => {
    const value = set.values.get(tag.trim());
    if (value === undefined) throw new Unknown();
    return printed(value);
  });
}

/**
 * The same tree with its texts filled in: each part has the number, and so the place, of what it was made from. A text
 * whose parameters are not known stays as it is written, tags and all.
 */
export function filledNode(node: Node, set: ParameterSet, language: Language): Node {
  const known = new Map<Node, Node>();
  return fill(node);

  /** What several aliases stand for is filled in once. */
  function fill(at: Node): Node {
    const done = known.get(at);
    if (done !== undefined) return done;
    const made = filled(at);
    known.set(at, made);
    return made;
  }

  function filled(at: Node): Node {
    switch (at.kind) {
      case 'alias':
        return at.target === undefined ? at : { ...at, target: fill(at.target) };
      case 'scalar':
        return filledScalar(at, set, language);
      case 'sequence':
        return { ...at, items: at.items.map(fill) };
      case 'mapping':
        return {
          ...at,
          entries: at.entries.map(({ key, value }) => ({
            key: key.kind === 'scalar' ? filledScalar(key, set, language) : key,
            value: fill(value),
          })),
        };
    }
  }
}

/** What is filled in is text, whatever it looks like: templates know no other type. */
function filledScalar(scalar: Scalar, set: ParameterSet, language: Language): Scalar {
  if (!scalar.value.includes('{{')) return scalar;
  try {
    const value = filledText(scalar.value, set, language);
    return { ...scalar, value, tag: '!!str' };
  } catch (error) {
    if (error instanceof Unknown) return scalar;
    throw error;
  }
}
