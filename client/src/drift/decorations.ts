/** Drift drawn into open files: behind the line that declares a field, in the gutter and in the overview ruler. */
import {
  type DecorationOptions,
  DecorationRangeBehavior,
  Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-drift.ts';
import type { Server } from '../server.ts';
import { EDIT_COMMANDS } from './edits.ts';

const DRIFT_MARKS: typeof protocol.DRIFT_MARKS = 'plumbline/driftMarks';

export const OPEN_DRIFT = 'plumbline.openDrift';

/** Milliseconds after typing; meanwhile the editor moves the marks along with their lines. */
const SETTLES = 400;

export class DriftDecorations implements Disposable {
  readonly #server: Server;
  readonly #type: TextEditorDecorationType;
  readonly #subscriptions: Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Server, assets: Uri) {
    this.#server = server;
    const icon = (theme: string): { gutterIconPath: Uri } => ({ gutterIconPath: Uri.joinPath(assets, `drift-${theme}.svg`) });
    this.#type = window.createTextEditorDecorationType({
      rangeBehavior: DecorationRangeBehavior.ClosedClosed,
      overviewRulerColor: new ThemeColor('plumbline.driftMark'),
      overviewRulerLane: OverviewRulerLane.Left,
      gutterIconSize: 'contain',
      light: icon('light'),
      dark: icon('dark'),
    });
    this.#subscriptions = Disposable.from(
      this.#type,
      server.onDidChangeState((state) => state === 'ready' && this.#soon(0)),
      window.onDidChangeVisibleTextEditors(() => this.#soon(0)),
      workspace.onDidChangeTextDocument(({ contentChanges }) => contentChanges.length > 0 && this.#soon(SETTLES)),
    );
    this.#soon(0);
  }

  /** Asks for the marks anew. */
  update(): void {
    this.#soon(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #soon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const editor of window.visibleTextEditors) if (editor.document.uri.scheme === 'file') void this.#draw(editor);
    }, milliseconds);
  }

  async #draw(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const params: protocol.DriftMarksParams = { file: document.uri.toString() };
    const marks = await this.#server.ask<readonly protocol.DriftMark[]>(DRIFT_MARKS, params).catch(() => undefined);
    // Who types on gets the marks of what is typed then; a server that is away leaves them as they are.
    if (marks === undefined || document.version !== version) return;
    const lines = Map.groupBy(marks, ({ range }) => Math.min(range.end.line, document.lineCount - 1));
    const options: DecorationOptions[] = [];
    for (const [line, of] of lines) {
      const [first, ...more] = of;
      if (first === undefined) continue;
      const end = document.lineAt(line).range.end;
      options.push({
        range: new Range(first.range.start.line, first.range.start.character, end.line, end.character),
        hoverMessage: of.map(hoverOf),
        renderOptions: {
          after: {
            contentText: `← ${first.text}${more.length > 0 ? ` · +${more.length} more` : ''}`,
            color: new ThemeColor('plumbline.driftForeground'),
            margin: '0 0 0 3em',
          },
        },
      });
    }
    editor.setDecorations(this.#type, options);
  }
}

/** Names and values are text; the only links are commands of ours. */
function hoverOf({ title, lines, application, object, field }: protocol.DriftMark): MarkdownString {
  const shown = new MarkdownString();
  shown.isTrusted = { enabledCommands: [OPEN_DRIFT, EDIT_COMMANDS.take, EDIT_COMMANDS.ignore] };
  shown.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const line of lines) shown.appendText(line).appendMarkdown('\n\n');
  const link = (words: string, command: string, ...args: readonly string[]): string => {
    const sent = encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));
    return `[${words}](command:${command}?${sent})`;
  };
  const links = [link('Open diff', OPEN_DRIFT, application, object)];
  if (field !== undefined)
    links.push(
      link('Take into Git', EDIT_COMMANDS.take, application, object, field),
      link('Ignore this difference', EDIT_COMMANDS.ignore, application, object, field),
    );
  shown.appendMarkdown(links.join(' · '));
  return shown;
}
