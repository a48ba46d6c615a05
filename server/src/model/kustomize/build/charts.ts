/**
 * Helm charts of a kustomization: what Kustomize's HelmChartInflationGenerator would ask helm for each, as data, and the
 * objects of what helm has answered. Nothing here runs helm: `host/charts.ts` does, on request.
 */
import { type FilePath, join } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import type { Tree } from '../../../syntax/tree.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import { chartOutput } from '../../workspace/charts.ts';
import { attempt, inOldYaml, objectsOf } from './documents.ts';
import { isBefore } from './edition.ts';
import { entries, flag, strings, text } from './kustomization.ts';
import type { Layer } from './layer.ts';
import { type Json, toJson } from './output.ts';
import { type BuildProblem, fail, problemAt } from './problems.ts';
import { HELM_GENERATED, type Resource } from './resource.ts';
import { asMap, emptyMap, type MapValue, type Spot, stringValue, textOf } from './values.ts';

/** One chart to be rendered. */
export interface ChartRun {
  /** What {@link chartOutput} has the answer under: it says where the chart stands, not what is asked for it. */
  readonly key: string;
  /** The directory of the kustomization, in which values files must lie. */
  readonly directory: FilePath;
  readonly name: string;
  /** The directory of the chart. */
  readonly chart: FilePath;
  readonly values: ChartValues;
  readonly additionalValues: readonly FilePath[];
  /** '' where helm is to make up a name. */
  readonly release: string;
  readonly namespace: string;
  readonly nameTemplate: string;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  /** Options without a value, in Kustomize's order. */
  readonly flags: readonly string[];
}

/** A values file, and what the kustomization says itself and how that is put together. */
export interface ChartValues {
  /** A path, or the URL of what was fetched. */
  readonly file: string;
  readonly inline: { readonly [key: string]: Json } | undefined;
  readonly merge: ValuesMerge;
}

/** Whose values win: those of the kustomization, those of the file, or there are none of the file. */
export type ValuesMerge = 'override' | 'merge' | 'replace';

/** A chart where a kustomization names it. */
export interface Chart {
  readonly run: ChartRun;
  readonly spot: Spot;
}

/** The charts that the kustomization lists itself, the old field's after those of the new one. */
export function chartsOf(layer: Layer): readonly Chart[] {
  const { map } = layer;
  const old = entries(map, 'helmChartInflationGenerator');
  const globals = asMap(map.get('helmGlobals'));
  const lastOf = (field: string): string => old.map((one) => text(one, field)).findLast((home) => home !== '') ?? '';
  const home = globals === undefined ? lastOf('chartHome') : text(globals, 'chartHome');
  const namespace = isBefore(layer.edition, '5.8') ? '' : layer.text('namespace') || layer.helmNamespace;
  return [...entries(map, 'helmCharts'), ...old.map(renamed)].map((chart, i) => {
    const inline = asMap(chart.get('valuesInline'));
    const args = inline === undefined ? chart : chart.set('valuesInline', inOldYaml(inline));
    return chartOf(layer, args, home, text(chart, 'namespace') || namespace, `helmCharts/${i}`);
  });
}

/** The chart that a generator's own file describes. */
export function chartOfGenerator(layer: Layer, config: Resource, args: MapValue): Chart {
  const place = JSON.stringify(['generators', config.id.name, config.id.namespace, textOf(args.get('name'))]);
  return chartOf(layer, args, text(args, 'chartHome'), text(args, 'namespace'), place);
}

const MERGES: readonly ValuesMerge[] = ['override', 'merge', 'replace'];

