/** `workspace/executeCommand`: conversions that are proven first; the editor is asked to apply them, or told why not. */
import {
  ApplyWorkspaceEditRequest,
  ExecuteCommandRequest,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { type Conversion, convert } from '../../ide/conversion/conversions.ts';
import type { Converter } from '../convert.ts';
import { type Context, handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { CONVERT, type ConvertArguments } from '../protocol.ts';
import { workspaceEdit } from '../workspace-edit.ts';

export const executeCommand = handler(ExecuteCommandRequest.type, async (context, params) => {
  const asked = params.command === CONVERT ? conversionOf(context.convert, params.arguments?.[0]) : undefined;
  if (asked === undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, `"${params.command}" cannot be run like this.`);
  const result = await convert(context.db, asked, context.pace);
  if ('refused' in result) return tell(context, result.refused);
  const edit = workspaceEdit(context.session, context.convert, result);
  if (edit === undefined) return tell(context, 'This editor cannot make or delete files by itself.');
  const { applied } = await context.session.connection.sendRequest(ApplyWorkspaceEditRequest.type, { label: 'Plumbline', edit });
  if (!applied) tell(context, 'The files changed meanwhile; try again.');
  return null;
});

function tell({ session }: Context, sentence: string): null {
  void session.connection.sendNotification(ShowMessageNotification.type, {
    type: MessageType.Info,
    message: `Plumbline: ${visible(sentence)}`,
  });
  return null;
}

/** What a client sends may be anything. */
function conversionOf(convert: Converter, sent: unknown): Conversion | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  const { kustomization: uri, index, to, other: otherUri } = sent as Partial<ConvertArguments>;
  const kustomization = typeof uri === 'string' ? convert.path({ uri }) : undefined;
  const other = typeof otherUri === 'string' ? convert.path({ uri: otherUri }) : undefined;
  if (kustomization === undefined) return undefined;
  if (to === 'component') return other === undefined ? undefined : { is: 'component', kustomization, other };
  if (typeof index !== 'number' || !Number.isInteger(index)) return undefined;
  return to === 'merge' || to === 'json' ? { is: 'patch', kustomization, index, to } : undefined;
}
