/** Which objects a target means: anchored regular expressions for the parts of an id, and label selectors. */
import { RE2JS } from 're2js';
import { parseLabelSelector } from './label-selector.ts';
import { fail } from './problems.ts';
import { apiVersionOf, effectiveNamespace, type Gvk, metadataTexts, type Resource, type ResourceId } from './resource.ts';
import { asMap, type MapValue, type Spot, textOf, type Value } from './values.ts';

type Test = (text: string) => boolean;

const ALL: Test = () => true;

/** What a selector asks for, compiled. */
export interface Selector {
  readonly matchesGvk: (gvk: Gvk) => boolean;
  readonly matchesName: Test;
  readonly matchesNamespace: Test;
  readonly matchesMetadata: (root: MapValue) => boolean;
  /** True where it names no part of an id. */
  readonly isUnnamed: boolean;
  readonly hasMetadata: boolean;
}

/** Compiles a selector as `patches.target` and `replacements.targets.select` write it. */
export function readSelector(value: Value | undefined): Selector {
  return compiled(value, anchored);
}

/** The selector of a replacement before 5.8, whose parts were no expressions and for which no namespace was the default one. */
export function readPlainSelector(value: Value | undefined): Selector {
  const selector = compiled(value, (part) => {
    const wanted = textOf(part);
    return wanted === '' ? ALL : (text) => text === wanted;
  });
  const namespace = textOf(asMap(value)?.get('namespace'));
  return namespace === '' ? selector : { ...selector, matchesNamespace: (text) => (text || 'default') === namespace };
}

function compiled(value: Value | undefined, test: (part: Value | undefined) => Test): Selector {
  const map = asMap(value);
  const group = test(map?.get('group'));
  const version = test(map?.get('version'));
  const kind = test(map?.get('kind'));
  const labels = labelTest(map?.get('labelSelector'));
  const annotations = labelTest(map?.get('annotationSelector'));
  return {
    matchesGvk: (gvk) => group(gvk.group) && version(gvk.version) && kind(gvk.kind),
    matchesName: test(map?.get('name')),
    matchesNamespace: test(map?.get('namespace')),
    matchesMetadata: (root) =>
      (labels === undefined || labels(metadataTexts(root, 'labels'))) &&
      (annotations === undefined || annotations(metadataTexts(root, 'annotations'))),
    isUnnamed: ['group', 'version', 'kind', 'name', 'namespace'].every((part) => textOf(map?.get(part)) === ''),
    hasMetadata: labels !== undefined || annotations !== undefined,
  };
}

const PARTS = ['name', 'kind', 'namespace', 'group', 'version', 'labelSelector', 'annotationSelector'] as const;

/** Where people look first when a selector does not do what they meant. */
export function selectorSpot(selector: MapValue): Spot {
  const place = PARTS.map((part) => selector.get(part)).find((value) => textOf(value) !== '') ?? selector;
  return { source: place.source, at: place.at };
}

/** Whether a selector means certain objects, or whatever objects of a kind there may be. */
export function selectorBreadth(selector: MapValue): 'name' | 'kind' {
  return ['name', 'labelSelector', 'annotationSelector'].some((part) => textOf(selector.get(part)) !== '') ? 'name' : 'kind';
}

/** What a selector asks for, in a few words: `kind: Deployment, name: web`. */
export function selectorText(selector: MapValue): string {
  return selector.keys.map((key, i) => `${key}: ${textOf(selector.values[i])}`).join(', ');
}

/** The rule for patches: names and namespaces may be those of the beginning or of now. */
export function selects(selector: Selector, resource: Resource): boolean {
  const { id, originalId } = resource;
  if (!selector.matchesNamespace(effectiveNamespace(originalId)) && !selector.matchesNamespace(effectiveNamespace(id)))
    return false;
  if (!selector.matchesName(originalId.name) && !selector.matchesName(id.name)) return false;
  return selector.matchesGvk(id) && selector.matchesMetadata(resource.root);
}

/** The rule for replacements: one of the ids it has or had, with its namespace as written. */
export function selectsId(selector: Selector, id: ResourceId): boolean {
  return selector.matchesGvk(id) && selector.matchesName(id.name) && selector.matchesNamespace(id.namespace);
}

export function gvkText(gvk: Gvk): string {
  return `${apiVersionOf(gvk)} ${gvk.kind}`;
}

function anchored(value: Value | undefined): Test {
  const pattern = textOf(value);
  if (value === undefined || pattern === '') return ALL;
  if (/^[-\w]+$/.test(pattern)) return (text) => text === pattern;
  if (/^[-\w.]+$/.test(pattern)) return (text) => isLike(text, pattern);
  return expression(`^(?:${pattern})$`, value);
}

/** True where the text is the pattern's, with any character for each dot: names with dots in them are no work for an engine. */
function isLike(text: string, pattern: string): boolean {
  if (!/^[\x20-\x7e]*$/.test(text)) return RE2JS.compile(`^(?:${pattern})$`).matcher(text).find();
  if (text.length !== pattern.length) return false;
  for (let i = 0; i < text.length; i++) if (pattern[i] !== '.' && pattern[i] !== text[i]) return false;
  return true;
}

/** A regular expression of the repository, in an engine whose time is linear. */
export function expression(pattern: string, place: Value): Test {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('selector', { source: place.source, at: place.at }, { expression: textOf(place), reason });
  }
}

function labelTest(value: Value | undefined): ((texts: ReadonlyMap<string, string>) => boolean) | undefined {
  const text = textOf(value);
  if (value === undefined || text === '') return undefined;
  const parsed = parseLabelSelector(text);
  if (typeof parsed === 'string')
    return fail('selector', { source: value.source, at: value.at }, { expression: text, reason: parsed });
  return parsed;
}
