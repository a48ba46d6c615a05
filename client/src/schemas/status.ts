/** The entry in the language status menu: for which Kubernetes the files are, and how many custom kinds nobody describes. */
import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-schemas.ts';
import { COMMANDS } from '../commands.ts';
import { DOCUMENTS } from '../documents.ts';
import { count } from '../text.ts';

export interface SchemaStatus extends Disposable {
  show(schemas: protocol.SchemasParams): void;
}

/** `useCatalogue` is the command that is offered while kinds are without a schema. */
export function showSchemas(useCatalogue: string): SchemaStatus {
  const item = languages.createLanguageStatusItem('plumbline.schemas', [...DOCUMENTS]);
  item.name = 'Plumbline Schemas';
  item.severity = LanguageStatusSeverity.Information;
  item.text = 'Kubernetes schemas';
  item.command = { command: COMMANDS.showServerStatus, title: 'Show Status' };
  return {
    show(schemas) {
      item.text = schemasText(schemas);
      item.command =
        schemas.kinds.nobody > 0
          ? { command: useCatalogue, title: 'Use Catalogue…' }
          : { command: COMMANDS.showServerStatus, title: 'Show Status' };
    },
    dispose: () => item.dispose(),
  };
}

/** `Kubernetes 1.34 · 2 of 12 custom kinds unknown`; who describes the others stands in the status page. */
function schemasText({ version, kinds }: protocol.SchemasParams): string {
  const all = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  const found =
    kinds.nobody > 0 ? `${kinds.nobody} of ${count(all, 'custom kind')} unknown` : `${count(all, 'custom kind')} known`;
  return [...(version === undefined ? [] : [`Kubernetes ${version}`]), all === 0 ? 'no custom kinds' : found].join(' · ');
}
