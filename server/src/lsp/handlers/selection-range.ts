/** `textDocument/selectionRange`: what selections grow to. */
import { type SelectionRange, SelectionRangeRequest } from 'vscode-languageserver';
import { selections } from '../../ide/selection.ts';
import { handler } from '../handler.ts';

export const selectionRange = handler(SelectionRangeRequest.type, ({ db, convert }, { textDocument, positions }) =>
  positions.map((position): SelectionRange => {
    const at = convert.cursor({ textDocument, position });
    const spans = at === undefined ? [] : selections(db, at.file, at.offset);
    const nowhere: SelectionRange = { range: { start: position, end: position } };
    if (at === undefined) return nowhere;
    return (
      spans.reduceRight<SelectionRange | undefined>(
        (parent, span) => ({ range: convert.range(at.file, span), ...(parent !== undefined && { parent }) }),
        undefined,
      ) ?? nowhere
    );
  }),
);
