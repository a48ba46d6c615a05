/** Random trees of kustomizations as people write them: bases, components and overlays up to three deep, most of them valid. */
import { join, normalize } from 'node:path/posix';
import { Dice } from './dice.ts';
import * as field from './fields.ts';
import { NAMESPACES, type RandomObject, randomObject, text } from './objects.ts';
import { patch, strategicPatch } from './patches.ts';
import type { Site } from './site.ts';
import * as wild from './wild.ts';
import { type Fields, type Value, yamlText } from './yaml-text.ts';

export interface RandomTree {
  readonly seed: number;
  /** Relative path to text. */
  readonly files: ReadonlyMap<string, string>;
  /** Every directory that can be built, the topmost overlay last. */
  readonly directories: readonly string[];
}

/** What stands in a directory once it is written, as those above see it. */
interface Below {
  readonly directory: string;
  readonly objects: readonly RandomObject[];
  readonly generated: readonly { readonly kind: string; readonly name: string }[];
}

const NOTHING: Below = { directory: '', objects: [], generated: [] };

/** `wild` trees also have what few people write. */
export function randomTree(seed: number, manner: 'plain' | 'wild' = 'plain'): RandomTree {
  const dice = new Dice(seed);
  const tree = new Tree(dice, manner === 'wild');
  const bases = dice.some(['base', 'shared/base'], 1, 2).map((directory) => tree.base(directory));
  let below = dice.chance(0.85) ? bases : [];
  const depth = dice.whole(1, 3);
  for (let level = 1; level <= depth; level++) {
    const components = dice.chance(0.3) ? [tree.component(`components/part${level}`, below)] : [];
    const sibling = level < depth && dice.chance(0.15) ? [tree.overlay(`overlays/side${level}`, below, [])] : [];
    const main = tree.overlay(`overlays/level${level}`, below, components);
    below = sibling.length > 0 && dice.chance(0.5) ? [main, ...sibling] : [main];
  }
  return { seed, files: tree.files, directories: tree.directories };
}

class Tree {
  readonly files = new Map<string, string>();
  readonly directories: string[] = [];
  readonly #dice: Dice;
  readonly #taken = new Set<string>();

  readonly #isWild: boolean;

  constructor(dice: Dice, isWild: boolean) {
    this.#dice = dice;
    this.#isWild = isWild;
  }

  base(directory: string): Below {
    const { objects, resources } = this.#resources(directory, 1, 6);
    return this.#finish(directory, NOTHING, objects, { resources }, 0.25);
  }

  component(directory: string, below: readonly Below[]): Below {
    const dice = this.#dice;
    const { objects, resources } = dice.chance(0.3) ? this.#resources(directory, 1, 2) : { objects: [], resources: [] };
    const head = {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      resources: resources.length > 0 ? resources : undefined,
    };
    const built = this.#finish(directory, together(below), objects, head, 0.6);
    this.directories.pop();
    return built;
  }

