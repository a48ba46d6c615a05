/** What HCL text is read into: bodies of attributes and blocks, and expressions. Numbered like the trees of data languages. */
import type { Directive, Layout, NodeId, Problem } from '../tree.ts';

/** A name as it is written. */
export interface Word {
  readonly id: NodeId;
  readonly text: string;
}

export interface Attribute {
  readonly kind: 'attribute';
  /** From the name to the end of the value. */
  readonly id: NodeId;
  readonly name: Word;
  readonly value: Expression;
}

export interface Block {
  readonly kind: 'block';
  /** From the type to the closing brace. */
  readonly id: NodeId;
  /** From the type to the last label. */
  readonly head: NodeId;
  readonly type: Word;
  /** A quoted label's id spans the text between the quotes. */
  readonly labels: readonly Word[];
  readonly items: readonly Item[];
}

export type Item = Attribute | Block;

export type Expression =
  | Literal
  | Template
  | Traversal
  | Access
  | Call
  | Tuple
  | ObjectValue
  | For
  | Operation
  | { readonly kind: 'missing'; readonly id: NodeId };

/** A number, `true`, `false` or `null`, as written. */
export interface Literal {
  readonly kind: 'literal';
  readonly id: NodeId;
  readonly text: string;
}

/** A quoted text or a heredoc. */
export interface Template {
  readonly kind: 'template';
  readonly id: NodeId;
  readonly heredoc: boolean;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  /** Text with its escapes resolved. */
  | { readonly kind: 'text'; readonly id: NodeId; readonly text: string }
  | { readonly kind: 'interpolation'; readonly value: Expression }
  /** `%{ if … }` and the like; `names` are those that a `for` binds until its `endfor`. */
  | {
      readonly kind: 'control';
      readonly word: string;
      readonly names: readonly string[];
      readonly value: Expression | undefined;
    };

/** `name.step[step]`; a name alone has no steps. */
export interface Traversal {
  readonly kind: 'traversal';
  readonly id: NodeId;
  readonly root: Word;
  readonly steps: readonly Step[];
}

/** Steps from what is no name: `f(x).y`, `[1, 2][0]`. */
export interface Access {
  readonly kind: 'access';
  readonly id: NodeId;
  readonly of: Expression;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'attribute'; readonly name: Word }
  | { readonly kind: 'index'; readonly key: Expression }
  | { readonly kind: 'splat' };

export interface Call {
  readonly kind: 'call';
  readonly id: NodeId;
  readonly name: Word;
  readonly arguments: readonly Expression[];
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly id: NodeId;
  readonly items: readonly Expression[];
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly id: NodeId;
  readonly entries: readonly ObjectEntry[];
}

/** A key that is a bare name stands for its own text: it is a traversal without steps, and `(name)` an operation. */
export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for k, v in x : value if condition]`, `{for … : key => value...}` */
export interface For {
  readonly kind: 'for';
  readonly id: NodeId;
  readonly names: readonly Word[];
  readonly over: Expression;
  /** Key, value and condition, those that are there: the names are bound in them. */
  readonly inner: readonly Expression[];
}

/** An operator with what it works on; `()` are parentheses, `?:` a condition. */
export interface Operation {
  readonly kind: 'operation';
  readonly id: NodeId;
  readonly operator: string;
  readonly operands: readonly Expression[];
}

export interface HclFile {
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
  readonly directives: readonly Directive[];
  /** True where something at the top could not be read as a block or attribute: names may be missing. */
  readonly lossy: boolean;
  /** True where the text has mistakes and the tags of a template engine: it is not HCL yet. */
  readonly templated: boolean;
}

export interface ParsedHcl {
  readonly file: HclFile;
  readonly layout: Layout;
}

/** The node that stands for the whole text. */
export const WHOLE: NodeId = 0;
