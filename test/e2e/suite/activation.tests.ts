/** The extension as installed: it starts by itself, survives its server's end, and says how it is. */
import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { EXTENSION, eventually } from './workspace.ts';

describe('activation', () => {
  it('happens by what the folder holds, without being asked', async () => {
    const extension = extensions.getExtension(EXTENSION);
    assert.ok(extension, 'the packaged extension is installed');
    await eventually('the extension is active', () => extension.isActive);
    // An activation that failed counts as active; asking again throws what it threw.
    await extension.activate();
  });

  it('offers every command that the manifest lists', async () => {
    const listed: readonly { readonly command: string }[] = extensions.getExtension(EXTENSION)?.packageJSON.contributes.commands;
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      listed.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
