/** `textDocument/codeLens`: who builds a file, and what a kustomization builds; their commands are the extension's. */
import { type CodeLens, CodeLensRequest, type Command } from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import { applicationsFrom } from '../../ide/impact/impact.ts';
import { plural } from '../../ide/impact/markdown.ts';
import { type Lens, lenses } from '../../ide/lenses.ts';
import { type LiveLens, liveLenses } from '../../ide/live/lenses.ts';
import type { Converter } from '../convert.ts';
import { handler } from '../handler.ts';
import { inert, visible } from '../markdown.ts';
import { OPEN_PULL_REQUEST, SHOW_CHANGES, SHOW_RENDERED, SHOW_USES } from '../protocol.ts';
import { SHOW_DRIFT } from '../protocol-drift.ts';
import { RUN_ACTION, SHOW_APPLICATION } from '../protocol-live.ts';
import type { Session } from '../session.ts';

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const codeLens = handler(CodeLensRequest.type, ({ db, session, convert }, { textDocument }) => {
  const file = convert.path(textDocument);
  if (file === undefined || !session.hasCommands) return null;
  const changes = changeLenses(session, file).map((command): CodeLens => ({ range: TOP, command }));
  const own = lenses(db, file).map((lens): CodeLens => ({ range: TOP, command: commandOf(convert, textDocument.uri, lens) }));
  const live = liveLenses(db, file, session.live.facts).map(
    (lens): CodeLens => ({ range: convert.range(file, lens.span), command: liveCommand(lens) }),
  );
  return [...changes, ...own, ...live];
});

/** Above a file that changes what is deployed, as far as that was looked at last; nothing is computed for a lens. */
function changeLenses({ changes: { latest } }: Session, file: FilePath): readonly Command[] {
  const own = latest?.impact.files.find(({ path }) => path === file);
  if (latest === undefined || own === undefined) return [];
  const { applications, objects } = applicationsFrom(latest.impact, file);
  if (objects === 0) return [];
  const owners = own.owners.length === 0 ? '' : ` · owners ${own.owners.join(' ')}`;
  const title = visible(`changes ${plural(objects, 'object')} in ${plural(applications, 'application')}${owners}`);
  return [
    { title, command: SHOW_CHANGES },
    { title: 'Open pull request', command: OPEN_PULL_REQUEST },
  ];
}

function commandOf(convert: Converter, uri: string, lens: Lens): Command {
  const title = visible(lens.title);
  if (lens.is === 'rendered') return { title, command: SHOW_RENDERED, arguments: [convert.uri(lens.directory)] };
  const locations = lens.kustomizations.map((file) => ({ uri: convert.uri(file), range: TOP }));
  return { title, command: SHOW_USES, arguments: [uri, locations] };
}

function liveCommand({ title, application, action }: LiveLens): Command {
  if (action === undefined) return { title: inert(title), command: SHOW_APPLICATION, arguments: [application] };
  if (action === 'drift') return { title, command: SHOW_DRIFT, arguments: [application] };
  return { title, command: RUN_ACTION, arguments: [action, application] };
}
