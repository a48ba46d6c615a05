/** A server of git repositories and files over HTTP, on this machine only. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

export interface GitServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly host: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Makes a repository with a commit of these files, each tag a commit of its own on top; returns the last commit. */
export function makeRepository(
  directory: string,
  commits: readonly { readonly tag: string; readonly files: Readonly<Record<string, string>> }[],
): string {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', ...words], {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    }).trim();
  mkdirSync(directory, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  for (const { tag, files } of commits) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', tag);
    git('tag', tag);
  }
  return git('rev-parse', 'HEAD');
}

/** Serves the repositories of a directory, `/NAME` each, and `pages` by their paths: a text, or where to go instead. */
export async function serveGit(
  root: string,
  pages: Readonly<Record<string, string | { readonly redirect: string }>> = {},
): Promise<GitServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url.pathname);
    const page = Object.hasOwn(pages, url.pathname) ? pages[url.pathname] : undefined;
    if (typeof page === 'string') response.end(page);
    else if (page !== undefined) response.writeHead(302, { location: page.redirect }).end();
    else if (/\/(?:info\/refs|git-upload-pack)$/.test(url.pathname)) backend(root, url, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Git's own program for serving over HTTP, as a CGI script. */
function backend(root: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const child = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const lines = output.toString('latin1', 0, Math.max(0, end)).split('\r\n');
    const headers = lines.flatMap((line) =>
      /^status:/i.test(line) ? [] : [line.split(/: (.*)/s).slice(0, 2) as [string, string]],
    );
    const status = Number(/^status: (\d+)/im.exec(lines.join('\n'))?.[1] ?? 200);
    response.writeHead(status, Object.fromEntries(headers)).end(output.subarray(end + 4));
  });
}
