/** Replacements: a value of one object, or one written down, copied into fields of others. */
import type { Accumulator } from './accumulator.ts';
import { type Edition, isBefore } from './edition.ts';
import type { Doubt } from './failures.ts';
import { flag, text } from './kustomization.ts';
import { fieldSteps, lookUp, PathChanger } from './paths.ts';
import { BuildFailure, fail } from './problems.ts';
import { isSelected, type Resource, type ResourceId } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import {
  readPlainSelector,
  readSelector,
  type Selector,
  selectorBreadth,
  selectorSpot,
  selectorText,
  selectsId,
} from './selectors.ts';
import { changeStructured } from './structured.ts';
import {
  asList,
  asMap,
  isNull,
  isNullOrEmpty,
  type MapValue,
  ScalarValue,
  type Source,
  type Spot,
  textOf,
  type Value,
} from './values.ts';

/** Carries out the replacements in order. */
export function applyReplacements(list: ResourceList, replacements: readonly MapValue[], edition: Edition): void {
  for (const replacement of replacements) for (const target of targetsOf(list, replacement, edition)) target().apply(list);
}

/** Carries out one replacement, each of its targets for itself. */
export function carryOut(into: Accumulator, replacement: MapValue, edition: Edition): void {
  const { failures, list } = into;
  const all = asList(replacement.get('targets'))?.items ?? [];
  failures.attempt(
    () => {
      for (const make of targetsOf(list, replacement, edition))
        failures.attempt(() => {
          const target = make();
          if (!target.apply(list)) into.remark('replacement-selects-nothing', target.spot, target.said);
        }, doubtOf(all));
    },
    () => doubtOf(all),
  );
}

/** What a replacement that fails leaves as it was. */
function doubtOf(targets: readonly Value[]): Doubt {
  const paths = targets.flatMap((target) => asList(asMap(target)?.get('fieldPaths'))?.items ?? []);
  return { objects: false, ids: 'all', paths: paths.map((path) => fieldSteps(textOf(path))) };
}

function targetsOf(list: ResourceList, replacement: MapValue, edition: Edition): readonly (() => Target)[] {
  const spot = spotAt(replacement);
  const source = asMap(replacement.get('source'));
  const written = isBefore(edition, '5.7') ? undefined : replacement.get('sourceValue');
  const targets = asList(replacement.get('targets'));
  if ((source === undefined && written === undefined) || targets === undefined) fail('replacement-incomplete', spot);
  if (source !== undefined && written !== undefined)
    fail('replacement-incomplete', spot, { reason: 'value and resource selectors are mutually exclusive' });
  const value = source === undefined ? writtenValue(written, spot) : sourceValue(list.items, source);
  return targets.items.map((item) => () => {
    const target = asMap(item);
    const selects = asMap(target?.get('select'));
    if (target === undefined || selects === undefined)
      return fail('replacement-target', spotAt(item), { reason: 'target must specify resources to select' });
    return new Target(target, selects, value, edition);
  });
}

function writtenValue(written: Value | undefined, spot: Spot): Value {
  return new ScalarValue(textOf(written), '', 'plain', viaReplacement(spot.source), written?.at ?? spot.at);
}

function viaReplacement(source: Source): Source {
  return { ...source, via: 'replacement' };
}

const DEFAULT_PATH = 'metadata.name';

/** The one value that the source means. */
function sourceValue(resources: readonly Resource[], source: MapValue): Value {
  const selector = {
    group: text(source, 'group'),
    version: text(source, 'version'),
    kind: text(source, 'kind'),
    name: text(source, 'name'),
    namespace: text(source, 'namespace'),
  };
  const found = resources.filter((resource) => [resource.id, ...resource.previousIds].some((id) => means(selector, id)));
  const [only] = found;
  const args = { source: Object.values(selector).filter(Boolean).join(' ') };
  if (only === undefined) return fail('replacement-source', spotAt(source), args);
  if (found.length > 1) fail('replacement-source-ambiguous', spotAt(source), args);
  const path = text(source, 'fieldPath') || DEFAULT_PATH;
  const place = source.get('fieldPath') ?? source;
  const value = sourceField(only, path, place);
  if (isNullOrEmpty(value) || value === undefined) return fail('replacement-source-field', spotAt(place), { ...args, path });
  return part(value, asMap(source.get('options')));
}

function sourceField(resource: Resource, path: string, place: Value): Value | undefined {
  try {
    return lookUp(resource.root, fieldSteps(path));
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    return fail('replacement-source-field', spotAt(place), { path, ...error.problem.args });
  }
}

function means(selector: ResourceId, id: ResourceId): boolean {
  if (selector.name !== '' && selector.name !== id.name) return false;
  if (selector.namespace !== '' && (selector.namespace || 'default') !== (id.namespace || 'default')) return false;
  return isSelected(id, selector);
}

/** The part of the value that delimiter and index cut out. */
function part(value: Value, options: MapValue | undefined): Value {
  const delimiter = text(options, 'delimiter');
  if (options === undefined || delimiter === '') return value;
  const index = Number(text(options, 'index') || '0');
  if (value.kind !== 'scalar')
    return fail('replacement-options', spotAt(options), { reason: 'delimiter option can only be used with scalar nodes' });
  const cut = value.text.split(delimiter)[index];
  if (index < 0 || cut === undefined)
    return fail('replacement-options', spotAt(options), { reason: 'options.index is out of bounds', index: String(index) });
  return new ScalarValue(cut, value.tag, value.style, value.source, value.at);
}

