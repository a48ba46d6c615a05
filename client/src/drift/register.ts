/** Wires drift: the command that looks, the decorations, and the comparison of an object's two sides. */
import {
  CancellationTokenSource,
  commands,
  Disposable,
  EventEmitter,
  type ExtensionContext,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-drift.ts';
import type { Server } from '../server.ts';
import { DriftDecorations, OPEN_DRIFT } from './decorations.ts';
import { EDIT_COMMANDS, editDrift } from './edits.ts';

const DRIFT: typeof protocol.DRIFT = 'plumbline/drift';
const DRIFT_CHANGED: typeof protocol.DRIFT_CHANGED = 'plumbline/driftChanged';
const DRIFT_TEXT: typeof protocol.DRIFT_TEXT = 'plumbline/driftText';

const SCHEME = 'plumbline-drift';
const SHOW_DRIFT: typeof protocol.SHOW_DRIFT = 'plumbline.showDrift';

/** What a line of the Applications view hands to commands. */
interface Line {
  readonly application?: string;
  readonly drift?: readonly [application: string, object: string];
}

export function registerDrift(context: ExtensionContext, server: Server): Disposable {
  const changed = new EventEmitter<Uri>();
  const decorations = new DriftDecorations(server, Uri.joinPath(context.extensionUri, 'client', 'assets'));
  return Disposable.from(
    changed,
    decorations,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const params = JSON.parse(uri.query) as protocol.DriftTextParams;
        return (await server.ask<string>(DRIFT_TEXT, params)) ?? '# The Plumbline server does not run.\n';
      },
    }),
    server.on(DRIFT_CHANGED, () => {
      decorations.update();
      for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) changed.fire(uri);
    }),
    commands.registerCommand(SHOW_DRIFT, (target?: Line | string) => showDrift(server, target)),
    commands.registerCommand(OPEN_DRIFT, (application?: string | Line, object?: string) => {
      const pair = typeof application === 'object' ? application.drift : [application, object];
      if (pair?.[0] !== undefined && pair[1] !== undefined) return openDrift(pair[0], pair[1]);
      return undefined;
    }),
    ...(['take', 'ignore'] as const).map((edit) =>
      commands.registerCommand(EDIT_COMMANDS[edit], (application?: string | Line, object?: string, field?: string) => {
        const [of, one] = (typeof application === 'object' ? application.drift : [application, object]) ?? [];
        const target =
          of === undefined || one === undefined ? undefined : { application: of, object: one, ...(field && { field }) };
        return editDrift(server, edit, target);
      }),
    ),
  );
}

/** For an application of the view or a lens; else for the file that is open. */
async function showDrift(server: Server, target: Line | string | undefined): Promise<void> {
  const application = typeof target === 'string' ? target : target?.application;
  const file = window.activeTextEditor?.document.uri;
  if (application === undefined && file?.scheme !== 'file') {
    await window.showInformationMessage('Open a file that is deployed, or choose an application in the view Applications.');
    return;
  }
  const params: protocol.DriftParams = application === undefined ? { file: `${file}` } : { application };
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Comparing with the cluster', cancellable: true },
    async (_, token) => {
      const source = new CancellationTokenSource();
      token.onCancellationRequested(() => source.cancel());
      try {
        return await server.ask<protocol.DriftResult>(DRIFT, params, source.token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) } as const;
      }
    },
  );
  if (result === undefined) return;
  if (result.state === 'unknown') {
    await window.showWarningMessage(result.reason);
    return;
  }
  await choose(result.applications);
}

/** The objects that drifted, to be compared; a sentence where there are none. */
async function choose(applications: readonly protocol.DriftedApplication[]): Promise<void> {
  const items = applications.flatMap((application) =>
    application.objects.map((object) => ({
      label: object.title,
      description: object.words,
      detail: application.name,
      application,
      object,
    })),
  );
  if (items.length === 0) {
    const words = applications.map(({ name, words: said, unrendered }) => `${name}: ${[said, ...unrendered].join('; ')}`);
    await window.showInformationMessage(words.join(' · '));
    return;
  }
  const picked = await window.showQuickPick(items, {
    placeHolder: applications.map(({ name, words }) => `${name}: ${words}`).join(' · '),
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const { place, state } = picked.object;
  if (state === 'missing' && place !== undefined) {
    const { start, end } = place.range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    await window.showTextDocument(Uri.parse(place.uri), { selection });
  } else await openDrift(picked.application.key, picked.object.key);
}

async function openDrift(application: string, object: string): Promise<void> {
  const [, kind = '', , name = ''] = object.split('/');
  const title = `${kind} ${name}`;
  const uri = (side: protocol.DriftTextParams['side'], word: string): Uri => {
    const params: protocol.DriftTextParams = { application, object, side };
    return Uri.from({
      scheme: SCHEME,
      path: `/${title.replace(/[\\/?#]+/g, '-')} (${word}).yaml`,
      query: JSON.stringify(params),
    });
  };
  await commands.executeCommand('vscode.diff', uri('desired', 'Git'), uri('live', 'live'), `${title}: Git ↔ live`);
}
