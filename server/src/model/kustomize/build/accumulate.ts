/** Builds one kustomization up to the point where others build upon it: resources, generators, components, transformers. */
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { type Accumulated, Accumulator, type PatchWatch } from './accumulator.ts';
import { transformBuiltin } from './builtin-order.ts';
import { type Chart, chartOfGenerator, chartsOf, objectsOfChart } from './charts.ts';
import { defaultConfig } from './default-config.ts';
import { configurationIn, documentsOf, resourcesIn } from './documents.ts';
import { type Edition, isBefore } from './edition.ts';
import { ALL_IN_DOUBT, OBJECTS_IN_DOUBT } from './failures.ts';
import { find, findDirectory, type LoadRestriction } from './files.ts';
import { generate } from './generators.ts';
import { entries, strings } from './kustomization.ts';
import { type Kustomization, kustomizationIn, leadsToCharts } from './kustomization-files.ts';
import { Layer } from './layer.ts';
import { inlineObjects, pluginConfig, pluginNote, runGenerator, runTransformer } from './plugins.ts';
import { BuildFailure, type BuildProblem, fail } from './problems.ts';
import type { OriginNote, Resource } from './resource.ts';
import { schemaAfter, schemaOf } from './schemas.ts';
import { mergeConfigs, readConfig, readCrds } from './transformer-config.ts';
import { validate } from './validators.ts';
import type { MapValue, ScalarValue, Spot } from './values.ts';
import { asMap, textOf } from './values.ts';
import { mergeVars, readVars } from './vars.ts';

/** What a directory's build depends on beside its files. */
export interface Request {
  readonly directory: FilePath;
  readonly restriction: LoadRestriction;
  readonly edition: Edition;
  /** The schema in force before it. */
  readonly schema: string;
  readonly isRoot: boolean;
  /** The way from the root of the build, where origins are kept. */
  readonly origin?: string;
  /** The namespace that charts below inherit, where there are any. */
  readonly helmNamespace?: string;
}

type Outcome = { readonly accumulated: Accumulated } | { readonly problem: BuildProblem };

/** Bases that stay built: as many as overlays that are worked on at a time may share. */
const KEPT_BASES = 256;

const accumulated = query(
  'kustomizeAccumulate',
  (db, key: string): Outcome => {
    const request = JSON.parse(key) as Request;
    const into = new Accumulator(request.schema);
    try {
      accumulateDirectory(db, request, into, false);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      if (into.failures.list.length === 0) return { problem: error.problem };
      into.failures.takeOver([error.problem], [OBJECTS_IN_DOUBT]);
    }
    return { accumulated: into.result };
  },
  { retain: KEPT_BASES },
);

/** What the directory comes to, failures told in it; fails itself where its kustomization cannot be used at all. */
export function accumulate(db: Database, request: Request): Accumulated {
  const { directory, restriction, edition, schema, origin, helmNamespace } = request;
  // Most directories come to the same whether the build starts with them or passes through.
  const isRoot = request.isRoot && isOtherAsRoot(kustomizationIn(db, directory));
  const more = { ...(origin !== undefined && { origin }), ...(helmNamespace !== undefined && { helmNamespace }) };
  const key = JSON.stringify({ directory, restriction, edition, schema, isRoot, ...more });
  const outcome = accumulated(db, key);
  if ('problem' in outcome) throw new BuildFailure(outcome.problem);
  return outcome.accumulated;
}

/** True where it counts whether the build starts with a kustomization: see {@link accumulateDirectory}. */
function isOtherAsRoot({ map, isComponent }: Kustomization): boolean {
  return isComponent || map.get('openapi') !== undefined;
}

/** Builds the directory once more for somebody who wants to know what its patches do, as long as none has failed. */
export function watchPatches(db: Database, request: Request, watch: PatchWatch): void {
  const into = new Accumulator(request.schema);
  into.watch = watch;
  accumulateDirectory(db, request, into, false);
}

/** What the directory comes to with another kustomization in place of its own; what it builds upon is kept as ever. */
export function accumulateAmended(db: Database, request: Request, kustomization: Kustomization): Accumulated {
  const into = new Accumulator(request.schema);
  into.schema = schemaAfter(db, request.directory, kustomization, into.schema, true, request.restriction);
  new LayerBuild(new Layer(db, request.directory, kustomization, request, request.origin), into).run();
  return into.result;
}

