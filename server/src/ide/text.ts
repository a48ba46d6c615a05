/** The text of a file as the features show and change it. */
import type { LineIndex } from '../base/lines.ts';
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Place, placeSpan } from '../model/place.ts';
import { layout, linesOf } from '../model/source.ts';
import { fileText } from '../model/workspace/inputs.ts';

/** Lines of the file's current text; those of an empty text where the file is not known. */
export function lines(db: Database, file: FilePath): LineIndex {
  return linesOf(db, file);
}

/** The file's current text; empty where the file is not known. */
export function textOf(db: Database, file: FilePath): string {
  return fileText(db, file) ?? '';
}

/** Where a place stands now. */
export function spanAt(db: Database, file: FilePath, place: Place): Span {
  return placeSpan(layout(db, file), textOf(db, file), place);
}