function chartOf(layer: Layer, args: MapValue, home: string, namespace: string, place: string): Chart {
  const spot: Spot = { source: args.source, at: args.get('name')?.at ?? args.at };
  const name = text(args, 'name');
  if (name === '') fail('configuration', args, { reason: 'chart name cannot be empty' });
  const { directory } = layer;
  const merge = MERGES.find((one) => one === (text(args, 'valuesMerge') || 'override'));
  if (merge === undefined)
    return fail('configuration', args.get('valuesMerge') ?? args, {
      reason: 'valuesMerge must be one of merge, override, replace',
    });
  const isPulled = text(args, 'version') !== '' && text(args, 'repo') !== '' && !isBefore(layer.edition, '5.3');
  const charts = join(directory, home === '' ? 'charts' : home);
  const chart = join(isPulled ? join(charts, `${name}-${text(args, 'version')}`) : charts, name);
  const inline = asMap(args.get('valuesInline'));
  const file = text(args, 'valuesFile');
  const flags = ['--include-crds', '--skip-tests', '--no-hooks', '--debug', '--devel'].filter((_, i) =>
    flag(args, ['includeCRDs', 'skipTests', 'skipHooks', 'debug', 'devel'][i] ?? ''),
  );
  const run: ChartRun = {
    key: JSON.stringify([directory, place, namespace]),
    directory,
    name,
    chart,
    values: {
      file: file === '' ? join(chart, 'values.yaml') : /^https?:/i.test(file) ? file : join(directory, file),
      inline: inline === undefined || inline.size === 0 ? undefined : plain(inline),
      merge,
    },
    additionalValues: strings(args, 'additionalValuesFiles').map((path) => join(directory, path.text)),
    release: text(args, 'releaseName'),
    namespace,
    nameTemplate: text(args, 'nameTemplate'),
    apiVersions: strings(args, 'apiVersions').map((version) => version.text),
    kubeVersion: text(args, 'kubeVersion'),
    flags,
  };
  return { run, spot };
}

/** The fields of `helmChartInflationGenerator` by their names in `helmCharts`; Kustomize drops the namespace. */
function renamed(old: MapValue): MapValue {
  let chart = emptyMap(old);
  for (const [field, name] of RENAMED) {
    const value = old.get(field);
    if (value !== undefined) chart = chart.set(name, value, 'str');
  }
  return chart;
}

const RENAMED = [
  ['chartName', 'name'],
  ['chartVersion', 'version'],
  ['chartRepoUrl', 'repo'],
  ['values', 'valuesFile'],
  ['valuesLocal', 'valuesInline'],
  ['valuesMerge', 'valuesMerge'],
  ['releaseName', 'releaseName'],
] as const;

function plain(map: MapValue): { readonly [key: string]: Json } {
  return toJson(map) as { readonly [key: string]: Json };
}

/** What stands behind helm's name, as Kustomize composes it; the values files are those that were written for it. */
export function helmArguments(run: ChartRun, chart: string, values: readonly string[]): readonly string[] {
  return [
    'template',
    run.release === '' ? '--generate-name' : run.release,
    chart,
    ...(run.namespace === '' ? [] : ['--namespace', run.namespace]),
    ...(run.nameTemplate === '' ? [] : ['--name-template', run.nameTemplate]),
    ...values.flatMap((file) => ['-f', file]),
    ...run.apiVersions.flatMap((version) => ['--api-versions', version]),
    ...(run.kubeVersion === '' ? [] : ['--kube-version', run.kubeVersion]),
    ...run.flags,
  ];
}

/** The objects of a chart; a note where helm has not been asked, or has failed. */
export function objectsOfChart(
  db: Database,
  { run, spot }: Chart,
): { readonly resources: readonly Resource[] } | { readonly note: BuildProblem } {
  const output = chartOutput(db, run.key);
  const note = (reason: string): { readonly note: BuildProblem } => ({
    note: problemAt('helm', spot, { name: run.name, reason }, 'helm'),
  });
  if (output === undefined)
    return note('was not rendered; Plumbline: Render Helm Charts or plumbline render --enable-helm does it on request');
  if ('failed' in output) return note(`was not rendered: ${output.failed}`);
  const source = { ...spot.source, via: 'helm' as const, whole: spot.at };
  const read = attempt(() => objectsOf({ tree: answered(db, run.key), source }).map(marked));
  return 'problem' in read ? note(`gives what cannot be read: ${read.problem.args.reason ?? read.problem.code}`) : read;
}

const answered = query('helmAnswer', (db, key: string): Tree => {
  const output = chartOutput(db, key);
  const said = output !== undefined && 'text' in output ? output.text : '';
  const { tree } = parseYaml(said);
  // Helm may talk before the first object.
  const [first] = tree.documents;
  const start = said.search(/^---/m);
  const isTalk =
    first !== undefined && (first.problems.length > 0 || (first.root !== undefined && first.root.kind !== 'mapping'));
  return isTalk && start > 0 ? parseYaml(said.slice(start)).tree : tree;
});

/** Noted as helm's own, for the namespace transformer, which leaves such objects where helm has put them. */
function marked(resource: Resource): Resource {
  const { root } = resource;
  const metadata = asMap(root.get('metadata')) ?? emptyMap(root);
  const annotations = asMap(metadata.get('annotations')) ?? emptyMap(metadata);
  const noted = annotations.set(HELM_GENERATED, stringValue('true', root), 'str');
  return resource.with(root.set('metadata', metadata.set('annotations', noted, 'str'), 'str'));
}
