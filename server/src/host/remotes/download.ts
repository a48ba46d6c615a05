/** One file over HTTP, within bounds of size and time, from no machine that may not be asked, redirects included. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { MAX_FILE } from '../reading.ts';
import { endpointOf } from './addresses.ts';

const TIMEOUT = 30_000;
const MAX_REDIRECTS = 5;

export async function download(
  written: string,
  allowed: ReadonlySet<string>,
): Promise<{ readonly content: Buffer } | { readonly error: string }> {
  let url = new URL(written);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await get(url, allowed);
    if (!('location' in answer)) return answer;
    const next = URL.parse(answer.location, url.href);
    if (next === null) return { error: 'it redirects to what is no URL' };
    if (url.protocol === 'https:' && next.protocol !== 'https:') return { error: `it redirects to ${next.protocol}//` };
    url = next;
  }
  return { error: `it redirects more than ${MAX_REDIRECTS} times` };
}

async function get(
  url: URL,
  allowed: ReadonlySet<string>,
): Promise<{ readonly content: Buffer } | { readonly location: string } | { readonly error: string }> {
  const endpoint = await endpointOf(url, allowed);
  if ('error' in endpoint) return endpoint;
  const { address } = endpoint;
  const family = address.includes(':') ? 6 : 4;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((done) => {
    const asked = request(
      url,
      {
        signal: AbortSignal.timeout(TIMEOUT),
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
          done({ error: `the server answers ${status}` });
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_FILE) chunks.push(chunk);
          else {
            response.destroy();
            done({ error: `it is larger than ${MAX_FILE / 1024 / 1024} MB` });
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
