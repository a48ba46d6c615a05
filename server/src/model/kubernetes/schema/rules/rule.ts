/** A rule of a CustomResourceDefinition (`x-kubernetes-validations`): an expression that has to be true of a value. */
import { at, field, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { compile, type Program, type Refusal } from '../../cel/compile.ts';

/** What the value was before; rules that look at it are about changes. */
export const SELF = 'self';
export const OLD_SELF = 'oldSelf';

export class Rule {
  readonly rule: string;
  readonly message: string | undefined;
  readonly messageExpression: string | undefined;
  /** From the value, as the definition has it: `.spec.name`, `['a-b']`. */
  readonly fieldPath: string | undefined;
  /** True where the rule is to be held also against what is new: what was before is then absent. */
  readonly isOptionalOldSelf: boolean;
  #program: Program | Refusal | undefined;
  #messageProgram: Program | Refusal | undefined;

  constructor(written: Node) {
    const text = (name: string): string | undefined => textOf(field(written, name));
    this.rule = text('rule') ?? '';
    this.message = text('message');
    this.messageExpression = text('messageExpression');
    this.fieldPath = text('fieldPath');
    this.isOptionalOldSelf = text('optionalOldSelf') === 'true';
  }

  /** Compiled when it is first asked for. */
  get program(): Program | Refusal {
    this.#program ??= compile(this.rule, [SELF, OLD_SELF]);
    return this.#program;
  }

  get messageProgram(): Program | Refusal | undefined {
    if (this.messageExpression === undefined) return undefined;
    this.#messageProgram ??= compile(this.messageExpression, [SELF, OLD_SELF]);
    return this.#messageProgram;
  }
}

/** The rules that a schema has for its own value. */
export function rulesOf(schema: Node): readonly Rule[] {
  return items(at(schema, 'x-kubernetes-validations')).map((written) => new Rule(written));
}
