/** Has an editor ask for inlay hints again once something has changed that they may depend on. */
import { InlayHintRefreshRequest } from 'vscode-languageserver';
import { wantsHints } from '../ide/hints.ts';
import type { Session } from './session.ts';

/** Milliseconds in which changes are answered together; an editor asks by itself for the document that is typed in. */
const SETTLES = 200;

export class HintRefresh {
  readonly #session: Session;
  #isWaiting = false;
  /** Hints that were switched off have to go. */
  #wereWanted = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Says that hints may be others by now. */
  wake(): void {
    if (this.#isWaiting || !this.#session.client.refreshesInlayHints) return;
    if (!this.#wereWanted && !wantsHints(this.#session.db)) return;
    this.#isWaiting = true;
    this.#session.world.runtime.later(SETTLES, () => {
      this.#isWaiting = false;
      this.#refresh();
    });
  }

  #refresh(): void {
    const session = this.#session;
    if (session.phase !== 'running') return;
    this.#wereWanted = wantsHints(session.db);
    session.connection
      .sendRequest(InlayHintRefreshRequest.type)
      .catch((error) => session.failures.report('asking for a refresh of hints', error));
  }
}
