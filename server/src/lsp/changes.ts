/** The comparison of one session: asked of git when the disk may have changed, looked at again when a text has. */
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { FilePath } from '../base/paths.ts';
import { Cancelled } from '../engine/database.ts';
import type { Pace } from '../engine/sweep.ts';
import { repositoryRoots } from '../ide/files.ts';
import { type Impact, impactOf } from '../ide/impact/impact.ts';
import type { Compared } from './ports.ts';
import type { Session } from './session.ts';

/** An impact with what it was made from; it stands for the revisions of both databases that it names. */
export interface Known {
  readonly impact: Impact;
  readonly compared: Compared;
  readonly revision: string;
}

export class Changes {
  readonly #session: Session;
  #compared: Compared | { readonly error: string } | undefined;
  #known: Known | undefined;
  /** Counts what may have changed the disk, and says up to which of it git was asked. */
  #events = 0;
  #lookedAt = -1;
  /** Looks at the repository, one after another. */
  #looking: Promise<void> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  /** What was known last, also where something has changed since. */
  get latest(): Known | undefined {
    return this.#known;
  }

  /** To be called when the disk may have changed. */
  stale(): void {
    this.#events++;
  }

  /** The impact at this moment; a sentence where nothing can be compared. Throws `Cancelled` where it is no longer wanted. */
  async now(pace: Pace, refresh: boolean): Promise<Known | { readonly error: string }> {
    if (!this.#session.isTrusted) return { error: 'the workspace is not trusted' };
    if (refresh) this.stale();
    this.#looking = this.#looking.then(() => this.#look());
    await this.#looking;
    const compared = this.#compared;
    if (compared === undefined) throw new Cancelled();
    if ('error' in compared) {
      this.#known = undefined;
      return compared;
    }
    const { db } = this.#session;
    const revision = `${db.revision}/${compared.before.revision}`;
    if (this.#known?.revision === revision && this.#known.compared === compared) return this.#known;
    const impact = await impactOf({ before: compared.before, after: db, files: compared.files }, pace);
    this.#known = { impact, compared, revision };
    this.#refreshLenses();
    return this.#known;
  }

  async #look(): Promise<void> {
    const { world, documents, db } = this.#session;
    const open = documents.paths.filter((path) => repositoryRoots(db).some((root) => path.startsWith(`${root}/`)));
    const compared = this.#compared;
    const isKnown = (path: FilePath): boolean => compared !== undefined && ('error' in compared || compared.files.includes(path));
    if (compared !== undefined && this.#lookedAt === this.#events && open.every(isKnown)) return;
    const events = this.#events;
    this.#compared = await world.compare(repositoryRoots(db), open);
    this.#lookedAt = events;
  }

  #refreshLenses(): void {
    const { client, connection, failures, hasCommands } = this.#session;
    if (client.refreshesLenses && hasCommands)
      connection
        .sendRequest(CodeLensRefreshRequest.type)
        .catch((error) => failures.report('asking for a refresh of lenses', error));
  }
}
