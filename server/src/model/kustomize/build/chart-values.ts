/** The values that a chart is rendered with: the values file's text, and what the kustomization says itself put into it. */
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import type { ChartValues } from './charts.ts';
import { valuesIn } from './documents.ts';
import { toJson } from './output.ts';
import { BuildFailure } from './problems.ts';
import { strategicMerge } from './strategic-merge.ts';
import { asMap, emptyMap, type MapValue, type Source } from './values.ts';

/**
 * The text for helm's `--values`, as Kustomize's `createNewMergedValuesFile` makes it; a sentence where the file cannot be
 * read. `file` is asked for its text only where it counts.
 */
export function valuesText(
  { inline, merge }: ChartValues,
  file: () => { readonly text: string } | { readonly failed: string },
): { readonly text: string } | { readonly failed: string } {
  if (inline === undefined) return file();
  if (merge === 'replace') return { text: JSON.stringify(inline) };
  const read = file();
  if ('failed' in read) return read;
  try {
    const own = mapOf(JSON.stringify(inline));
    const theirs = mapOf(read.text);
    const merged = merge === 'override' ? strategicMerge(theirs, own, NO_SCHEMA) : strategicMerge(own, theirs, NO_SCHEMA);
    return { text: JSON.stringify(merged === undefined ? {} : toJson(merged)) };
  } catch (error) {
    if (error instanceof BuildFailure)
      return { failed: `its values cannot be merged: ${error.problem.args.reason ?? error.problem.code}` };
    throw error;
  }
}

/** Values are of no kind that a schema knows. */
const NO_SCHEMA = { typeOf: () => undefined, named: () => undefined };

const SOURCE: Source = { file: '', via: 'helm' };

function mapOf(text: string): MapValue {
  const [value] = valuesIn({ tree: parseYaml(text).tree, source: SOURCE });
  return asMap(value) ?? emptyMap({ source: SOURCE, at: 0 });
}
