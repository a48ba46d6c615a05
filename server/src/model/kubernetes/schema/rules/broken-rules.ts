/** Holds an object against the rules of its definition, as the API server does once nothing else is wrong with it. */
import { entry, field, resolved } from '../../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import { Dict, List, NONE, UNKNOWN, Unknown, type Value } from '../../cel/values.ts';
import type { Hinge, Mistake } from '../mistake.ts';
import { isPresent } from '../values.ts';
import { escapedName } from './escape.ts';
import { factsOf } from './facts.ts';
import { fieldAt } from './field-path.ts';
import type { Place } from './place.ts';
import { OLD_SELF, type Rule, SELF } from './rule.ts';
import { Values } from './values.ts';

/** What all rules over the objects of a file may cost together, in steps; see `cel/run.ts`. */
export interface Budget {
  left: number;
}

/** Less than a tenth of a second. The rules of Gateway API cost an object a hundredth of it. */
export const STEPS_OF_FILE = 250_000;
/** Reading a rule costs a step for so many characters, whether or not it was read before. */
const CHARACTERS_A_STEP = 4;

/** Longer rules are written by nobody. */
const LONGEST_RULE = 20_000;
const MOST_MISTAKES = 100;
/** The server takes no longer messages from expressions. */
const LONGEST_MESSAGE = 5 * 1024;

/** What the object breaks, in reading order. */
export function brokenRules(object: Mapping, place: Place, readAs: 'kubernetes' | 'kyaml', budget: Budget): readonly Mistake[] {
  const judge = new Judge(budget);
  // An object without a name is refused for that, before any rule.
  const metadata = entry(object, 'metadata')?.value;
  if (!['name', 'generateName'].some((name) => isPresent(field(metadata, name)))) return [];
  const value = new Values(readAs).value(object, place);
  judge.value(withoutStatus(value ?? UNKNOWN), place, object, entry(object, 'kind')?.value ?? object, '');
  return judge.mistakes;
}

/** What is sent as a status is dropped where the definition has one apart, which is not known here. */
function withoutStatus(value: Value): Value {
  if (!(value instanceof Dict) || !value.entries.has('status')) return value;
  return new Dict(new Map([...value.entries, ['status', UNKNOWN]]), value.declared);
}

class Judge {
  readonly mistakes: Mistake[] = [];
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** `node` is where the value is written, undefined where it is not; `holder` is its key, or the item itself. */
  value(value: Value, place: Place, node: Node | undefined, holder: Node, path: string): void {
    if (!place.isRuled || value instanceof Unknown || value === null) return;
    for (const rule of place.rules) {
      if (this.#budget.left <= 0 || this.mistakes.length >= MOST_MISTAKES) return;
      this.#rule(rule, value, node, holder, path);
    }
    if (value instanceof List) this.#items(value, place, node, holder, path);
    else if (value instanceof Dict) this.#entries(value, place, node, holder, path);
  }

  #items({ items }: List, { inside }: Place, node: Node | undefined, holder: Node, path: string): void {
    if (inside?.isRuled !== true) return;
    const list = resolved(node);
    for (const [i, item] of items.entries()) {
      const written = list?.kind === 'sequence' ? list.items[i] : undefined;
      const mapping = resolved(written);
      const at = (mapping?.kind === 'mapping' ? mapping.entries[0]?.key : undefined) ?? written ?? holder;
      this.value(item, inside, written, at, `${path}[]`);
    }
  }

  #entries(value: Dict, { fields, inside }: Place, node: Node | undefined, holder: Node, path: string): void {
    const step = (name: string, key: string, place: Place): void => {
      const found = value.entries.get(key);
      if (found === undefined || !place.isRuled) return;
      const written = entry(node, name);
      this.value(found, place, written?.value, written?.key ?? holder, path === '' ? name : `${path}.${name}`);
    };
    for (const [name, place] of fields ?? []) step(name, escapedName(name) ?? name, place);
    if (inside?.isRuled === true) for (const key of value.entries.keys()) step(String(key), String(key), inside);
  }

  #rule(rule: Rule, value: Value, node: Node | undefined, holder: Node, path: string): void {
    this.#budget.left -= rule.rule.length / CHARACTERS_A_STEP;
    if (this.#budget.left <= 0 || rule.rule.length > LONGEST_RULE) return;
    const { program } = rule;
    if ('problem' in program) return;
    if (program.uses(OLD_SELF) && !rule.isOptionalOldSelf) return;
    const variables = new Map<string, Value>([
      [SELF, value],
      [OLD_SELF, NONE],
    ]);
    const outcome = program.evaluate(variables, this.#budget.left);
    this.#budget.left -= outcome.steps;
    if (outcome.is === 'failure') {
      const at = isCollection(node) ? holder : (node ?? holder);
      this.#broken(at, path, `${outcome.message}, evaluating the rule ${shown(rule)}`, node);
    } else if (outcome.is === 'value' && outcome.value === false) {
      const field = rule.fieldPath === undefined ? undefined : fieldAt(rule.fieldPath, node, holder, path);
      const at = field?.at ?? (isCollection(node) ? holder : (node ?? holder));
      this.#broken(at, field?.path ?? path, this.#message(rule, variables), node);
    }
  }

  #message(rule: Rule, variables: ReadonlyMap<string, Value>): string {
    const program = rule.messageProgram;
    if (program !== undefined && !('problem' in program)) {
      const outcome = program.evaluate(variables, this.#budget.left);
      this.#budget.left -= outcome.steps;
      const text = outcome.is === 'value' && typeof outcome.value === 'string' ? outcome.value.trim() : '';
      if (text !== '' && text.length <= LONGEST_MESSAGE && !text.includes('\n')) return text;
    }
    return rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
  }

  #broken(at: Node, path: string, rule: string, node: Node | undefined): void {
    const hinges: readonly Hinge[] = factsOf(node);
    this.mistakes.push({ what: 'broken-rule', at: at.id, path, problem: rule, isOwnRule: true, hinges });
  }
}

function isCollection(node: Node | undefined): boolean {
  return resolved(node)?.kind !== 'scalar';
}

function shown({ message, rule }: Rule): string {
  return `"${(message ?? rule).trim()}"`;
}
