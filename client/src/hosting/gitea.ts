/** Pull requests at Gitea and Forgejo, and so at Codeberg (docs.gitea.com, API usage; routers/api/v1/repo/pull.go). */
import {
  type Answer,
  type NewPullRequest,
  numberIn,
  type Opened,
  pageIn,
  refusal,
  request,
  textIn,
  Unreachable,
} from './hosting.ts';

/** How both tell a draft: by the beginning of its title (`WORK_IN_PROGRESS_PREFIXES`). */
const DRAFT = 'WIP: ';

type Headers = Readonly<Record<string, string>>;

export function giteaApi(site: string): string {
  return `${site}/api/v1`;
}

export async function openAtGitea(api: string, token: string, wanted: NewPullRequest): Promise<Opened> {
  const { host } = new URL(api);
  const [owner = '', name = ''] = wanted.repository.split('/');
  const repository = `${api}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  const headers = { Accept: 'application/json', Authorization: `token ${token}` };
  const { branch: head, target: base, body } = wanted;
  const title = wanted.isDraft ? `${DRAFT}${wanted.title}` : wanted.title;
  try {
    const answer = await request(`${repository}/pulls`, headers, 'POST', { title, head, base, body });
    if (answer.status === 409) {
      const known = await request(`${repository}/pulls/${encodeURIComponent(base)}/${encodeURIComponent(head)}`, headers);
      const url = pageIn(known.body, 'html_url');
      if (url !== undefined) return { state: 'existing', url };
    }
    const url = pageIn(answer.body, 'html_url');
    const number = numberIn(answer.body, 'number');
    if (answer.status !== 201 || url === undefined || number === undefined) return refusal(host, wanted.repository, answer);
    const note = await askForReview(`${repository}/pulls/${number}/requested_reviewers`, headers, owner, wanted.reviewers);
    return { state: 'opened', url, number, note };
  } catch (error) {
    if (error instanceof Unreachable) return { state: 'refused', reason: error.message, signIn: false };
    throw error;
  }
}

/** One whom the host does not take makes it refuse all: then each is asked for alone, so that the others are asked. */
async function askForReview(
  requests: string,
  headers: Headers,
  owner: string,
  wanted: readonly string[],
): Promise<string | undefined> {
  const names = wanted.map((one) => one.replace(/^@/, '')).filter((one) => one !== '');
  const ask = (some: readonly string[]): Promise<Answer> => {
    const teams = some.filter((one) => one.includes('/')).map((one) => one.slice(owner.length + 1));
    return request(requests, headers, 'POST', { reviewers: some.filter((one) => !one.includes('/')), team_reviewers: teams });
  };
  const isElsewhere = (one: string): boolean => one.includes('/') && !one.toLowerCase().startsWith(`${owner.toLowerCase()}/`);
  const refused = names.filter(isElsewhere);
  const possible = names.filter((one) => !isElsewhere(one));
  if (possible.length === 0 || (await ask(possible)).status === 201) return sentence(refused);
  const said = new Set<string>();
  for (const one of possible) {
    const answer = await ask([one]);
    if (answer.status === 201) continue;
    refused.push(one);
    const why = textIn(answer.body, 'message');
    if (why) said.add(why);
  }
  return sentence(refused, [...said].join('; ').slice(0, 300));
}

function sentence(refused: readonly string[], said = ''): string | undefined {
  if (refused.length === 0) return undefined;
  return `${refused.join(', ')} cannot be asked for a review here${said === '' ? '' : ` (${said})`}`;
}
