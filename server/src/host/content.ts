/** Reads the files of a workspace within its bounds: inside its folders, each and all together at most so large. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { type TextProblem, textProblems } from '../model/workspace/inputs.ts';
import { toNative } from './native.ts';
import { MAX_FILE, type Reading, readText } from './reading.ts';
import type { Walk } from './walk.ts';

/** All texts together; what is beyond is left out, and said to be. */
const MAX_TOTAL = 64 * MAX_FILE;

/** What reading a file gave. */
export interface Content {
  readonly text: string | undefined;
  readonly problem: TextProblem | undefined;
  /** In base64, where the bytes are no UTF-8. */
  readonly bytes: string | undefined;
  /** Why there is no text where one was asked for; says of the file "it …". */
  readonly reason: string | undefined;
}

export const NOTHING: Content = { text: undefined, problem: undefined, bytes: undefined, reason: undefined };

/** Writes down what is wrong with the bytes of one file, or that nothing is. */
export function noteProblem(db: Database, file: FilePath, problem: TextProblem | undefined): void {
  const problems = new Map(textProblems(db, ''));
  if (problem !== undefined) problems.set(file, problem);
  else if (!problems.delete(file)) return;
  db.set(textProblems, '', problems);
}

export class ContentReader {
  readonly #walk: Walk;
  #size: number;

  /** `size` is how much text is loaded already. */
  constructor(walk: Walk, size: number) {
    this.#walk = walk;
    this.#size = size;
  }

  read(file: FilePath): Content {
    const reading = this.#reading(file);
    switch (reading.kind) {
      case 'absent':
        return NOTHING;
      case 'leftOut':
        return { ...NOTHING, reason: reading.reason };
      case 'link':
        return { ...NOTHING, reason: 'it is a link that leaves the workspace' };
      case 'text':
        if (this.#size + reading.text.length > MAX_TOTAL) {
          return { ...NOTHING, reason: 'the workspace has more text than is read at once' };
        }
        this.#size += reading.text.length;
        return { text: reading.text, problem: reading.problem, bytes: reading.bytes, reason: undefined };
    }
  }

  /** A link at the path's end is followed to a place inside the workspace. */
  #reading(file: FilePath): Reading {
    const direct = readText(toNative(file));
    const real = direct.kind === 'link' ? this.#walk.confined(file) : undefined;
    return real === undefined ? direct : readText(toNative(real));
  }
}
