/** Requests and notifications on drift: method names and types, nothing that runs. */
import type { RangeOf, SourceLocation } from './protocol.ts';

/**
 * Looks at the objects of an application of the connected cluster, or of all that deploy from a file. Reads and dry runs only;
 * from then on it is looked at again when the cluster or the files change.
 */
export const DRIFT = 'plumbline/drift';

export interface DriftParams {
  /** Kind/namespace/name, as in the Applications view. */
  readonly application?: string;
  /** The URI of a file. */
  readonly file?: string;
}

export type DriftResult =
  /** A sentence with its full stop. */
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'known'; readonly applications: readonly DriftedApplication[] };

export interface DriftedApplication {
  /** Comes back in {@link DRIFT_TEXT}. */
  readonly key: string;
  readonly name: string;
  /** `2 fields drifted, 1 missing`. */
  readonly words: string;
  readonly drifted: boolean;
  readonly unrendered: readonly string[];
  readonly objects: readonly DriftedObject[];
}

export interface DriftedObject {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly words: string;
  readonly place?: SourceLocation;
}

/** Sent, without parameters, when marks, texts or the tree may have changed. */
export const DRIFT_CHANGED = 'plumbline/driftChanged';

/** The client's command that lenses run: with an application as Kind/namespace/name. */
export const SHOW_DRIFT = 'plumbline.showDrift';

/** Asks for the marks of a file. */
export const DRIFT_MARKS = 'plumbline/driftMarks';

export interface DriftMarksParams {
  readonly file: string;
}

export interface DriftMark {
  readonly range: RangeOf;
  readonly text: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** For {@link DRIFT_TEXT}. */
  readonly application: string;
  readonly object: string;
  /** For {@link DRIFT_WAYS}; absent where the object as a whole is meant. */
  readonly field?: string;
}

/** Asks for one side of an object as text; Secrets are masked. */
export const DRIFT_TEXT = 'plumbline/driftText';

export interface DriftTextParams {
  readonly application: string;
  readonly object: string;
  readonly side: 'desired' | 'live';
}

/** `take`: the live value goes into Git. `ignore`: the controller is told that the difference does not count. */
export type DriftEdit = 'take' | 'ignore';

/** Asks in which ways a drifted field can be dealt with in the files; nothing is changed by asking. */
export const DRIFT_WAYS = 'plumbline/driftWays';

export interface DriftWaysParams {
  readonly edit: DriftEdit;
  readonly application: string;
  readonly object: string;
  /** Absent where a person has chosen an object. */
  readonly field?: string;
}

export type DriftWaysResult =
  /** A sentence with its full stop. */
  | { readonly refused: string }
  /** Which of several is meant. */
  | { readonly fields: readonly { readonly field: string; readonly words: string }[] }
  | {
      readonly field: string;
      readonly question: string;
      /** False where the only way does nothing but what was asked for. */
      readonly asks: boolean;
      readonly ways: readonly {
        readonly form: string;
        readonly title: string;
        readonly place: string;
        readonly detail: string;
      }[];
    };

/** Has the editor apply one of the ways, as an edit that can be undone. */
export const DRIFT_WRITE = 'plumbline/driftWrite';

export interface DriftWriteParams {
  readonly edit: DriftEdit;
  readonly application: string;
  readonly object: string;
  readonly field: string;
  readonly form: string;
}

export type DriftWriteResult = { readonly refused: string } | { readonly place: SourceLocation };

/** The client's commands that code actions run: with an application, an object and a field. */
export const TAKE_COMMAND = 'plumbline.takeIntoGit';
export const IGNORE_COMMAND = 'plumbline.ignoreDifference';
