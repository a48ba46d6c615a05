/** One file over HTTP, within bounds of size and time, from no machine that may not be asked, redirects included. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { MAX_FILE } from '../reading.ts';
import { endpointOf } from './addresses.ts';

const TIMEOUT = 30_000;
const MAX_REDIRECTS = 5;

/** What is asked for beside the URL. */
export interface DownloadOptions {
  /** Only the URL's own host answers: nobody has agreed to others. */
  readonly isBound?: boolean;
  /** Bytes that are read. */
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/** Why there is nothing, with the status of the answer where one came. */
export interface NoDownload {
  readonly error: string;
  readonly status?: number;
}

export async function download(
  written: string,
  allowed: ReadonlySet<string>,
  options: DownloadOptions = {},
): Promise<{ readonly content: Buffer } | NoDownload> {
  let url = new URL(written);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await get(url, allowed, options);
    if (!('location' in answer)) return answer;
    const next = URL.parse(answer.location, url.href);
    if (next === null) return { error: 'it redirects to what is no URL' };
    if (options.isBound === true && next.host !== url.host)
      return { error: `it redirects to ${next.host}, which nobody has agreed to` };
    if (url.protocol === 'https:' && next.protocol !== 'https:') return { error: `it redirects to ${next.protocol}//` };
    url = next;
  }
  return { error: `it redirects more than ${MAX_REDIRECTS} times` };
}

async function get(
  url: URL,
  allowed: ReadonlySet<string>,
  { most = MAX_FILE, signal }: DownloadOptions,
): Promise<{ readonly content: Buffer } | { readonly location: string } | NoDownload> {
  const endpoint = await endpointOf(url, allowed);
  if ('error' in endpoint) return endpoint;
  const { address } = endpoint;
  const family = address.includes(':') ? 6 : 4;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((done) => {
    const asked = request(
      url,
      {
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), ...(signal === undefined ? [] : [signal])]),
        headers: { 'user-agent': 'plumbline' },
        lookup: (_host, options, found) => (options.all ? found(null, [{ address, family }]) : found(null, address, family)),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        const { location } = response.headers;
        if (status >= 300 && status < 400 && location !== undefined) {
          response.destroy();
          done({ location });
          return;
        }
        if (status < 200 || status > 299) {
          response.destroy();
          done({ error: `the server answers ${status}`, status });
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= most) chunks.push(chunk);
          else {
            response.destroy();
            done({ error: `it is larger than ${most / 1024 / 1024} MB` });
          }
        });
        response.on('end', () => done({ content: Buffer.concat(chunks) }));
        response.on('error', (error) => done({ error: error.message }));
      },
    );
    asked.on('error', (error) =>
      done({ error: error.name === 'TimeoutError' ? `no answer in ${TIMEOUT / 1000} seconds` : error.message }),
    );
    asked.end();
  });
}