/** Adds a directory's objects to what is there; a component changes what is there too. */
function accumulateDirectory(db: Database, request: Request, into: Accumulator, asComponent: boolean, place?: Spot): void {
  const { directory, restriction, origin, isRoot } = request;
  const kustomization = kustomizationIn(db, directory);
  into.schema = schemaAfter(db, directory, kustomization, into.schema, isRoot, restriction);
  if (asComponent && !kustomization.isComponent) fail('expected-component', place ?? kustomization.file, { directory });
  if (!asComponent && !isRoot && kustomization.isComponent)
    fail('unexpected-component', place ?? kustomization.file, { directory });
  const layer = new Layer(db, directory, kustomization, request, origin);
  const build = new LayerBuild(layer, into);
  build.run();
}

/** Characters that the generators of one kustomization may make: all of them are hashed. */
const MAX_GENERATED = 32_000_000;

/** How many characters stand in the data of a ConfigMap or Secret. */
function textIn(root: MapValue): number {
  let length = 0;
  for (const field of ['data', 'binaryData'])
    for (const value of asMap(root.get(field))?.values ?? []) length += textOf(value).length;
  return length;
}

class LayerBuild {
  readonly #layer: Layer;
  readonly #into: Accumulator;
  /** Characters that its generators have put into ConfigMaps and Secrets. */
  #generated = 0;

  constructor(layer: Layer, into: Accumulator) {
    this.#layer = layer;
    this.#into = into;
  }

