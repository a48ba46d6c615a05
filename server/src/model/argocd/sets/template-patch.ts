/** `templatePatch` of an ApplicationSet: filled in, read and laid over what the template makes (applyTemplatePatch). */
import { asMapping, resolved, textOf } from '../../../syntax/navigate.ts';
import { typed } from '../../../syntax/scalars.ts';
import type { Entry, Mapping, Node, NodeId } from '../../../syntax/tree.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import { type ParameterSet, Unknown } from './parameters.ts';
import { filledText, type Language } from './template.ts';

/** Nodes of a patch. */
const MAX_NODES = 5000;

/**
 * The template with the patch of its set; undefined where that is not known. What the patch says stands where the patch
 * stands as a whole.
 */
export function patchedTemplate(
  template: Node,
  patch: Node | undefined,
  set: ParameterSet,
  language: Language,
): Node | undefined {
  const text = textOf(patch);
  if (patch === undefined || text === undefined || text.trim() === '') return template;
  const over = filledPatch(text, patch.id, set, language);
  const base = asMapping(template);
  if (over === 'nothing') return template;
  if (over === undefined || base === undefined) return undefined;
  // The controller keeps the project of the template.
  return merged(base, without(over, 'spec', 'project'));
}

/** `nothing` where its conditions leave no text of it. */
function filledPatch(text: string, id: NodeId, set: ParameterSet, language: Language): Mapping | 'nothing' | undefined {
  try {
    const filled = filledText(text, set, language);
    if (filled.trim() === '') return 'nothing';
    const [document, second] = parseYaml(filled).tree.documents;
    if (document === undefined || second !== undefined || document.problems.length > 0) return undefined;
    return asMapping(moved(document.root, id));
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** The same tree, all of which stands at one place; throws {@link Unknown} for what a merge would not take as data. */
function moved(root: Node | undefined, id: NodeId): Node | undefined {
  let nodes = 0;
  const move = (node: Node): Node => {
    const at = resolved(node);
    if (at === undefined || ++nodes > MAX_NODES) throw new Unknown();
    if (at.kind === 'sequence') return { ...at, id, items: at.items.map(move) };
    if (at.kind !== 'mapping') return { ...at, id };
    const entries = at.entries.map(({ key, value }) => {
      // Directives of a strategic merge, and merge keys of YAML.
      if (key.kind !== 'scalar' || /^(?:\$|<<$)/.test(key.value)) throw new Unknown();
      return { key: { ...key, id }, value: move(value) };
    });
    return { ...at, id, entries };
  };
  return root === undefined ? undefined : move(root);
}

function without(mapping: Mapping, first: string, second: string): Mapping {
  const entries = mapping.entries.map((one) => {
    const below = asMapping(one.value);
    if (keyOf(one) !== first || below === undefined) return one;
    return { ...one, value: { ...below, entries: below.entries.filter((each) => keyOf(each) !== second) } };
  });
  return { ...mapping, entries };
}

/** Maps are joined, `null` takes away, everything else replaces: no list of an Application is merged by keys. */
function merged(base: Mapping, over: Mapping): Mapping {
  const rest = new Map<string, Entry>(base.entries.map((one) => [keyOf(one), one]));
  for (const one of over.entries) {
    const key = keyOf(one);
    const before = asMapping(rest.get(key)?.value);
    const now = asMapping(one.value);
    if (one.value.kind === 'scalar' && typed(one.value).type === 'null') rest.delete(key);
    else if (now === undefined) rest.set(key, one);
    else rest.set(key, { ...(rest.get(key) ?? one), value: merged(before ?? { ...now, entries: [] }, now) });
  }
  return { ...base, entries: [...rest.values()] };
}

function keyOf({ key }: Entry): string {
  return key.kind === 'scalar' ? key.value : '';
}
