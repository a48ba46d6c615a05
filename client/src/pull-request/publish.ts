/** From a pushed branch to an open pull request: at the host's API where it is spoken, else on the host's own page. */
import { authentication, type SecretStorage, Uri, window, workspace } from 'vscode';
import { giteaApi, openAtGitea } from '../hosting/gitea.ts';
import { githubApi, openAtGithub } from '../hosting/github.ts';
import { gitlabApi, openAtGitlab } from '../hosting/gitlab.ts';
import type { NewPullRequest, Opened } from '../hosting/hosting.ts';
import { comparePage } from '../hosting/pages.ts';
import { type Site, siteOf } from '../hosting/sites.ts';
import type { Draft } from './draft.ts';
import { forgetToken, openPage, tokenFor } from './questions.ts';

/** Opens it; whatever goes wrong, the branch is pushed and the page to go on is offered. */
export async function publish(draft: Draft, title: string, body: string, secrets: SecretStorage): Promise<void> {
  const { remote, target } = draft.plan;
  // Where tokens go is said by a person alone: the setting cannot be made by a workspace.
  const site = siteOf(remote, workspace.getConfiguration('plumbline').get<Readonly<Record<string, unknown>>>('hosts'));
  if (site === undefined) {
    await window.showInformationMessage(`The branch ${draft.branch} is pushed to ${remote.url}.`);
    return;
  }
  const wanted: NewPullRequest = {
    repository: site.repository,
    branch: draft.branch,
    target,
    title,
    body,
    isDraft: draft.isDraft,
    reviewers: draft.reviewers,
  };
  const opened = await atSite(site, wanted, secrets);
  const page = comparePage(site, target, draft.branch);
  if (opened === undefined) {
    await offer(`The branch ${draft.branch} is pushed. Open the pull request on ${site.name}.`, 'Open Page', page);
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
  const answer = await window.showErrorMessage(message, 'Try Again', 'Open Page');
  if (answer === 'Open Page') await openPage(page);
  if (answer === 'Try Again') {
    if (opened.signIn) await forgetToken(secrets, site.name);
    await publish(draft, title, body, secrets);
  }
}

/** Undefined where the host's API is not spoken, or a person prefers its page. */
async function atSite(site: Site, wanted: NewPullRequest, secrets: SecretStorage): Promise<Opened | undefined> {
  const { software, url, name } = site;
  switch (software) {
    case 'github':
      return name === 'github.com' ? github('github', name, wanted) : enterprise(name, wanted);
    case 'gitlab': {
      const token = await tokenFor(secrets, name, 'A personal access token with the scope "api"');
      return token === undefined ? undefined : openAtGitlab(gitlabApi(url), token, wanted);
    }
    case 'gitea': {
      const scopes = 'An access token that may write repositories and issues ("write:repository", "write:issue")';
      const token = await tokenFor(secrets, name, scopes);
      return token === undefined ? undefined : openAtGitea(giteaApi(url), token, wanted);
    }
    default:
      return enterprise(name, wanted);
  }
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

/** The sign-in is for the server that VS Code is set up for, and is shown to no other. */
async function enterprise(webHost: string, wanted: NewPullRequest): Promise<Opened | undefined> {
  const uri = workspace.getConfiguration('github-enterprise').get<string>('uri');
  return uri && Uri.parse(uri).authority === webHost ? github('github-enterprise', webHost, wanted) : undefined;
}

async function offer(message: string, button: string, url: string): Promise<void> {
  if ((await window.showInformationMessage(message, button)) === button) await openPage(url);
}
