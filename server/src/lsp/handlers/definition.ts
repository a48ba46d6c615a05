/** `textDocument/definition`: where a name is declared, where a path leads. */
import { DefinitionRequest, type LocationLink } from 'vscode-languageserver';
import { definition as definitionAt } from '../../ide/definition.ts';
import { handler } from '../handler.ts';

export const definition = handler(DefinitionRequest.type, ({ db, session, convert }, params) => {
  const at = convert.cursor(params);
  const found = at && definitionAt(db, at.file, at.offset);
  if (at === undefined || found === undefined) return null;
  if (!session.client.definitionLinks) return found.targets.map(({ file, name }) => convert.location(file, name));
  return found.targets.map(
    ({ file, whole, name }): LocationLink => ({
      originSelectionRange: convert.range(at.file, found.span),
      targetUri: convert.uri(file),
      targetRange: convert.range(file, whole),
      targetSelectionRange: convert.range(file, name),
    }),
  );
});