  overlay(directory: string, below: readonly Below[], components: readonly Below[]): Below {
    const dice = this.#dice;
    const { objects, resources } =
      below.length === 0 || dice.chance(0.4) ? this.#resources(directory, 1, 3) : { objects: [], resources: [] };
    const bases = below.map((one) => relativePath(directory, one.directory));
    const asBases = dice.chance(0.05) && bases.length > 0;
    const head: Fields = {
      ...(dice.chance(0.5) ? { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' } : {}),
      resources: asBases ? resources : dice.chance(0.5) ? [...bases, ...resources] : [...resources, ...bases],
      bases: asBases ? bases : undefined,
      components: components.length > 0 ? components.map((one) => relativePath(directory, one.directory)) : undefined,
    };
    // Generators run before components are added, so that they cannot merge into what those generate.
    return this.#finish(directory, together([...below, ...components]), objects, head, 0.45, together(below).generated);
  }

  /** Writes resource files of new objects and returns both. */
  #resources(directory: string, low: number, high: number): { objects: RandomObject[]; resources: string[] } {
    const dice = this.#dice;
    const objects: RandomObject[] = [];
    for (let wanted = dice.whole(low, high); wanted > 0; wanted--) {
      const object = this.#isWild && dice.chance(0.35) ? wild.rareObject(dice) : randomObject(dice);
      if (this.#claim(object.kind, object.name) || dice.chance(0.01)) objects.push(object);
    }
    const resources: string[] = [];
    for (let at = 0; at < objects.length; ) {
      const file = objects.slice(at, at + dice.whole(1, 3));
      at += file.length;
      resources.push(this.#write(directory, ...this.#written(file)));
    }
    return { objects, resources };
  }

  #claim(kind: string, name: string): boolean {
    const isNew = !this.#taken.has(`${kind} ${name}`);
    this.#taken.add(`${kind} ${name}`);
    return isNew;
  }

  #written(objects: readonly RandomObject[]): [name: string, text: string] {
    const dice = this.#dice;
    const first = objects[0];
    if (objects.length === 1 && dice.chance(0.05) && first !== undefined && first.kind !== 'Widget') {
      const plain = JSON.stringify(first.value, (_key, value: unknown) => (isLiteral(value) ? '1' : value), 2);
      return ['object.json', plain];
    }
    if (dice.chance(0.06))
      return ['list.yaml', yamlText(dice, { apiVersion: 'v1', kind: 'List', items: objects.map((one) => one.value) })];
    const documents = objects.map((one) => yamlText(dice, one.value));
    return [
      'objects.yaml',
      `${dice.chance(0.2) ? '---\n' : ''}${dice.chance(0.1) ? '# all of it\n' : ''}${documents.join('---\n')}`,
    ];
  }

  /** Adds a file and returns its name relative to the directory; the same name twice gets a number. */
  #write(directory: string, name: string, body: string): string {
    for (let number = 1; ; number++) {
      const numbered = number === 1 ? name : name.replace(/(\.[a-z]+)$/, `-${number}$1`);
      const path = join(directory, numbered);
      if (this.files.get(path) === body && name !== 'objects.yaml') return numbered;
      if (this.files.has(path)) continue;
      this.files.set(path, body);
      return numbered;
    }
  }

