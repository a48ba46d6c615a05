/** Texts with places to fill in, as they are offered to a writer. */

/** A place to fill in; places of the same name are filled in together. */
export interface Stop {
  readonly stop: string;
  /** What stands there until something is written. */
  readonly text: string;
  /** What may stand there, where that is known. */
  readonly choices?: readonly string[];
}

/** Texts hold `\n` for every line break. */
export type Sketch = readonly (string | Stop)[];

/** As a text, with what the places have for a start. */
export function plainSketch(sketch: Sketch): string {
  return sketch.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** The same with so many blanks in front of every line but the first. */
export function indentedSketch(sketch: Sketch, by: number): Sketch {
  const blanks = `\n${' '.repeat(by)}`;
  return sketch.map((part) => (typeof part === 'string' ? part.replaceAll('\n', blanks) : part));
}

/** A field that is to be written in a mapping. */
export interface NewField {
  readonly name: string;
  /** What stands behind its colon; lines are indented from the field by two blanks, dashes too. The file's own style is that of who writes it. */
  readonly sketch: Sketch;
  /** The fields that it is written below, where there are any: first where there are none; absent: last of all. */
  readonly below?: readonly string[];
}
