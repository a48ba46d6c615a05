/** Values and defaults of fields, which stand only in the Go source that the API server's OpenAPI is made from. */

/** The allowed values (of the field itself, or of its items) and the default of a field; empty where there are none. */
export type Annotations = (
  definition: string,
  field: string,
) => { readonly values: readonly string[]; readonly fallback: string };

const NONE = { values: [], fallback: '' };

/** Reads `zz_generated.openapi.go`: one function a type, one block a field, indented by tabs. */
export function annotationsOf(source: string): Annotations {
  const functions = new Map<string, string>();
  for (const part of source.split('\nfunc schema_').slice(1)) functions.set(part.slice(0, part.indexOf('(')), part);
  const fields = new Map<string, ReadonlyMap<string, { readonly values: readonly string[]; readonly fallback: string }>>();
  return (definition, field) => {
    const name = functionOf(definition);
    const text = functions.get(name);
    if (text === undefined) return NONE;
    let known = fields.get(name);
    if (known === undefined) {
      known = readFields(text);
      fields.set(name, known);
    }
    return known.get(field) ?? NONE;
  };
}

/** `io.k8s.api.core.v1.Pod` is made by `schema_k8sio_api_core_v1_Pod`. */
function functionOf(definition: string): string {
  return definition
    .replace(/^io\.k8s\.api\./, 'k8sio.api.')
    .replace(/^io\.k8s\.apimachinery\./, '')
    .replace(/^io\.k8s\.apiextensions-apiserver\./, '')
    .replace(/^io\.k8s\.kube-aggregator\./, '')
    .replaceAll('.', '_');
}

function readFields(text: string): ReadonlyMap<string, { readonly values: readonly string[]; readonly fallback: string }> {
  const found = new Map<string, { readonly values: readonly string[]; readonly fallback: string }>();
  for (const block of text.split(/\n\t{5}(?=")/).slice(1)) {
    const name = /^"([^"]+)": \{/.exec(block)?.[1];
    if (name === undefined) continue;
    const values = /\n\t+Enum:\s+\[\]interface\{\}\{(.*)\},?\n/.exec(block)?.[1];
    const fallback = /\n\t{7}Default:\s+("(?:[^"\\]|\\.)*"|-?\d+|true|false),\n/.exec(block)?.[1];
    found.set(name, {
      values: values === undefined ? [] : (JSON.parse(`[${values}]`) as readonly string[]),
      // What Go writes for fields that nobody has set is no default.
      fallback: fallback === undefined || /^(?:""|0|false)$/.test(fallback) ? '' : String(JSON.parse(fallback)),
    });
  }
  return found;
}
