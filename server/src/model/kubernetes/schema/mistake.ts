/** What can be wrong with an object by the shape of its kind, as data. */
import type { NodeId, Scalar } from '../../../syntax/tree.ts';
import type { Form } from './forms.ts';
import type { Bounds } from './shapes.ts';

/** One thing that the API server would refuse. `path` leads to it from the object: `spec.ports[].port`. */
export type Mistake =
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
      readonly field: string;
      readonly path: string;
    }
  | {
      readonly what: 'unknown-value';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly known: readonly string[];
    }
  | { readonly what: 'invalid-value'; readonly at: NodeId; readonly path: string; readonly text: string; readonly format: Format }
  | {
      readonly what: 'out-of-range';
      readonly at: NodeId;
      readonly path: string;
      readonly text: string;
      readonly bounds: Bounds;
    }
  | {
      readonly what: 'duplicate-entry';
      readonly at: NodeId;
      readonly first: NodeId;
      readonly path: string;
      readonly text: string;
      /** True where the server refuses it whatever the way it comes; else only server-side apply does. */
      readonly isRefused: boolean;
    };

export type Wanted = 'text' | 'whole' | 'number' | 'truth' | 'quantity' | 'whole-or-text' | 'list' | 'mapping';
export type Format = 'quantity' | 'base64' | 'time' | Form;

/** What stands there instead. `too-large` is a whole number that does not fit. */
export interface Found {
  readonly is: 'text' | 'whole' | 'fraction' | 'truth' | 'list' | 'mapping' | 'too-large';
  /** As written. */
  readonly text: string;
  /** As read, where that differs: `true` for `yes`, `511` for `0777`. */
  readonly read?: string;
  readonly style: Scalar['style'];
}
