/** Lines as a file indents its own. */

export interface Indentation {
  /** Blanks in front of the dashes of a list. */
  readonly dashes: number;
  /** Blanks by which a mapping is indented from its key. */
  readonly step: number;
}

/** One line so far, with the column that it had and the one that it has. */
interface Written {
  readonly was: number;
  readonly is: number;
  readonly isItem: boolean;
}

/** What stands behind the colon of a field, with its lines, which are indented by two blanks from that field. */
export function restyled(text: string, { dashes, step }: Indentation): string {
  const above: Written[] = [{ was: -1, is: 0, isItem: false }];
  return text.replace(/\n( *)(- )?/g, (_, blanks: string, dash: string | undefined) => {
    const was = blanks.length;
    while ((above.at(-1)?.was ?? -1) >= was && above.length > 1) above.pop();
    const parent = above.at(-1) ?? { was: -1, is: 0, isItem: false };
    const is = parent.is + (dash !== undefined ? dashes : parent.isItem ? 2 : was === 0 ? 0 : step);
    above.push({ was, is, isItem: dash !== undefined });
    return `\n${' '.repeat(is)}${dash ?? ''}`;
  });
}
