/** Replacements inside text that is YAML or JSON itself, such as a file kept in a ConfigMap. */
import { documentsIn, valuesIn } from './documents.ts';
import { goJson } from './generators.ts';
import { toJson } from './output.ts';
import { lookUp, type Made, PathChanger } from './paths.ts';
import { BuildFailure } from './problems.ts';
import { asList, asMap, isNull, ScalarValue, type Spot, type Value } from './values.ts';
import { yamlText } from './yaml-text.ts';

/** The object with the field inside the text changed; undefined where the path does not lead into such a text. */
export function changeStructured(
  root: Value,
  steps: readonly string[],
  makes: Made,
  spot: Spot,
  set: (old: Value) => Value,
): Value | undefined {
  for (let length = 1; length < steps.length; length++) {
    const scalar = lookedUp(root, steps.slice(0, length));
    if (scalar?.kind !== 'scalar') continue;
    const text = isNull(scalar) && scalar.text === '' ? undefined : changedText(scalar, steps.slice(length), makes, spot, set);
    if (text === undefined) return undefined;
    const changed = new ScalarValue(text, scalar.tag, scalar.style, spot.source, spot.at);
    return replaced(root, steps.slice(0, length), changed);
  }
  return undefined;
}

function lookedUp(root: Value, steps: readonly string[]): Value | undefined {
  try {
    return lookUp(root, steps);
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

function changedText(
  scalar: ScalarValue,
  steps: readonly string[],
  makes: Made,
  spot: Spot,
  set: (old: Value) => Value,
): string | undefined {
  try {
    const [value] = valuesIn(documentsIn(scalar, 'replacement'));
    if (value === undefined) return undefined;
    const { value: changed, matches } = new PathChanger(steps, makes, spot, set).change(value);
    return matches === 0 ? undefined : written(changed, scalar.text);
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

/** JSON stays JSON, spread over lines where it was; all else is YAML. */
function written(value: Value, before: string): string {
  const first = before.trim().charAt(0);
  if (first !== '{' && first !== '[') return yamlText(value).trim();
  return goJson(toJson(value), before.includes('\n') && before.includes('  ') ? '  ' : '');
}

/** Puts a value where a look-up found one. */
function replaced(root: Value, steps: readonly string[], value: Value): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const child = lookUp(root, [step]);
  if (child === undefined) return root;
  const changed = replaced(child, rest, value);
  const map = asMap(root);
  if (map !== undefined) return map.set(step, changed);
  const list = asList(root);
  return list === undefined ? root : list.with(list.items.with(list.items.indexOf(child), changed));
}
