/** What completion has to offer, before it knows how it is written. */

/** A text to choose. */
export interface Choice {
  readonly text: string;
  readonly detail: string;
  readonly kind: 'file' | 'directory' | 'name' | 'field' | 'value';
  /** Better ones come first. */
  readonly rank: number;
  /** As it is written, where that is not the text as a scalar. */
  readonly written?: string;
  /** What is begun on the next line. */
  readonly below?: 'list' | 'mapping';
}
