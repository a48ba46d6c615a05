/** Programs in a network namespace of their own: Argo CD's controller listens on every interface and has no flag against it. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type Program, start } from './program.ts';

export interface Inside {
  readonly forwards: readonly { readonly port: number; readonly socket: string }[];
  readonly programs: readonly {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  }[];
}

const UP = 'ip link set lo up && exec "$@"';

/** True where this machine lets a user make one. Containers often do not; they are themselves the namespace then. */
export function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['-rnp', '--fork', 'sh', '-c', 'ip link set lo up'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts the programs; `ports` of the outside's loopback interface are there inside, too. */
export async function startInside(directory: string, ports: readonly number[], programs: Inside['programs']): Promise<Program> {
  const isolated = hasNamespaces();
  if (!isolated && !process.env.CI)
    throw new Error('Argo CD runs in a network namespace: "unshare" and "ip" (iproute2) are needed.');
  const forwards = ports.map((port) => ({ port, socket: join(directory, `${port}.socket`) }));
  const servers = await Promise.all(forwards.map(({ port, socket }) => bridge(port, socket)));
  const inner = [
    process.execPath,
    join(import.meta.dirname, 'inside.ts'),
    JSON.stringify({ forwards, programs } satisfies Inside),
  ];
  const program = isolated
    ? start('namespace', 'unshare', ['-rnp', '--fork', '--kill-child', 'sh', '-c', UP, 'sh', ...inner])
    : start('inside', inner[0] ?? '', inner.slice(1));
  return {
    ...program,
    async stop() {
      await program.stop(isolated ? 'SIGKILL' : 'SIGTERM');
      for (const server of servers) server.close();
    },
  };
}

/** Whoever connects to the socket is connected to the port. */
function bridge(port: number, socket: string): Promise<Server> {
  rmSync(socket, { force: true });
  return new Promise((listening) => {
    const server = createServer((inner) => {
      const outer = connect(port, '127.0.0.1');
      inner.pipe(outer).pipe(inner);
      const end = (): void => {
        inner.destroy();
        outer.destroy();
      };
      inner.on('error', end);
      outer.on('error', end);
    });
    server.unref();
    server.listen(socket, () => listening(server));
  });
}
