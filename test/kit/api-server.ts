/** An API server that answers as a test tells it to, over plain HTTP on the loopback interface: for answers that no real one gives. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Objects by the path of their collection, and single answers by method and path. */
export interface Told {
  readonly collections: Readonly<Record<string, readonly object[]>>;
  readonly answers?: Readonly<Record<string, readonly [status: number, body: object]>>;
}

export class FakeApiServer {
  readonly url: string;
  /** Method, path and headers of all that was asked. */
  readonly asked: string[] = [];
  connections = 0;
  readonly #close: () => void;

  private constructor(url: string, close: () => void) {
    this.url = url;
    this.#close = close;
  }

  static async start(told: Told): Promise<FakeApiServer> {
    const server = createServer((request, response) => {
      made.asked.push(`${request.method} ${request.url}`);
      answer(told, request, response);
    });
    server.on('connection', () => made.connections++);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    const made = new FakeApiServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.closeAllConnections();
      server.close();
    });
    return made;
  }

  close(): void {
    this.#close();
  }
}

function answer({ collections, answers = {} }: Told, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
  const path = decodeURIComponent(pathname);
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const own = answers[`${request.method} ${path}`];
  if (own !== undefined) {
    say(...own);
    return;
  }
  const items = collections[path];
  // A watch in which nothing happens stays open.
  if (items !== undefined) {
    if (searchParams.has('watch')) response.writeHead(200).flushHeaders();
    else say(200, { metadata: { resourceVersion: '1' }, items });
    return;
  }
  const served = Object.keys(collections).filter((one) => one.startsWith(`${path}/`));
  const [version, plural] = (served[0] ?? '').slice(path.length + 1).split('/');
  const resources = served.map((one) => {
    const [object] = collections[one] ?? [];
    const kind = (object as { readonly kind?: string } | undefined)?.kind ?? '';
    return { name: one.slice(path.length + 1), kind, namespaced: true };
  });
  if (version === undefined || version === '') say(404, { message: 'not found' });
  else if (plural !== undefined) say(200, { preferredVersion: { version } });
  else say(200, { resources });
}
