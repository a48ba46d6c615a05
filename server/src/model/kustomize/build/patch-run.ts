/** Applies the patches of a kustomization one by one, each judged by itself: what fails of it, and what it does in vain. */
import type { Accumulator } from './accumulator.ts';
import { type Doubt, NO_DOUBT } from './failures.ts';
import { type Operation, stepsOf } from './json-patch.ts';
import type { MergeSchema } from './merge-schema.ts';
import { applyJsonPatch, applyMergePatch, applyPatch, type Patch, type Watch } from './patches.ts';
import { BuildFailure, type BuildProblem } from './problems.ts';
import { idKey, idText, type Resource } from './resource.ts';
import { readSelector, selectorBreadth, selectorSpot, selectorText, selects } from './selectors.ts';
import { asMap, at, type MapValue, type Spot, textOf, type Value } from './values.ts';

type MergePatch = Extract<Patch, { kind: 'merge' }>;
type JsonPatch = Extract<Patch, { kind: 'json' }>;

export class PatchRun {
  readonly #into: Accumulator;
  readonly #schema: MergeSchema;

  constructor(into: Accumulator, schema: MergeSchema) {
    this.#into = into;
    this.#schema = schema;
  }

  /** An entry of `patches`. */
  patch(patch: Patch): void {
    if (patch.kind === 'json') this.#operations(patch, (part, watch) => applyPatch(this.#into.list, part, this.#schema, watch));
    if (patch.kind !== 'merge') return;
    if (patch.entry.get('target') === undefined) for (const object of patch.objects) this.#named(patch, object);
    else this.#targeted(patch);
  }

  /** An entry of `patchesJson6902`. */
  jsonPatch(patch: Patch): void {
    if (patch.kind === 'json') this.#operations(patch, (part, watch) => applyJsonPatch(this.#into.list, part, watch));
  }

  /** An object of `patchesStrategicMerge`. */
  mergePatch(object: Resource): void {
    this.#onNamed(object, (watch) => applyMergePatch(this.#into.list, object, this.#schema, watch));
  }

  #named(patch: MergePatch, object: Resource): void {
    const own = { ...patch, objects: [object] };
    this.#onNamed(object, (watch) => applyPatch(this.#into.list, own, this.#schema, watch));
  }

  #onNamed(object: Resource, apply: (watch: Watch) => void): void {
    const { failures, list } = this.#into;
    const effect = new Effect();
    const ids = (): ReadonlySet<string> =>
      new Set(
        list
          .indexesOf(idKey(object.originalId))
          .flatMap((index) => list.at(index)?.id ?? [])
          .map(idKey),
      );
    const done = failures.attempt(
      () => apply(effect.watch),
      () => ({ objects: false, ids: ids(), paths: 'all' }),
    );
    if (!done) return;
    if (!effect.changes) this.#into.remark('patch-without-effect', nameSpot(object), { what: idText(object.id) });
    const [only] = effect.names;
    if (only !== undefined && effect.names.size === 1 && only !== object.name)
      this.#into.remark('patch-by-former-name', nameSpot(object), { id: idText(object.id), name: only });
  }

  #targeted(patch: MergePatch): void {
    const effect = new Effect();
    const done = this.#into.failures.attempt(
      () => applyPatch(this.#into.list, patch, this.#schema, effect.watch),
      () => ({ objects: false, ids: this.#selected(patch.entry), paths: 'all' }),
    );
    const [object] = patch.objects;
    if (done) this.#judge(effect, patch.entry, object === undefined ? patch.entry : nameSpot(object));
  }

  /** Where an operation fails, those after it are tried all the same, each by itself. */
  #operations(patch: JsonPatch, apply: (patch: JsonPatch, watch: Watch) => void): void {
    const { failures, list } = this.#into;
    const effect = new Effect();
    const before = list.items;
    try {
      apply(patch, effect.watch);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      const ids = this.#selected(patch.entry);
      failures.note(error.problem, { objects: false, ids, paths: pathsOf(error.problem, patch.operations) });
      list.reset(before);
      for (const operation of patch.operations.slice(0, MAX_OPERATIONS)) {
        const alone = { ...patch, operations: [operation] };
        failures.attempt(() => apply(alone, effect.watch), { objects: false, ids, paths: touched(operation) });
      }
      return;
    }
    const [first] = patch.operations;
    const tests = patch.operations.some(({ op }) => op === 'test');
    if (first !== undefined) this.#judge(effect, patch.entry, tests ? undefined : first.spot);
  }

  #judge(effect: Effect, entry: MapValue, spot: Spot | undefined): void {
    const target = asMap(entry.get('target'));
    if (target === undefined) return;
    const what = selectorText(target);
    if (effect.count === 0)
      this.#into.remark('patch-selects-nothing', selectorSpot(target), { target: what, by: selectorBreadth(target) });
    else if (!effect.changes && spot !== undefined) this.#into.remark('patch-without-effect', spot, { what });
  }

  #selected(entry: MapValue): Doubt['ids'] {
    try {
      const selector = readSelector(entry.get('target'));
      return new Set(this.#into.list.items.filter((one) => selects(selector, one)).map(({ id }) => idKey(id)));
    } catch (error) {
      if (error instanceof BuildFailure) return NO_DOUBT.ids;
      throw error;
    }
  }
}

/** Operations of one failed patch that are tried one by one. */
const MAX_OPERATIONS = 100;

/** What a patch does, seen from outside. */
class Effect {
  count = 0;
  changes = false;
  /** The names of the objects that were patched. */
  readonly names = new Set<string>();

  readonly watch: Watch = (before, after) => {
    this.count++;
    this.names.add(before.name);
    this.changes ||= after === undefined || !isSame(before.root, after.root);
  };
}

/** What the failed operation would have changed; all of the patch where it is not known which one failed. */
function pathsOf({ args }: BuildProblem, operations: readonly Operation[]): Doubt['paths'] {
  const failed = operations.filter(({ path }) => path === args.path);
  return (failed.length > 0 ? failed : operations).flatMap(touched);
}

/** The paths that an operation changes; an item that comes or goes moves the others of its list. */
function touched({ op, path, from }: Operation): readonly (readonly string[])[] {
  const whole = (text: string): readonly string[] => {
    const steps = stepsOf(text);
    return /^(?:\d+|-)$/.test(steps.at(-1) ?? '') ? steps.slice(0, -1) : steps;
  };
  return op === 'move' ? [whole(path), whole(from)] : [whole(path)];
}

function nameSpot(object: Resource): Spot {
  const name = at(object.root, 'metadata', 'name') ?? object.root;
  return textOf(name) === '' ? object.root : name;
}

/** True where two values say the same, however they are written. */
function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.text === b.text && (a.tag === 'str') === (b.tag === 'str');
  if (a.kind === 'list')
    return b.kind === 'list' && a.items.length === b.items.length && a.items.every((item, i) => isSame(item, b.items[i]));
  return b.kind === 'map' && a.size === b.size && a.keys.every((key, i) => isSame(a.values[i], b.get(key)));
}
