/** Opening pull requests at hosting services: what is asked of them, and what they answer, in one form for all. */

/** What a pull request is made of. */
export interface NewPullRequest {
  /** `owner/name`, with subgroups where the host has them. */
  readonly repository: string;
  readonly branch: string;
  readonly target: string;
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
  /** As CODEOWNERS writes them: `@user`, `@organisation/team`. */
  readonly reviewers: readonly string[];
}

export type Opened =
  | { readonly state: 'opened'; readonly url: string; readonly number: number; readonly note: string | undefined }
  /** There is one for the branch already. */
  | { readonly state: 'existing'; readonly url: string }
  /** A sentence without its full stop; `signIn` where another sign-in may help. */
  | { readonly state: 'refused'; readonly reason: string; readonly signIn: boolean };

/** One answer, its body read as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Milliseconds that a host may take for one answer. */
const PATIENCE = 20_000;
/** Times that a busy host is asked again, and the longest wait that it may ask for. */
const RETRIES = 2;
const LONGEST_WAIT = 10_000;
/** Moves within a host that are followed: a repository has another name, or goes to its canonical one. */
const MOVES = 3;
/** Characters of an answer that are read. */
const MAX_BODY = 1_000_000;

/** A request to a host's API; the token stands in a header alone. Throws {@link Unreachable}. */
export async function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'POST' = 'GET',
  body?: unknown,
): Promise<Answer> {
  let asked = url;
  for (let attempt = 0, moves = 0; ; attempt++) {
    const answer = await once(asked, headers, method, body);
    if (answer.movedTo !== undefined && (method === 'GET' || answer.status === 307 || answer.status === 308) && moves++ < MOVES) {
      asked = answer.movedTo;
      attempt--;
      continue;
    }
    const isBusy = answer.status === 429 || answer.status === 503;
    if (!isBusy || attempt >= RETRIES) return answer;
    await new Promise((resume) => setTimeout(resume, Math.min(answer.wait ?? 500 * 2 ** attempt, LONGEST_WAIT)));
  }
}

export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

async function once(
  url: string,
  headers: Readonly<Record<string, string>>,
  method: string,
  body: unknown,
): Promise<Answer & { readonly wait: number | undefined; readonly movedTo: string | undefined }> {
  const { host, origin } = new URL(url);
  try {
    const response = await fetch(url, {
      method,
      headers: { 'User-Agent': 'plumbline', ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
      // Nobody but the host that it is meant for may be sent the token: where an answer points is looked at first.
      redirect: 'manual',
    });
    const text = (await response.text()).slice(0, MAX_BODY);
    const wait = Number(response.headers.get('retry-after'));
    const place = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    const moved = place !== null && URL.canParse(place, url) ? new URL(place, url) : undefined;
    return {
      status: response.status,
      body: parsed(text),
      wait: Number.isFinite(wait) && wait > 0 ? wait * 1000 : undefined,
      movedTo: moved?.origin === origin ? moved.href : undefined,
    };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new Unreachable(isLate ? `${host} did not answer within ${PATIENCE / 1000} seconds` : `${host} cannot be reached`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text of an answer, wherever it lies in it; undefined where there is none. */
export function textIn(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  let found: unknown = value;
  for (const step of path)
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, step) ? Reflect.get(found, step) : undefined;
  return typeof found === 'string' ? found : undefined;
}

export function numberIn(value: unknown, name: string): number | undefined {
  const found: unknown =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return typeof found === 'number' ? found : undefined;
}

/** Why a host did not do what it was asked, in one sentence. */
export function refusal(host: string, repository: string, { status, body }: Answer): Opened {
  const said = [textIn(body, 'message'), textIn(body, 'errors', 0, 'message'), textIn(body, 'message', 0), textIn(body, 'error')]
    .filter((one) => one !== undefined)
    .join(': ')
    .slice(0, 300);
  const why = said === '' ? '' : ` (${said})`;
  const refused = (reason: string, signIn = false): Opened => ({ state: 'refused', reason, signIn });
  if (status === 401) return refused(`${host} does not accept the sign-in${why}`, true);
  if (status === 403) return refused(`${host} does not let you open pull requests in ${repository}${why}`, true);
  if (status === 404) return refused(`${host} knows no repository ${repository}, or does not show it to you`, true);
  if (status >= 300 && status < 400)
    return refused(`${host} sends requests for ${repository} somewhere else, which is not followed`);
  if (status === 423) return refused(`${repository} is archived, and takes no pull requests${why}`);
  if (status === 422 || status === 400 || status === 409) return refused(`${host} refuses the pull request${why}`);
  if (status === 429 || status >= 500) return refused(`${host} is busy or broken at the moment (status ${status})`);
  return refused(`${host} answered with status ${status}${why}`);
}

/** Only links to pages are opened. */
export function pageIn(body: unknown, name: string): string | undefined {
  const url = textIn(body, name);
  return url !== undefined && /^https?:\/\//.test(url) ? url : undefined;
}
