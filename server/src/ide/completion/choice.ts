/** What completion has to offer, before it knows how it is written. */
import type { Sketch } from '../../model/sketch.ts';

/** A text to choose. */
export interface Choice {
  readonly text: string;
  readonly detail: string;
  readonly kind: 'file' | 'directory' | 'name' | 'field' | 'value' | 'whole';
  /** Better ones come first. */
  readonly rank: number;
  /** As it is written, where that is not the text as a scalar. */
  readonly written?: string;
  /** How it is listed, where that is not the text. */
  readonly label?: string;
  /** What follows where the line ends there; its lines are indented from the field. */
  readonly sketch?: Sketch;
  /** Other fields of the same mapping that go with it. */
  readonly beside?: readonly (readonly [field: string, text: string])[];
  readonly isDeprecated?: boolean;
  /** True where something can be offered for what follows. */
  readonly leads?: boolean;
}
