/** Pull requests at GitHub and GitHub Enterprise (docs.github.com, REST API endpoints for pulls). */
import { type NewPullRequest, numberIn, type Opened, pageIn, refusal, request, textIn, Unreachable } from './hosting.ts';

const VERSION = '2022-11-28';

/** Where a host's API is: GitHub's own, one of its data residency hosts, or an Enterprise server's. */
export function githubApi(webHost: string): string {
  if (webHost === 'github.com') return 'https://api.github.com';
  return webHost.endsWith('.ghe.com') ? `https://api.${webHost}` : `https://${webHost}/api/v3`;
}

export async function openAtGithub(api: string, token: string, wanted: NewPullRequest): Promise<Opened> {
  const { host } = new URL(api);
  const [owner = '', name = ''] = wanted.repository.split('/');
  const repository = `${api}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  const headers = { Accept: 'application/vnd.github+json', Authorization: `Bearer ${token}`, 'X-GitHub-Api-Version': VERSION };
  const { branch: head, target: base, title, body, isDraft: draft } = wanted;
  try {
    const answer = await request(`${repository}/pulls`, headers, 'POST', { title, head, base, body, draft });
    if (answer.status === 422 && /already exists/i.test(textIn(answer.body, 'errors', 0, 'message') ?? '')) {
      const query = new URLSearchParams({ head: `${owner}:${head}`, base, state: 'open' });
      const known = await request(`${repository}/pulls?${query}`, headers);
      const url = Array.isArray(known.body) ? pageIn(known.body[0], 'html_url') : undefined;
      if (url !== undefined) return { state: 'existing', url };
    }
    const url = pageIn(answer.body, 'html_url');
    const number = numberIn(answer.body, 'number');
    if (answer.status !== 201 || url === undefined || number === undefined) return refusal(host, wanted.repository, answer);
    return {
      state: 'opened',
      url,
      number,
      note: await askForReview(`${repository}/pulls/${number}`, headers, owner, wanted.reviewers),
    };
  } catch (error) {
    if (error instanceof Unreachable) return { state: 'refused', reason: error.message, signIn: false };
    throw error;
  }
}

/** Teams of the repository's organisation and people; a sentence where the host does not take them. */
async function askForReview(
  pull: string,
  headers: Readonly<Record<string, string>>,
  owner: string,
  wanted: readonly string[],
): Promise<string | undefined> {
  const names = wanted.map((one) => one.replace(/^@/, '')).filter((one) => one !== '');
  const reviewers = names.filter((one) => !one.includes('/'));
  const teams = names
    .filter((one) => one.toLowerCase().startsWith(`${owner.toLowerCase()}/`))
    .map((one) => one.slice(owner.length + 1));
  const left = names.filter((one) => one.includes('/') && !one.toLowerCase().startsWith(`${owner.toLowerCase()}/`));
  const told = left.length === 0 ? [] : [`${left.join(', ')} cannot be asked for a review here`];
  if (reviewers.length + teams.length > 0) {
    const answer = await request(`${pull}/requested_reviewers`, headers, 'POST', { reviewers, team_reviewers: teams });
    if (answer.status !== 201)
      told.push(
        `the reviewers were not accepted${textIn(answer.body, 'message') === undefined ? '' : ` (${textIn(answer.body, 'message')})`}`,
      );
  }
  return told.length === 0 ? undefined : told.join('; ');
}
