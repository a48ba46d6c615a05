/** What an expression of the Common Expression Language (https://cel.dev) is read into. */

/** `at` is where a thing starts in the text, for messages. */
export type Expression =
  | { readonly is: 'literal'; readonly literal: Literal }
  | { readonly is: 'name'; readonly name: string; readonly at: number }
  /** `of.field`, `of.?field`. */
  | { readonly is: 'select'; readonly of: Expression; readonly field: string; readonly isOptional: boolean }
  /** `has(of.field)`. */
  | { readonly is: 'has'; readonly of: Expression; readonly field: string }
  /** `of[index]`, `of[?index]`. */
  | { readonly is: 'index'; readonly of: Expression; readonly index: Expression; readonly isOptional: boolean }
  | {
      readonly is: 'call';
      readonly name: string;
      readonly target?: Expression;
      readonly args: readonly Expression[];
      readonly at: number;
    }
  | { readonly is: 'unary'; readonly operator: '!' | '-'; readonly of: Expression }
  | { readonly is: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  /** All of `&&`, or all of `||`, that stand in a row. */
  | { readonly is: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly is: 'choice'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly is: 'list'; readonly items: readonly { readonly value: Expression; readonly isOptional: boolean }[] }
  | { readonly is: 'map'; readonly entries: readonly MapEntry[] }
  | Fold;

export interface MapEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly isOptional: boolean;
}

/** A macro that looks at every item of a list, or at every entry of a map; with two names, index or key come first. */
export interface Fold {
  readonly is: 'fold';
  readonly how:
    | 'all'
    | 'exists'
    | 'exists_one'
    | 'map'
    | 'filter'
    | 'transformMap'
    | 'transformMapEntry'
    | 'sortBy'
    | 'optMap'
    | 'optFlatMap';
  readonly over: Expression;
  readonly names: readonly string[];
  /** Items for which it is false are passed over. */
  readonly filter?: Expression;
  readonly result: Expression;
}

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export type Literal =
  | { readonly type: 'int' | 'uint'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'null' };

/** Why a text is no expression. */
export interface Problem {
  readonly at: number;
  /** The rest of a sentence that starts with the expression. */
  readonly problem: string;
  /** True where the text may be an expression all the same, and is one that is not read here. */
  readonly isUncertain?: boolean;
}

export type Parsed = { readonly expression: Expression } | Problem;
