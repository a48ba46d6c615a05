/** The commands of the palette. */
import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import type { Server } from './server.ts';

/** Ids as in `contributes.commands`. */
export const COMMANDS = {
  showServerStatus: 'plumbline.showServerStatus',
  restartServer: 'plumbline.restartServer',
  showOutput: 'plumbline.showOutput',
} as const;

export function registerCommands(server: Server, output: LogOutputChannel): Disposable {
  const registered = [
    commands.registerCommand(COMMANDS.restartServer, () => server.restart()),
    commands.registerCommand(COMMANDS.showOutput, () => output.show()),
  ];
  return { dispose: () => registered.forEach((each) => void each.dispose()) };
}
