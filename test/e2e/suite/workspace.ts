/** What the tests inside the extension host do again and again: open, wait, find a word. */
import assert from 'node:assert/strict';
import { type Diagnostic, languages, type Position, type TextDocument, Uri, window, workspace } from 'vscode';

export const EXTENSION = 'plumbline.plumbline';

/** The file of the opened folder. */
export function file(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return Uri.joinPath(folder.uri, path);
}

export async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(file(path));
  await window.showTextDocument(document);
  return document;
}

/** Where `text` begins in the document, or `into` characters further. */
export function positionOf(document: TextDocument, text: string, into = 0): Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${document.fileName} holds "${text}"`);
  return document.positionAt(offset + into);
}

/** Our findings in a file, as the editor knows them. */
export function findings(uri: Uri): readonly Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'plumbline');
}

/** The rule and the link of a finding. */
export function codeOf({ code }: Diagnostic): { readonly rule: string; readonly link: string | undefined } {
  return typeof code === 'object'
    ? { rule: String(code.value), link: code.target.toString() }
    : { rule: String(code), link: undefined };
}

/** Asks until there is an answer; fails with `what` after so many milliseconds. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Thenable<T | undefined | false>,
  within = 60_000,
): Promise<T> {
  for (const start = Date.now(); Date.now() - start < within; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`not within ${within} ms: ${what}`);
}
