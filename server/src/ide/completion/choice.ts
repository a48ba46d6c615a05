/** What completion has to offer, before it knows how it is written. */

/** A text to choose. */
export interface Choice {
  readonly text: string;
  readonly detail: string;
  readonly kind: 'file' | 'directory' | 'name';
  /** Better ones come first. */
  readonly rank: number;
}
