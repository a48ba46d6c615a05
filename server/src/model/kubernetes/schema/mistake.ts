/** What can be wrong with an object by the shape of its kind, as data. */
import type { NodeId, Scalar } from '../../../syntax/tree.ts';
import type { Form } from './forms.ts';
import type { Bounds } from './shapes.ts';

/** A fact that a mistake rests on and that a kustomization may change: where it does, there is no mistake. */
export type Hinge =
  /** A scalar that stays as it stands. */
  | { readonly node: NodeId }
  /** A field that a mapping has, or lacks, whatever is built of it. */
  | { readonly mapping: NodeId; readonly field: string; readonly isThere: boolean }
  /** A mapping, or a list in one of its fields, with so many entries. */
  | { readonly mapping: NodeId; readonly list?: string; readonly count: number }
  /** A list in which no item has this text at a path of keys. */
  | { readonly mapping: NodeId; readonly list: string; readonly by: readonly string[]; readonly lacks: string };

/** One thing that the API server would refuse. `path` leads to it from the object: `spec.ports[].port`. */
export type Mistake = Refusal & { readonly hinges?: readonly Hinge[] };

type Refusal =
  | {
      readonly what: 'unknown-field';
      readonly at: NodeId;
      readonly mapping: NodeId;
      readonly field: string;
      readonly path: string;
      readonly known: readonly string[];
    }
  | { readonly what: 'wrong-type'; readonly at: NodeId; readonly path: string; readonly wanted: Wanted; readonly found: Found }
  | {
      readonly what: 'missing-field';
      readonly at: NodeId;
      readonly mapping: NodeId;
      /** Where any of several would do, all of them, joined by commas. */
      readonly field: string;
      readonly path: string;
      /** What makes the field necessary, where it is not always. */
      readonly because?: string;
    }
  | {
      readonly what: 'unknown-value';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly known: readonly string[];
    }
  | { readonly what: 'invalid-value'; readonly at: NodeId; readonly path: string; readonly text: string; readonly format: Format }
  /** Text that is in no good form for a reason of its own. */
  | {
      readonly what: 'invalid-value';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly format: 'other';
      readonly problem: string;
    }
  | {
      readonly what: 'out-of-range';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly bounds: Bounds;
    }
  | {
      /** What a definition demands beyond the shapes of values; `problem` is the rest of a sentence about the value. */
      readonly what: 'broken-rule';
      readonly at: NodeId;
      readonly path: string;
      readonly problem: string;
      /** True for a rule that the definition itself words: then `problem` is what it says. */
      readonly isOwnRule?: boolean;
    }
  | {
      readonly what: 'duplicate-entry';
      readonly at: NodeId;
      readonly first: NodeId;
      readonly path: string;
      readonly text: string;
      /** True where the server refuses it whatever the way it comes; else only server-side apply does. */
      readonly isRefused: boolean;
    }
  /** Fields, or their values, that cannot stand together; `problem` is the rest of a sentence that starts with the path. */
  | {
      readonly what: 'conflicting-fields';
      readonly at: NodeId;
      readonly path: string;
      readonly problem: string;
      readonly key?: NodeId;
    }
  /** A name of something that the object itself would have to hold. */
  | {
      readonly what: 'dangling-name';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly wanted: string;
      readonly known: readonly string[];
    }
  /** A label that a workload selects its pods by and does not give them. */
  | {
      readonly what: 'unmatched-selector';
      readonly at: NodeId;
      readonly selector: NodeId;
      readonly path: string;
      readonly text: string;
      /** The text of the pods' label; undefined where they have none of this name. */
      readonly found: string | undefined;
      readonly label: string;
    }
  /** More asked for than there may be. */
  | {
      readonly what: 'request-above-limit';
      readonly at: NodeId;
      readonly limit: NodeId;
      readonly path: string;
      readonly text: string;
      readonly most: string;
    }
  /** A schema of custom resources that the server does not take. */
  | { readonly what: 'invalid-schema'; readonly at: NodeId; readonly path: string; readonly problem: string };

export type Wanted = 'text' | 'whole' | 'number' | 'truth' | 'quantity' | 'whole-or-text' | 'list' | 'mapping';
export type Format = 'quantity' | 'base64' | 'time' | Form;

/** What stands there instead. `too-large` is a whole number that does not fit. */
export interface Found {
  readonly is: 'text' | 'whole' | 'fraction' | 'truth' | 'list' | 'mapping' | 'null' | 'too-large';
  /** As written. */
  readonly text: string;
  /** As read, where that differs: `true` for `yes`, `511` for `0777`. */
  readonly read?: string;
  readonly style: Scalar['style'];
}