  run(): void {
    const { map } = this.#layer;
    const { failures, list, vars } = this.#into;
    const components = (): void => {
      for (const place of strings(map, 'components'))
        failures.attempt(() => this.#component(place), { ...ALL_IN_DOUBT, objects: true });
    };
    this.#resources(this.#into, strings(map, 'resources'));
    const isOld = isBefore(this.#layer.edition, '5.1');
    if (isOld) components();
    this.#configure();
    this.#generate();
    if (!isOld) components();
    transformBuiltin(this.#layer, this.#into);
    for (const config of this.#plugins('transformers')) failures.attempt(() => this.#transform(config), ALL_IN_DOUBT);
    for (const config of this.#plugins('validators')) {
      const check = (): void => runTransformer(config, this.#layer, this.#into, this.#schema());
      failures.attempt(() => validate(list, config.root, check));
    }
    for (const entry of entries(map, 'vars')) failures.attempt(() => mergeVars(vars, readVars(list, [entry])));
  }

  #schema(): ReturnType<typeof schemaOf> {
    return schemaOf(this.#layer.db, this.#into.schema, this.#layer.edition);
  }

  #resources(into: Accumulator, places: readonly ScalarValue[]): void {
    for (const place of places) into.failures.attempt(() => this.#resource(into, place), OBJECTS_IN_DOUBT);
  }

  #resource(into: Accumulator, place: ScalarValue): void {
    const { db, directory, restriction } = this.#layer;
    const found = find(db, directory, place, restriction);
    if (found.kind === 'left-out') into.leaveOut(found.note);
    else if (found.kind === 'file') into.append(this.#layer.withOrigin(resourcesIn(db, found.path, 'resource'), place.text));
    else this.#base(into, found.path, place);
  }

  #base(into: Accumulator, directory: FilePath, place: ScalarValue): void {
    const { db } = this.#layer;
    if (kustomizationIn(db, directory).isComponent) fail('unexpected-component', place, { directory });
    into.merge(accumulate(db, this.#requestFor(directory, place, into)), place);
  }

  /** What is asked of a directory that is built upon. */
  #requestFor(directory: FilePath, place: ScalarValue, into: Accumulator): Request {
    const { db, restriction, edition } = this.#layer;
    const origin = this.#layer.originAt(place.text);
    const namespace = this.#layer.text('namespace') || this.#layer.helmNamespace;
    return {
      directory,
      restriction,
      edition,
      schema: into.schema,
      isRoot: false,
      ...(origin !== undefined && { origin }),
      ...(namespace !== '' && leadsToCharts(db, directory) && { helmNamespace: namespace }),
    };
  }

  #component(place: ScalarValue): void {
    const { db, directory } = this.#layer;
    const found = findDirectory(db, directory, place);
    if (found.kind === 'left-out') {
      this.#into.leaveOut(found.note);
      return;
    }
    const request = this.#requestFor(found.kind === 'directory' ? found.path : directory, place, this.#into);
    accumulateDirectory(db, request, this.#into, true, place);
    this.#into.list.demandUniqueIds('duplicate-id');
  }

  #configure(): void {
    const { db, edition, map } = this.#layer;
    const into = this.#into;
    let own = defaultConfig(edition);
    for (const place of strings(map, 'configurations')) {
      into.failures.attempt(() => {
        const file = this.#layer.file(place);
        own = mergeConfigs(own, readConfig(configurationIn(documentsOf(db, file, 'build'))), place);
      }, ALL_IN_DOUBT);
    }
    into.failures.attempt(() => {
      into.config = mergeConfigs(into.config, own, this.#layer.spot);
    }, ALL_IN_DOUBT);
    for (const place of strings(map, 'crds')) {
      into.failures.attempt(() => {
        const file = this.#layer.file(place);
        into.config = mergeConfigs(into.config, readCrds(configurationIn(documentsOf(db, file, 'build'))), place);
      }, ALL_IN_DOUBT);
    }
  }

  #generate(): void {
    const { map } = this.#layer;
    const globals = asMap(map.get('generatorOptions'));
    for (const kind of ['ConfigMap', 'Secret'] as const) {
      const note = this.#layer.builtinNote(`${kind}Generator`);
      for (const args of entries(map, kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator')) {
        this.#into.failures.attempt(() => {
          const made = generate(kind, args, globals, this.#layer.readContent);
          this.#generated += textIn(made.root);
          if (this.#generated > MAX_GENERATED)
            fail('budget', args, { what: 'characters of generated data', limit: String(MAX_GENERATED) });
          this.#into.absorb(note === undefined ? made : made.remembering({ origin: note }));
        }, OBJECTS_IN_DOUBT);
      }
    }
    const note = this.#layer.builtinNote('HelmChartInflationGenerator');
    this.#into.failures.attempt(() => {
      for (const chart of chartsOf(this.#layer)) this.#inflate(chart, note);
    }, OBJECTS_IN_DOUBT);
    for (const config of this.#plugins('generators'))
      this.#into.failures.attempt(() => this.#generateBy(config), OBJECTS_IN_DOUBT);
  }

  #generateBy(config: Resource): void {
    const note = pluginNote(config);
    if (config.id.kind === 'HelmChartInflationGenerator') {
      this.#inflate(chartOfGenerator(this.#layer, config, pluginConfig(config, 'generator')), note);
      return;
    }
    for (const made of runGenerator(config, this.#layer))
      this.#into.absorb(note === undefined ? made : made.remembering({ origin: note, annotated: true }));
  }

  /** Takes in what helm made of a chart. */
  #inflate(chart: Chart, note: OriginNote | undefined): void {
    const into = this.#into;
    into.charts.push(chart.run);
    const made = objectsOfChart(this.#layer.db, chart);
    if ('note' in made) into.leaveOut(made.note);
    else
      for (const one of made.resources)
        into.failures.attempt(
          () => into.absorb(note === undefined ? one : one.remembering({ origin: note, annotated: true })),
          OBJECTS_IN_DOUBT,
        );
  }

  #transform(config: Resource): void {
    runTransformer(config, this.#layer, this.#into, this.#schema());
    const note = pluginNote(config);
    if (note !== undefined) this.#into.annotate(note);
    this.#into.list.dropEmpty();
  }

  /** The configurations that a field holds or points at; directories are built like any other. */
  #plugins(field: 'generators' | 'transformers' | 'validators'): readonly Resource[] {
    const places = strings(this.#layer.map, field);
    if (places.length === 0) return [];
    const own = new Accumulator(this.#into.schema);
    const paths: ScalarValue[] = [];
    for (const place of places) {
      const objects = inlineObjects(place);
      if (objects === undefined) paths.push(place);
      else own.append(this.#layer.withOrigin(objects, this.#layer.kustomization.fileName));
    }
    this.#resources(own, paths);
    this.#into.failures.takeOver(own.failures.list, own.failures.doubts);
    this.#into.notes.push(...own.notes);
    return own.list.items;
  }
}
