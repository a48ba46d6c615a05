/** A git repository over HTTP on the loopback interface, by git's own backend. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

export class GitServer {
  readonly #server: Server;
  readonly #root: string;
  readonly port: number;

  private constructor(server: Server, root: string) {
    this.#server = server;
    this.#root = root;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(directory: string): Promise<GitServer> {
    const root = mkdtempSync(join(directory, 'git-'));
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const env = {
        ...process.env,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      };
      const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
      request.pipe(backend.stdin);
      // A client that goes away, or a backend that needs no more, ends the pipe.
      backend.stdin.on('error', () => {});
      const parts: Buffer[] = [];
      backend.stdout.on('data', (part: Buffer) => parts.push(part));
      backend.on('close', () => {
        const answer = Buffer.concat(parts);
        const end = answer.indexOf('\r\n\r\n');
        const headers = answer.subarray(0, Math.max(0, end)).toString().split('\r\n');
        const status = headers.find((line) => /^status:/i.test(line))?.split(' ')[1];
        response.statusCode = status === undefined ? 200 : Number(status);
        for (const line of headers) {
          const [name = '', value = ''] = line.split(/:\s*/, 2);
          if (name !== '' && name.toLowerCase() !== 'status') response.setHeader(name, value);
        }
        response.end(answer.subarray(end + 4));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    return new GitServer(server, root);
  }

  /** Commits these files on `main` of a repository, made where it is not there; returns the commit. */
  commit(name: string, files: Readonly<Record<string, string>>): string {
    const work = join(this.#root, `${name}.git`);
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-C', work, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    mkdirSync(work, { recursive: true });
    git('init', '-q', '-b', 'main');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '-m', 'change', '--allow-empty');
    return git('rev-parse', 'HEAD').trim();
  }

  /** Commits that these files are gone. */
  remove(name: string, paths: readonly string[]): string {
    for (const path of paths) rmSync(join(this.#root, `${name}.git`, path));
    return this.commit(name, {});
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.port}/${name}.git/.git`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
