/** Where VS Code starts Plumbline: creates the server, its status and its commands, and takes all down again. */
import { type ExtensionContext, window } from 'vscode';
import { registerChanges } from './changes/register.ts';
import { registerCharts } from './charts.ts';
import { registerCommands } from './commands.ts';
import { registerDrift } from './drift/register.ts';
import { registerLive } from './live/register.ts';
import { registerPullRequests } from './pull-request/register.ts';
import { registerRemotes } from './remotes.ts';
import { registerRendered } from './rendered.ts';
import { registerSchemas } from './schemas/register.ts';
import { Server } from './server.ts';
import { showStatus } from './status.ts';
import { registerTerraform } from './terraform.ts';

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Plumbline', { log: true });
  const server = new Server(context, output);
  context.subscriptions.push(output, server, showStatus(server), registerCommands(server, output), registerRendered(server));
  context.subscriptions.push(registerChanges(server), registerLive(context, server), registerPullRequests(context, server));
  context.subscriptions.push(registerTerraform(server), registerDrift(context, server));
  context.subscriptions.push(registerRemotes(server), registerCharts(server), registerSchemas(context, server));
  await server.start();
}
