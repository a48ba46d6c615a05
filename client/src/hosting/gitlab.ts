/** Merge requests at GitLab (docs.gitlab.com, Merge requests API). */
import { type NewPullRequest, numberIn, type Opened, pageIn, refusal, request, Unreachable } from './hosting.ts';

export function gitlabApi(site: string): string {
  return `${site}/api/v4`;
}

export async function openAtGitlab(api: string, token: string, wanted: NewPullRequest): Promise<Opened> {
  const { host } = new URL(api);
  const project = `${api}/projects/${encodeURIComponent(wanted.repository)}`;
  const headers = { Accept: 'application/json', 'PRIVATE-TOKEN': token };
  try {
    const { ids, left } = await reviewerIds(api, headers, wanted.reviewers);
    const answer = await request(`${project}/merge_requests`, headers, 'POST', {
      source_branch: wanted.branch,
      target_branch: wanted.target,
      title: wanted.isDraft ? `Draft: ${wanted.title}` : wanted.title,
      description: wanted.body,
      ...(ids.length > 0 && { reviewer_ids: ids }),
    });
    if (answer.status === 409) {
      const query = new URLSearchParams({ source_branch: wanted.branch, target_branch: wanted.target, state: 'opened' });
      const known = await request(`${project}/merge_requests?${query}`, headers);
      const url = Array.isArray(known.body) ? pageIn(known.body[0], 'web_url') : undefined;
      if (url !== undefined) return { state: 'existing', url };
    }
    const url = pageIn(answer.body, 'web_url');
    const number = numberIn(answer.body, 'iid');
    if (answer.status !== 201 || url === undefined || number === undefined) return refusal(host, wanted.repository, answer);
    return {
      state: 'opened',
      url,
      number,
      note: left.length === 0 ? undefined : `${left.join(', ')} cannot be asked for a review here`,
    };
  } catch (error) {
    if (error instanceof Unreachable) return { state: 'refused', reason: error.message, signIn: false };
    throw error;
  }
}

/** GitLab takes people by number; groups review by its own approval rules. */
async function reviewerIds(
  api: string,
  headers: Readonly<Record<string, string>>,
  wanted: readonly string[],
): Promise<{ readonly ids: readonly number[]; readonly left: readonly string[] }> {
  const ids: number[] = [];
  const left: string[] = [];
  for (const one of wanted) {
    const name = one.replace(/^@/, '');
    const answer = name.includes('/')
      ? undefined
      : await request(`${api}/users?${new URLSearchParams({ username: name })}`, headers);
    const id = Array.isArray(answer?.body) ? numberIn(answer.body[0], 'id') : undefined;
    if (id === undefined) left.push(one);
    else ids.push(id);
  }
  return { ids, left };
}
