/**
 * `Plumbline: Open Pull Request…` and `Plumbline: Roll Back…`: choose, edit the preview, create; nothing leaves the machine
 * before the last step.
 */
import {
  CodeLens,
  commands,
  Disposable,
  EventEmitter,
  type ExtensionContext,
  languages,
  ProgressLocation,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { COMMANDS } from '../commands.ts';
import { failureSentence } from '../failures.ts';
import type { Server } from '../server.ts';
import { count } from '../text.ts';
import { Previews, SCHEME } from './documents.ts';
import { type Draft, facts, shortHash } from './draft.ts';
import { promote } from './promote.ts';
import { publish } from './publish.ts';
import { askForBranch, askForFiles, askForReviewers, askToSave } from './questions.ts';
import { prepareRollback } from './rollback.ts';
import { previewText, readPreview } from './text.ts';

const PLAN: typeof protocol.PULL_REQUEST_PLAN = 'plumbline/pullRequestPlan';
const TEXT: typeof protocol.PULL_REQUEST_TEXT = 'plumbline/pullRequestText';
const PUSH: typeof protocol.PUSH_BRANCH = 'plumbline/pushBranch';
const PUSH_REVERT: typeof protocol.PUSH_REVERT = 'plumbline/pushRevert';

/** What its tab is called. */
const NAME = 'Pull Request.md';
const TOP = new Range(0, 0, 0, 0);

export function registerPullRequests(context: ExtensionContext, server: Server): Disposable {
  return new PullRequests(context, server).register();
}

class PullRequests {
  readonly #context: ExtensionContext;
  readonly #server: Server;
  readonly #previews = new Previews();
  readonly #changed = new EventEmitter<void>();
  /** The one that is being prepared; its preview is open. */
  #draft: Draft | undefined;

  constructor(context: ExtensionContext, server: Server) {
    this.#context = context;
    this.#server = server;
  }

  register(): Disposable {
    return Disposable.from(
      this.#changed,
      this.#previews.register(),
      languages.registerCodeLensProvider(
        { scheme: SCHEME },
        { onDidChangeCodeLenses: this.#changed.event, provideCodeLenses: () => this.#lenses() },
      ),
      commands.registerCommand(COMMANDS.openPullRequest, (files?: unknown) => this.#open(files)),
      commands.registerCommand(COMMANDS.promote, () => promote(this.#server)),
      commands.registerCommand(COMMANDS.rollBack, (node: unknown) => this.#rollBack(node)),
      commands.registerCommand(COMMANDS.createPullRequest, () => this.#create()),
      commands.registerCommand(COMMANDS.editPullRequest, (what: unknown) => this.#edit(what)),
    );
  }

  /** `proposed`: the URIs of the files that belong to it; from a menu something else may come. */
  async #open(proposed: unknown): Promise<void> {
    const plan = await window.withProgress({ location: ProgressLocation.Window, title: 'Preparing the pull request' }, () =>
      this.#plan(),
    );
    if (plan === undefined || !(await askToSave(plan.root))) return;
    const own = Array.isArray(proposed) ? plan.files.filter(({ path }) => proposed.includes(uriOf(plan.root, path))) : [];
    const chosen = own.length > 0 ? own.map(({ path }) => path) : undefined;
    const files = plan.files.length === 0 ? [] : await askForFiles(plan, chosen);
    if (files === undefined) return;
    if (files.length + plan.commits.length === 0) {
      await window.showInformationMessage(
        'There is nothing to open a pull request with: no file is chosen, and no commit is ahead.',
      );
      return;
    }
    const text = await this.#text(plan, files);
    if (text === undefined) return;
    const isOwn = plan.branch !== undefined && plan.branch !== plan.target;
    const branch = isOwn ? (plan.branch ?? text.branch) : text.branch;
    this.#draft = {
      plan,
      files,
      branch,
      reviewers: text.reviewers,
      owners: text.reviewers,
      isDraft: false,
      dangers: text.dangers,
    };
    await this.#show(this.#previews.create(NAME, previewText(text.title, text.body)));
  }

  async #rollBack(node: unknown): Promise<void> {
    const prepared = await prepareRollback(this.#server, node);
    if (prepared === undefined) return;
    this.#draft = prepared.draft;
    await this.#show(this.#previews.create(NAME, previewText(prepared.text.title, prepared.text.body)));
  }

  async #plan(): Promise<protocol.PullRequestPlan | undefined> {
    try {
      const plan = await this.#server.ask<protocol.PullRequestPlanResult>(PLAN, null);
      if (plan?.state === 'possible') return plan;
      const reason = plan?.reason ?? 'the Plumbline server does not run';
      // Nobody waits for the message to be closed: the progress would stay as long.
      void window.showErrorMessage(`No pull request can be opened: ${reason}.`);
    } catch (error) {
      tellFailure(error);
    }
    return undefined;
  }

  async #text(plan: protocol.PullRequestPlan, files: readonly string[]): Promise<protocol.PullRequestText | undefined> {
    const params: protocol.PullRequestTextParams = { root: plan.root, files };
    try {
      return (await this.#server.ask<protocol.PullRequestText | null>(TEXT, params)) ?? undefined;
    } catch (error) {
      tellFailure(error);
      return undefined;
    }
  }

  async #show(uri: Uri): Promise<void> {
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: false });
    this.#changed.fire();
  }

  /** What will happen stands above the text, each to be changed by a click. */
  #lenses(): CodeLens[] {
    const draft = this.#draft;
    if (draft === undefined) return [];
    const { branch, files, reviewers, draft: kind, hooks } = facts(draft);
    const lens = (title: string, what?: keyof ReturnType<typeof facts>): CodeLens =>
      new CodeLens(TOP, { title, command: what === undefined ? '' : COMMANDS.editPullRequest, arguments: [what] });
    return [
      new CodeLens(TOP, { title: '$(git-pull-request-create) Create pull request', command: COMMANDS.createPullRequest }),
      lens(`$(git-branch) ${branch}`, 'branch'),
      draft.revert === undefined ? lens(`$(files) ${files}`, 'files') : lens(`$(discard) ${files}`),
      lens(`$(organization) ${reviewers}`, 'reviewers'),
      lens(kind, 'draft'),
      ...(hooks === '' ? [] : [lens(hooks)]),
    ];
  }

  async #edit(what: unknown): Promise<void> {
    const draft = this.#draft;
    if (draft === undefined) return;
    if (what === 'draft') this.#draft = { ...draft, isDraft: !draft.isDraft };
    if (what === 'branch') this.#draft = { ...draft, branch: (await askForBranch(draft.branch)) ?? draft.branch };
    if (what === 'reviewers')
      this.#draft = { ...draft, reviewers: (await askForReviewers(draft.owners, draft.reviewers)) ?? draft.reviewers };
    if (what === 'files') await this.#chooseAgain(draft);
    this.#changed.fire();
  }

  /** Other files are another change: the text is written anew. */
  async #chooseAgain(draft: Draft): Promise<void> {
    const files = await askForFiles(draft.plan, draft.files);
    if (files === undefined) return;
    const text = await this.#text(draft.plan, files);
    if (text === undefined) return;
    this.#draft = { ...draft, files, reviewers: text.reviewers, owners: text.reviewers, dangers: text.dangers };
    this.#previews.create(NAME, previewText(text.title, text.body));
  }

  async #create(): Promise<void> {
    const draft = this.#draft;
    const document = workspace.textDocuments.find(({ uri }) => uri.scheme === SCHEME);
    const read = document === undefined ? undefined : readPreview(document.getText());
    if (draft === undefined || document === undefined) {
      await window.showInformationMessage('Begin with "Plumbline: Open Pull Request…" or "Plumbline: Roll Back…".');
      return;
    }
    if (read === undefined) {
      await window.showErrorMessage('The first line of the preview is the title of the pull request, and it is empty.');
      return;
    }
    if (!(await this.#isMeant(draft))) return;
    const pushed = await this.#push(draft, read.title);
    if (pushed?.state !== 'pushed') return;
    this.#draft = undefined;
    await close(document);
    if (pushed.note !== undefined) void window.showWarningMessage(`${pushed.note}.`);
    await publish(draft, read.title, read.body, this.#context.secrets);
  }

  /** Asked once, with what will happen; what is dangerous in it is said again. */
  async #isMeant({ plan, files, branch, dangers, revert }: Draft): Promise<boolean> {
    const what = files.length === 0 ? count(plan.commits.length, 'commit') : count(files.length, 'file');
    const then = revert === undefined ? 'is what you work on from then on' : 'nothing here moves';
    const detail = [
      `The branch ${branch} is pushed to ${plan.remote.url} and ${then}.`,
      plan.hooks.length > 0 ? `Your git hooks run: ${plan.hooks.join(', ')}.` : '',
      dangers > 0 ? `The text tells of ${count(dangers, 'danger')}.` : '',
    ];
    const question =
      revert === undefined
        ? `Open a pull request with ${what} into ${plan.target}?`
        : `Open a pull request into ${plan.target} that takes back ${shortHash(revert.commit)}?`;
    const answer = await window.showWarningMessage(
      question,
      { modal: true, detail: detail.filter(Boolean).join('\n') },
      'Create Pull Request',
    );
    return answer !== undefined;
  }

  async #push(draft: Draft, title: string): Promise<protocol.PushBranchResult | undefined> {
    const { plan, branch, files, revert } = draft;
    const common = { root: plan.root, branch, message: title };
    const ask = (): Promise<protocol.PushBranchResult | undefined> =>
      revert === undefined
        ? this.#server.ask(PUSH, { ...common, files } satisfies protocol.PushBranchParams)
        : this.#server.ask(PUSH_REVERT, {
            ...common,
            commit: revert.commit,
            onto: revert.onto,
          } satisfies protocol.PushRevertParams);
    const options = { location: ProgressLocation.Notification, title: `Pushing ${branch}` };
    const result = await window.withProgress(options, ask);
    if (result?.state === 'failed') {
      const what = { check: 'The pull request was not begun', commit: 'The commit was refused', push: 'The push was refused' }[
        result.step
      ];
      await window.showErrorMessage(`${what}, and nothing has changed.`, { modal: true, detail: result.reason });
    }
    return result;
  }
}

function tellFailure(error: unknown): void {
  const sentence = failureSentence(error, 'the pull request was prepared');
  if (sentence !== undefined) void window.showWarningMessage(sentence);
}

function uriOf(root: string, path: string): string {
  return Uri.joinPath(Uri.parse(root), ...path.split('/')).toString();
}

/** Closes the preview without a question on its changes. */
async function close(document: TextDocument): Promise<void> {
  await document.save();
  const tabs = window.tabGroups.all.flatMap(({ tabs: all }) => all);
  const own = tabs.filter(
    ({ input }) => typeof input === 'object' && input !== null && 'uri' in input && String(input.uri) === String(document.uri),
  );
  await window.tabGroups.close(own);
}
