/** From a pushed branch to an open pull request: at the host's API where it is spoken, else on the host's own page. */
import { authentication, type SecretStorage, Uri, window, workspace } from 'vscode';
import { githubApi, openAtGithub } from '../hosting/github.ts';
import { gitlabApi, openAtGitlab } from '../hosting/gitlab.ts';
import type { NewPullRequest, Opened } from '../hosting/hosting.ts';
import { comparePage, isGitlab } from '../hosting/pages.ts';
import type { Draft } from './draft.ts';
import { forgetToken, gitlabToken, openPage } from './questions.ts';

/** Opens it; whatever goes wrong, the branch is pushed and the page to go on is offered. */
export async function publish(draft: Draft, title: string, body: string, secrets: SecretStorage): Promise<void> {
  const { remote, target } = draft.plan;
  const wanted: NewPullRequest = {
    repository: remote.path,
    branch: draft.branch,
    target,
    title,
    body,
    isDraft: draft.isDraft,
    reviewers: draft.reviewers,
  };
  const opened = await atHost(draft, wanted, secrets);
  const page = comparePage(remote.webHost, remote.path, target, draft.branch);
  if (opened === undefined) {
    if (page === undefined) {
      await window.showInformationMessage(`The branch ${draft.branch} is pushed to ${remote.url}.`);
      return;
    }
    await offer(`The branch ${draft.branch} is pushed. Open the pull request on ${remote.webHost}.`, 'Open Page', page);
    return;
  }
  if (opened.state === 'opened') {
    const note = opened.note === undefined ? '' : ` But ${opened.note}.`;
    await offer(`Pull request ${opened.number} is open.${note}`, 'Show', opened.url);
    return;
  }
  if (opened.state === 'existing') {
    await offer(`There is a pull request for ${draft.branch} already; it has the pushed commit now.`, 'Show', opened.url);
    return;
  }
  const message = `The branch ${draft.branch} is pushed, but no pull request was opened: ${opened.reason}.`;
  const answer = await window.showErrorMessage(message, ...(page === undefined ? ['Try Again'] : ['Try Again', 'Open Page']));
  if (answer === 'Open Page' && page !== undefined) await openPage(page);
  if (answer === 'Try Again') {
    if (opened.signIn) await forgetToken(secrets, remote.webHost);
    await publish(draft, title, body, secrets);
  }
}

/** Undefined where the host's API is not spoken, or a person prefers its page. */
async function atHost({ plan }: Draft, wanted: NewPullRequest, secrets: SecretStorage): Promise<Opened | undefined> {
  const { host, webHost, scheme } = plan.remote;
  if (scheme === 'file') return undefined;
  if (host === 'github.com') return github('github', webHost, wanted);
  if (host === enterpriseHost()) return github('github-enterprise', webHost, wanted);
  if (!isGitlab(host)) return undefined;
  const token = await gitlabToken(secrets, webHost);
  return token === undefined ? undefined : openAtGitlab(gitlabApi(webHost), token, wanted);
}

async function github(
  provider: 'github' | 'github-enterprise',
  webHost: string,
  wanted: NewPullRequest,
): Promise<Opened | undefined> {
  try {
    const session = await authentication.getSession(provider, ['repo'], { createIfNone: true });
    return await openAtGithub(githubApi(webHost), session.accessToken, wanted);
  } catch {
    // Whoever does not sign in opens the page, where they are signed in most of the time.
    return undefined;
  }
}

/** The host that VS Code's own sign-in for GitHub Enterprise is set up for. */
function enterpriseHost(): string | undefined {
  const uri = workspace.getConfiguration('github-enterprise').get<string>('uri');
  return uri ? Uri.parse(uri).authority.replace(/:[0-9]+$/, '') : undefined;
}

async function offer(message: string, button: string, url: string): Promise<void> {
  if ((await window.showInformationMessage(message, button)) === button) await openPage(url);
}
