/** The server behind the editor: its status, its restart, and that its end is not the end of the findings. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { commands, workspace } from 'vscode';
import { eventually, file, findings } from './workspace.ts';

const FAULTY = 'apps/production/api/kustomization.yaml';

/** The process of the language server: a child of this one that runs our bundle. Linux only. */
function serverProcess(): number | undefined {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      if (Number(parent) === process.pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('server/dist/server.cjs'))
        return Number(name);
    } catch {
      // It ended while we looked.
    }
  }
  return undefined;
}

async function statusPage(): Promise<string> {
  await commands.executeCommand('plumbline.showServerStatus');
  const shown = await eventually('the page is shown', () =>
    workspace.textDocuments.find(({ uri }) => uri.scheme === 'plumbline'),
  );
  return shown.getText();
}

describe('the server', () => {
  it('tells its status as a page', async () => {
    const page = await eventually('the page has figures', async () => {
      const text = await statusPage();
      return /\| Files \| \d+ files/.test(text) && text;
    });
    assert.match(page, /^# Plumbline \d+\.\d+\.\d+$/m);
    assert.match(page, /Declared \| \d+ resources/);
  });

  it('is restarted on request, and finds the same', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = serverProcess();
    assert.ok(before);
    await commands.executeCommand('plumbline.restartServer');
    const now = await eventually('another process serves', () => {
      const pid = serverProcess();
      return pid !== before && pid;
    });
    assert.notEqual(now, before);
    await eventually('the findings are there again', () => findings(file(FAULTY)).length > 0);
  });

  it('is started again when it dies, and says so in its status', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = serverProcess();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    await eventually('another process serves', () => ![undefined, before].includes(serverProcess()));
    await eventually('the status tells of it', async () => (await statusPage()).includes('| Restarts | 1 crash |'));
    await eventually('the findings are there again', () => findings(file(FAULTY)).length > 0);
  });
});