  /** Fills the rest of a kustomization's fields, each with the given likelihood, and writes it. */
  #finish(
    directory: string,
    below: Below,
    own: readonly RandomObject[],
    head: Fields,
    likely: number,
    mergeable = below.generated,
  ): Below {
    const dice = this.#dice;
    const objects = [...below.objects, ...own];
    const write = (name: string, body: string): string => this.#write(directory, name, body);
    const site: Site = { dice, objects, generated: mergeable, write, claim: (kind, name) => this.#claim(kind, name) };
    const used = new Set<string>();
    const generated = [...below.generated];
    const made = (kind: 'ConfigMap' | 'Secret'): readonly Fields[] | undefined => {
      if (!dice.chance(likely)) return undefined;
      const entries = Array.from({ length: dice.whole(1, 2) }, () => field.generator(site, kind, used)).filter(
        (one) => one !== undefined,
      );
      for (const entry of entries)
        if (typeof entry.name === 'string' && entry.behavior === undefined) generated.push({ kind, name: entry.name });
      return entries.length > 0 ? entries : undefined;
    };
    const maybe = <T extends Value>(probability: number, make: () => T): T | undefined =>
      dice.chance(probability) ? make() : undefined;
    const many = <T>(make: () => T): T[] => Array.from({ length: dice.whole(1, 2) }, make);
    const some = objects.length > 0;
    const rarely = <T extends Value>(probability: number, make: () => T): T | undefined =>
      this.#isWild && some && dice.chance(probability) ? make() : undefined;
    const generators = rarely(0.15, () => many(() => wild.wildGenerator(site)).filter((one) => one !== undefined));
    const kustomization: Fields = {
      ...head,
      configMapGenerator: made('ConfigMap'),
      secretGenerator: made('Secret'),
      generatorOptions: maybe(0.1, () => field.generatorOptions(dice)),
      namePrefix: maybe(likely * 0.5, () => dice.pick(['dev-', 'a-', 'x'])),
      nameSuffix: maybe(likely * 0.35, () => dice.pick(['-v2', '-b'])),
      namespace: maybe(likely * 0.6, () => dice.pick(NAMESPACES)),
      commonLabels: maybe(0.1, () => ({ common: text(dice), ...(dice.chance(0.2) ? { app: 'one' } : {}) })),
      labels: rarely(0.2, () => wild.wildLabels(dice)) ?? maybe(likely * 0.4, () => field.labels(dice)),
      commonAnnotations: maybe(likely * 0.3, () => ({ common: text(dice) })),
      images: maybe(likely * 0.7, () => field.images(dice)),
      replicas: some ? maybe(likely * 0.5, () => emptyAsNone(field.replicas(dice, objects))) : undefined,
      patches: some ? maybe(likely, () => many(() => patch(site))) : undefined,
      patchesStrategicMerge: some ? maybe(0.05, () => many(() => strategic(strategicPatch(site)))) : undefined,
      replacements:
        rarely(0.2, () => many(() => wild.wildReplacement(site))) ??
        (some ? maybe(likely * 0.35, () => many(() => field.replacement(site))) : undefined),
      transformers:
        rarely(0.2, () => [...new Set(many(() => wild.wildTransformer(site)))]) ??
        (some ? maybe(0.08, () => many(() => field.transformer(site))) : undefined),
      configurations: maybe(0.08, () => many(() => field.configuration(site))),
      vars: rarely(0.03, () => wild.wildVariables(site)) ?? (some ? maybe(0.05, () => field.variables(site)) : undefined),
      sortOptions: maybe(0.06, () =>
        dice.pick<Fields>([
          { order: 'fifo' },
          { order: 'legacy' },
          { order: 'legacy', legacySortOptions: { orderFirst: ['Deployment', 'Namespace'], orderLast: ['ConfigMap'] } },
        ]),
      ),
      buildMetadata: maybe(0.06, () => dice.some(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], 1, 2)),
    };
    const rare: Fields = {
      generators: generators !== undefined && generators.length > 0 ? generators : undefined,
      crds: rarely(0.08, () => [wild.definitions(site)]),
      patchesJson6902: rarely(0.08, () => many(() => wild.oldPatch(site))),
    };
    const name = dice.chance(0.9) ? 'kustomization.yaml' : dice.pick(['kustomization.yml', 'Kustomization']);
    this.files.set(
      join(directory, name),
      yamlText(dice, shuffled(dice, this.#isWild ? { ...kustomization, ...rare } : kustomization)),
    );
    this.directories.push(directory);
    return { directory, objects, generated };
  }
}

function together(below: readonly Below[]): Below {
  return { directory: '', objects: below.flatMap((one) => one.objects), generated: below.flatMap((one) => one.generated) };
}

function strategic(patch: Fields): Value {
  return patch.path ?? patch.patch ?? '';
}

function emptyAsNone(list: readonly Value[]): Value {
  return list.length > 0 ? list : null;
}

/** The fields in another order: nothing may depend on it. */
function shuffled(dice: Dice, fields: Fields): Fields {
  if (dice.chance(0.6)) return fields;
  const entries = Object.entries(fields);
  for (let last = entries.length - 1; last > 0; last--) {
    const other = dice.whole(0, last);
    const [a, b] = [entries[last], entries[other]];
    if (a !== undefined && b !== undefined) [entries[last], entries[other]] = [b, a];
  }
  return Object.fromEntries(entries);
}

function relativePath(from: string, to: string): string {
  return `${'../'.repeat(normalize(from).split('/').length)}${to}`;
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'object' && value !== null && value.constructor.name === 'Literal';
}