/** Characters that one target of a replacement may put together; nothing larger can be stored in a cluster. */
const MAX_SPLICED = 10_000_000;

class Target {
  readonly #target: MapValue;
  readonly #selects: MapValue;
  readonly #value: Value;
  readonly #select: Selector;
  readonly #rejects: readonly Selector[];
  readonly #options: MapValue | undefined;
  readonly #paths: readonly Value[];
  readonly #edition: Edition;
  /** Characters of the texts that were put together. */
  #spliced = 0;

  constructor(target: MapValue, selects: MapValue, value: Value, edition: Edition) {
    const read = isBefore(edition, '5.8') ? readPlainSelector : readSelector;
    this.#edition = edition;
    this.#target = target;
    this.#selects = selects;
    this.#value = value;
    this.#select = read(selects);
    this.#rejects = (asList(target.get('reject'))?.items ?? []).map(read);
    this.#options = asMap(target.get('options'));
    const paths = asList(target.get('fieldPaths'))?.items ?? [];
    const { source, at } = target;
    this.#paths = paths.length > 0 ? paths : [new ScalarValue(DEFAULT_PATH, 'str', 'plain', source, at)];
  }

  get spot(): Spot {
    return selectorSpot(this.#selects);
  }

  get said(): { readonly target: string; readonly by: string } {
    return { target: selectorText(this.#selects), by: selectorBreadth(this.#selects) };
  }

  /** False where it selects nothing. */
  apply(list: ResourceList): boolean {
    let found = false;
    list.transform((resource) => {
      if (!this.#means(resource)) return resource;
      found = true;
      return this.#change(resource);
    });
    return found;
  }

  #means(resource: Resource): boolean {
    const { root } = resource;
    if (!this.#select.matchesMetadata(root)) return false;
    if (this.#rejects.some((reject) => reject.hasMetadata && reject.matchesMetadata(root))) return false;
    const ids = [resource.id, ...resource.previousIds];
    const isRejected = (id: ResourceId): boolean => this.#rejects.some((reject) => !reject.isUnnamed && selectsId(reject, id));
    // Until 5.2 an id that was rejected did not keep another of the same object from being selected.
    if (!isBefore(this.#edition, '5.2') && ids.some(isRejected)) return false;
    return ids.some((id) => selectsId(this.#select, id) && !isRejected(id));
  }

  #change(resource: Resource): Resource {
    let root: Value = resource.root;
    for (const path of this.#paths) root = this.#changePath(root, path);
    return resource.with(asMap(root) ?? resource.root);
  }

  #changePath(root: Value, path: Value): Value {
    const steps = fieldSteps(textOf(path));
    const makes = flag(this.#options, 'create') ? this.#value.kind : undefined;
    const spot: Spot = { source: viaReplacement(this.#target.source), at: path.at };
    const set = (old: Value): Value => this.#set(old, spot);
    const structured = isBefore(this.#edition, '5.8') ? undefined : changeStructured(root, steps, makes, spot, set);
    if (structured !== undefined) return structured;
    try {
      const { value, matches } = new PathChanger(steps, makes, spot, set).change(root);
      if (matches > 0) return value;
    } catch (error) {
      if (!(error instanceof BuildFailure) || error.problem.code !== 'field-path') throw error;
    }
    return fail('replacement-target', spotAt(path), {
      path: textOf(path),
      reason: makes === undefined ? 'unable to find field' : 'unable to find or create field',
    });
  }

  /** A scalar takes the text and keeps its type and style; all else takes the value whole. */
  #set(old: Value, spot: Spot): Value {
    const delimiter = text(this.#options, 'delimiter');
    const value = this.#value;
    let copied = textOf(value);
    if (delimiter !== '') {
      if (old.kind !== 'scalar')
        return fail('replacement-options', spotAt(this.#options ?? this.#target), {
          reason: 'delimiter option can only be used with scalar nodes',
        });
      copied = this.#splice(old.text, delimiter, isNull(value) ? '' : copied);
      this.#spliced += copied.length;
      // A text that is put into itself doubles with each replacement.
      if (this.#spliced > MAX_SPLICED) fail('budget', spot, { what: 'characters in replaced texts', limit: String(MAX_SPLICED) });
    }
    const source = { ...value.source, via: 'replacement' as const };
    if (old.kind === 'scalar') return new ScalarValue(copied, old.tag, old.style, spot.source, spot.at);
    return value.kind === 'scalar' ? new ScalarValue(copied, value.tag, value.style, source, value.at) : value;
  }

  #splice(old: string, delimiter: string, value: string): string {
    const parts = old.split(delimiter);
    const index = Number(text(this.#options, 'index') || '0');
    if (index < 0) return [value, ...parts].join(delimiter);
    if (index >= parts.length) return [...parts, value].join(delimiter);
    return parts.with(index, value).join(delimiter);
  }
}

function spotAt(value: Value): Spot {
  return { source: value.source, at: value.at };
}
