/**
 * Flux's post-build substitution (fluxcd/pkg, kustomize/kustomize_varsub.go): variables in the printed objects are replaced, and
 * the text is read again, so that `replicas: ${count}` becomes a number.
 */
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { inOldYaml } from '../kustomize/build/documents.ts';
import { loaded } from '../kustomize/build/load.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { asMap, at, type MapValue, ScalarValue, textOf, type Value } from '../kustomize/build/values.ts';
import { plainOrQuoted } from '../kustomize/build/yaml-text.ts';

const SWITCH = 'kustomize.toolkit.fluxcd.io/substitute';

export interface Variables {
  readonly known: ReadonlyMap<string, string>;
  /** Names that sources which were not read may set again; true: they may set any. */
  readonly uncertain: boolean;
  /** Names that nothing can set again: those written in the Kustomization itself. */
  readonly certain: ReadonlySet<string>;
}

/** Thrown where it cannot be told what the controller would write. */
export class Unknown extends Error {}

/** The object with its variables replaced, or a sentence why that is not known. */
export function substituted(object: MapValue, variables: Variables): MapValue | string {
  if (variables.known.size === 0 && !variables.uncertain) return object;
  for (const field of ['labels', 'annotations'])
    if (textOf(asMap(at(object, 'metadata', field))?.get(SWITCH)) === 'disabled') return object;
  try {
    return asMap(replaced(object, variables)) ?? object;
  } catch (error) {
    if (error instanceof Unknown) return error.message;
    throw error;
  }
}

function replaced(value: Value, variables: Variables): Value {
  if (value.kind === 'scalar') return scalar(value, variables);
  if (value.kind === 'list') {
    const items = value.items.map((item) => replaced(item, variables));
    return items.every((item, i) => item === value.items[i]) ? value : value.with(items);
  }
  for (const key of value.keys) if (text(key, variables) !== key) throw new Unknown(`the key ${key} holds a variable`);
  const values = value.values.map((field) => replaced(field, variables));
  return values.every((field, i) => field === value.values[i]) ? value : value.withValues(values);
}

function scalar(value: ScalarValue, variables: Variables): Value {
  const changed = text(value.text, variables);
  if (changed === value.text) return value;
  const { source, at: place } = value;
  const printed = value.text.includes('\n') ? '|' : plainOrQuoted(value.text);
  const quote = printed.charAt(0);
  if (printed !== value.text && (quote === '|' || quote === '"' || quote === "'")) {
    if (quote !== '|' && (changed.includes(quote) || changed.includes('\\')))
      throw new Unknown(`${value.text} is replaced by text with quotes`);
    return new ScalarValue(changed, 'str', 'double', source, place);
  }
  const read = readAgain(changed, value);
  if (read?.kind !== 'scalar') throw new Unknown(`${value.text} is replaced by text that is more than a value`);
  return new ScalarValue(read.text, read.tag, read.style, source, place);
}

/** What YAML makes of a plain value. */
function readAgain(changed: string, value: ScalarValue): Value | undefined {
  const [document, second] = parseYaml(`v: ${changed}\n`).tree.documents;
  if (document?.root === undefined || document.problems.length > 0 || second !== undefined) return undefined;
  try {
    const map = asMap(inOldYaml(loaded(document.root, value.source)));
    return map?.size === 1 ? map.get('v') : undefined;
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

const PLAIN_EXPRESSION = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:=|:-|=)([^${}]*))?$/;

/** The text after substitution as drone/envsubst does it; what it does beyond names and defaults is not known here. */
function text(before: string, variables: Variables): string {
  if (!before.includes('$') && !before.includes('\\')) return before;
  if (/\\[\\/]/.test(before)) throw new Unknown('backslashes are read as escapes by the substitution');
  return before.replace(/\$\$|\$\{([^}]*)(\}?)/g, (whole, expression: string | undefined, close: string) => {
    if (whole === '$$') return '$';
    const found = close === '' ? null : PLAIN_EXPRESSION.exec(expression ?? '');
    if (found === null) throw new Unknown(`the expression ${whole} is not evaluated here`);
    const [, name = '', operator, fallback = ''] = found;
    const value = variables.known.get(name);
    if (variables.uncertain && !variables.certain.has(name))
      throw new Unknown(`the variable ${name} may come from a source in the cluster that was not read`);
    if (value !== undefined && value !== '') return value;
    return operator === undefined ? (value ?? '') : fallback;
  });
}
