/** What the API server takes in a place of an object: the forms that values may have. */

import type { Checks } from './checks.ts';
import type { Form } from './forms.ts';
import type { Place } from './rules/place.ts';

/** What Go's decoder takes for the field of a struct, null included. */
export type Shape = Any | Text | Whole | Fraction | Truth | Quantity | WholeOrText | List | Map | Struct;

/** Anything at all: free JSON, or a type that is not known here. */
export interface Any {
  readonly is: 'any';
  /** True for the metadata of a custom resource or of an object inside one. */
  readonly isMetadata?: boolean;
}

export interface Text {
  readonly is: 'text';
  /** `bytes` is base64, `time` is RFC 3339. */
  readonly format: 'plain' | 'bytes' | 'time';
  /** All that may be written; empty where anything may. */
  readonly values: readonly string[];
  /** True where a custom kind's definition names a format that the server knows. */
  readonly hasFormat?: boolean;
  /** What the server's own code demands of the text. */
  readonly form?: Form;
  /** True where an empty text is refused as well; else it counts as not written. Empty items of lists are always judged. */
  readonly isJudgedEmpty?: boolean;
}

/** The whole numbers from `least` to `most`, both included. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export interface Whole {
  readonly is: 'whole';
  readonly bits: 32 | 64;
  readonly bounds?: Bounds;
}

export interface Fraction {
  readonly is: 'fraction';
}

export interface Truth {
  readonly is: 'truth';
}

/** `500m`, `1Gi`, 2. */
export interface Quantity {
  readonly is: 'quantity';
  readonly bounds?: Bounds;
}

export interface WholeOrText {
  readonly is: 'whole-or-text';
  /** 32 where nothing is said. */
  readonly bits?: 32 | 64;
  readonly bounds?: Bounds;
  readonly form?: Form;
}

export interface List {
  readonly is: 'list';
  readonly items: Shape;
  /** The fields that tell items apart; undefined where items are not told apart. */
  readonly keys: readonly string[] | undefined;
  /** True where the same item may not stand twice. */
  readonly isSet: boolean;
  /** True where the server itself refuses what stands twice; else see `required.ts`. */
  readonly isTold?: boolean;
  /** The field by which strategic merge patches find items. */
  readonly mergeKey: string | undefined;
  /** True where an item must not be null; else null is taken for what is not written. */
  readonly refusesNull?: boolean;
}

/** Any keys, values of one shape. */
export interface Map {
  readonly is: 'map';
  readonly values: Shape;
  readonly keys?: Form;
}

/** Fields of their own shapes; others are refused. */
export interface Struct {
  readonly is: 'struct';
  /** `core/v1.PodSpec`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** True where other fields are kept as well. */
  readonly isOpen?: boolean;
  /** Fields that have to be written, with whatever they hold; what `required.ts` says applies to built-in types. */
  readonly insistsOn?: readonly string[];
  /** Those of them that may hold null. */
  readonly nullable?: ReadonlySet<string>;
  /** True where the custom kind's definition names a webhook: whoever has one to convert objects has others that fill them in. */
  readonly hasWebhook?: boolean;
  /** What a custom kind's definition demands besides, of the whole object. */
  readonly checks?: Checks | undefined;
  /** The rules that a custom kind's definition words itself, with the types that they see. */
  readonly rules?: Place | undefined;
}

export interface Field {
  readonly name: string;
  /** As the API's own schema says; the server does not insist on all of them, see `required.ts`. */
  readonly required: boolean;
  /** What counts where nothing is written; '' where that is not known. */
  readonly fallback: string;
  readonly shape: Shape;
  /** The first and last minor of the known releases that have it; undefined where that is the first or last known one. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export const ANY: Any = { is: 'any' };
