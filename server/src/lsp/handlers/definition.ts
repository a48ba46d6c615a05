/** `textDocument/definition`: where a name is declared, where a path leads. */
import { DefinitionRequest, type Location, type LocationLink } from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import { type Definition, definition as definitionAt } from '../../ide/definition.ts';
import type { Converter } from '../convert.ts';
import { handler } from '../handler.ts';
import type { Session } from '../session.ts';

export const definition = handler(DefinitionRequest.type, ({ db, session, convert }, params) => {
  const at = convert.cursor(params);
  const found = at && definitionAt(db, at.file, at.offset);
  if (at === undefined || found === undefined) return null;
  return definitionLinks(session, convert, at.file, found);
});

export function definitionLinks(
  session: Session,
  convert: Converter,
  from: FilePath,
  found: Definition,
): Location[] | LocationLink[] {
  if (!session.client.definitionLinks) return found.targets.map(({ file, name }) => convert.location(file, name));
  return found.targets.map(
    ({ file, whole, name }): LocationLink => ({
      originSelectionRange: convert.range(from, found.span),
      targetUri: convert.uri(file),
      targetRange: convert.range(file, whole),
      targetSelectionRange: convert.range(file, name),
    }),
  );
}
