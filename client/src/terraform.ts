/** The commands that run the user's Terraform: on demand, with progress, and only in a trusted workspace. */
import { basename, dirname } from 'node:path';
import {
  type CancellationToken,
  commands,
  Disposable,
  ProgressLocation,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type * as protocol from '../../server/src/lsp/protocol.ts';
import { COMMANDS } from './commands.ts';
import type { Server } from './server.ts';

const VALIDATE: typeof protocol.TERRAFORM_VALIDATE = 'plumbline/terraformValidate';
const FORMAT: typeof protocol.TERRAFORM_FORMAT = 'plumbline/terraformFormat';

const CONFIGURATION = /\.(?:tf|tofu|tfvars)$/;

export function registerTerraform(server: Server): Disposable {
  return Disposable.from(
    commands.registerCommand(COMMANDS.terraformValidate, () => onDocument((document) => validate(server, document))),
    commands.registerCommand(COMMANDS.terraformFormat, () => onDocument((document) => format(server, document))),
  );
}

async function onDocument(work: (document: TextDocument) => Promise<void>): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined || document.uri.scheme !== 'file' || !CONFIGURATION.test(document.uri.path)) {
    void window.showInformationMessage('Open a Terraform file first.');
    return;
  }
  if (!workspace.isTrusted) {
    void window.showWarningMessage('Terraform is run only in a trusted workspace: validating evaluates what the files say.');
    return;
  }
  await work(document);
}

/** Terraform reads what is saved: the files of the directory are saved first. */
async function validate(server: Server, document: TextDocument): Promise<void> {
  const directory = dirname(document.uri.fsPath);
  for (const open of workspace.textDocuments)
    if (open.isDirty && open.uri.scheme === 'file' && dirname(open.uri.fsPath) === directory && CONFIGURATION.test(open.uri.path))
      await open.save();
  const result = await inProgress(`Validating ${basename(directory)} with Terraform`, (token) =>
    server.ask<protocol.TerraformValidateResult>(VALIDATE, { uri: document.uri.toString() }, token),
  );
  if (result?.state === 'failed') void window.showErrorMessage(`Terraform: ${result.message}`);
  if (result?.state !== 'done') return;
  const { errors, warnings } = result;
  if (errors + warnings === 0) {
    window.setStatusBarMessage(`Terraform accepts ${result.directory}`, 10_000);
    return;
  }
  const counts = [
    errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : '',
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ].filter((text) => text !== '');
  const chosen = await window.showWarningMessage(
    `Terraform finds ${counts.join(' and ')} in ${result.directory}.`,
    'Show Problems',
  );
  if (chosen !== undefined) await commands.executeCommand('workbench.actions.view.problems');
}

async function format(server: Server, document: TextDocument): Promise<void> {
  const result = await inProgress(`Formatting ${basename(document.uri.fsPath)} with Terraform`, (token) =>
    server.ask<protocol.TerraformFormatResult>(FORMAT, { uri: document.uri.toString() }, token),
  );
  if (result?.state === 'failed') void window.showErrorMessage(`Terraform: ${result.message}`);
  if (result?.state !== 'done') return;
  const edit = new WorkspaceEdit();
  for (const { range, newText } of result.edits)
    edit.replace(
      Uri.parse(document.uri.toString()),
      new Range(range.start.line, range.start.character, range.end.line, range.end.character),
      newText,
    );
  await workspace.applyEdit(edit);
}

function inProgress<T>(title: string, work: (token: CancellationToken) => Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) => work(token));
}
