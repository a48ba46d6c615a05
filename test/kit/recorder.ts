/** Loaded into a server under test: writes down every process that it starts and every connection that it opens, before either happens. */
import childProcess, { ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const log = process.env.PLUMBLINE_RECORD ?? '';

/** What is called stays what it was. */
function recorded(object: object, name: string, word: string): void {
  const methods = object as Record<string, (...args: unknown[]) => unknown>;
  const own = methods[name];
  if (own === undefined) throw new Error(`There is no ${name} to watch.`);
  methods[name] = function (this: unknown, ...args: unknown[]): unknown {
    const said = JSON.stringify(args[0], (key, value) => (/^env/.test(key) ? undefined : value)) ?? '';
    appendFileSync(log, `${word} ${said.slice(0, 1000)}\n`);
    return own.apply(this, args);
  };
}

// Everything that starts a process and goes on meanwhile comes by here.
recorded(ChildProcess.prototype, 'spawn', 'process');
for (const name of ['spawnSync', 'execSync', 'execFileSync']) recorded(childProcess, name, 'process');
recorded(Socket.prototype, 'connect', 'connection');
recorded(dgram.Socket.prototype, 'send', 'datagram');
for (const name of ['lookup', 'resolve']) recorded(dns, name, 'lookup');
syncBuiltinESMExports();
