/**
 * Beside Red Hat's YAML extension: what it says of an open document is not said twice. It reports syntax errors and
 * duplicate keys of open YAML documents; those of all other files, and every other finding, stay ours. Our quick fixes
 * stay, too, for the server makes them from the text and not from what is shown.
 */
import { type Diagnostic, extensions, type TextDocument, Uri, workspace } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

const RED_HAT = 'redhat.vscode-yaml';

/** The rules that the other extension has as well. */
const SHARED: ReadonlySet<unknown> = new Set(['yaml/syntax', 'yaml/duplicate-key']);

export const besideYamlExtension = {
  provideDiagnostics: async (document, previousResultId, token, next) => {
    const report = await next(document, previousResultId, token);
    if (report?.kind !== 'full' || document instanceof Uri || !isLeftToOthers(document)) return report;
    return { ...report, items: report.items.filter((item) => !SHARED.has(ruleOf(item))) };
  },
} satisfies Middleware;

/** True where the other extension is there, validates, and this is a document that it reads. */
function isLeftToOthers(document: TextDocument): boolean {
  if (document.languageId !== 'yaml' || extensions.getExtension(RED_HAT) === undefined) return false;
  if (workspace.getConfiguration('yaml', document).get('validate') === false) return false;
  return workspace.getConfiguration('plumbline', document).get('yamlSyntax') !== 'always';
}

function ruleOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}
