/**
 * Runs inside a network namespace of its own, started by {@link file://./namespace.ts}: brings servers of the outside in,
 * through sockets of the file system, and starts programs whose listening nobody outside shall see.
 */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { Inside } from './namespace.ts';

const { forwards, programs }: Inside = JSON.parse(process.argv[2] ?? '{}');

for (const { port, socket } of forwards) {
  createServer((inner) => {
    const outer = connect(socket);
    inner.pipe(outer).pipe(inner);
    for (const end of [inner, outer]) end.on('error', () => inner.destroy(outer.destroy() as never));
  })
    .on('error', () => {}) // Without a namespace the port is the outside's own, and reached as it is.
    .listen(port, '127.0.0.1');
}

for (const { name, command, args, env } of programs) {
  const child = spawn(command, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text.replace(/^(?=.)/gm, `${name}: `)));
  child.on('error', (error) => process.stdout.write(`${name}: ${error.message}\n`));
  child.on('exit', (code) => process.stdout.write(`${name}: ended with ${code}\n`));
}
