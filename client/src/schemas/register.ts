/** Wires what the server says of custom kinds to the language status, and to the question whether a catalogue may be asked. */
import { commands, Disposable, type ExtensionContext, window, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-schemas.ts';
import type { Server } from '../server.ts';
import { chooseCatalogue, useCatalogue } from './catalogues.ts';
import { showSchemas } from './status.ts';

const SCHEMAS: typeof protocol.SCHEMAS = 'plumbline/schemas';

export const USE_CATALOGUE = 'plumbline.useSchemaCatalogue';

/** Locations of repositories that are not to be asked about again, kept with the workspace. */
const DECLINED = 'plumbline.declinedSchemaLocations';

export function registerSchemas(context: ExtensionContext, server: Server): Disposable {
  let known: protocol.SchemasParams | undefined;
  const asked = new Set<string>();
  const status = showSchemas(USE_CATALOGUE);
  const ask = async ({ proposed, undescribed }: protocol.SchemasParams): Promise<void> => {
    const declined = context.workspaceState.get<readonly string[]>(DECLINED, []);
    const next = proposed.find(({ location }) => !asked.has(location) && !declined.includes(location));
    // Kinds that are described already need no catalogue.
    if (next === undefined || undescribed.length === 0 || !workspace.isTrusted) return;
    asked.add(next.location);
    const said = `This repository names a catalogue at ${next.host} for schemas of custom kinds. Nothing is asked of it before you agree.`;
    const chosen = await window.showInformationMessage(said, 'Use Catalogue…', 'Not in This Workspace');
    if (chosen === 'Use Catalogue…') await useCatalogue(next.location, next.host, undescribed);
    else if (chosen !== undefined) await context.workspaceState.update(DECLINED, [...declined, next.location]);
  };
  return Disposable.from(
    status,
    server.on<protocol.SchemasParams>(SCHEMAS, (params) => {
      known = params;
      status.show(params);
      void ask(params);
    }),
    commands.registerCommand(USE_CATALOGUE, () => chooseCatalogue(known)),
  );
}
