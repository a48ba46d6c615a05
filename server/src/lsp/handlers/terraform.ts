/** `plumbline/terraformValidate`, `plumbline/terraformFormat`: the user's Terraform, run on command in a trusted workspace. */
import { type CancellationToken, ProtocolRequestType, type TextEdit } from 'vscode-languageserver';
import { dirname } from '../../base/paths.ts';
import { smallestEdit } from '../../base/spans.ts';
import { displayed } from '../../ide/files.ts';
import { textOf } from '../../ide/text.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import {
  TERRAFORM_FORMAT,
  TERRAFORM_VALIDATE,
  type TerraformFormatResult,
  type TerraformParams,
  type TerraformValidateResult,
} from '../protocol.ts';

const ValidateRequest = new ProtocolRequestType<TerraformParams, TerraformValidateResult, never, void, void>(TERRAFORM_VALIDATE);
const FormatRequest = new ProtocolRequestType<TerraformParams, TerraformFormatResult, never, void, void>(TERRAFORM_FORMAT);

export const terraformValidate = handler(
  ValidateRequest,
  async ({ db, session, convert, token }, { uri }): Promise<TerraformValidateResult> => {
    const file = convert.path({ uri });
    if (!session.isTrusted) return { state: 'untrusted' };
    if (file === undefined) return { state: 'failed', message: 'This document is no file on a disk.' };
    const found = await session.world.terraformValidate(dirname(file), signalOf(token));
    session.worldChanged();
    if ('failed' in found) return { state: 'failed', message: visible(found.failed) };
    return { state: 'done', directory: visible(displayed(db, dirname(file))), ...found };
  },
);

export const terraformFormat = handler(
  FormatRequest,
  async ({ db, session, convert, token }, { uri }): Promise<TerraformFormatResult> => {
    const file = convert.path({ uri });
    if (!session.isTrusted) return { state: 'untrusted' };
    if (file === undefined) return { state: 'failed', message: 'This document is no file on a disk.' };
    const before = textOf(db, file);
    const found = await session.world.terraformFormat(before, signalOf(token));
    if ('failed' in found) return { state: 'failed', message: visible(found.failed) };
    if (textOf(db, file) !== before) return { state: 'failed', message: 'The text changed meanwhile.' };
    const edit = smallestEdit(before, found.text);
    const edits: TextEdit[] = edit === undefined ? [] : [{ range: convert.range(file, edit.span), newText: edit.text }];
    return { state: 'done', edits };
  },
);

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
