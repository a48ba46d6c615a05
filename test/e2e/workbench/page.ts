/** Opens a folder in the workbench: a browser page with VS Code in it. */
import { resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { WorkbenchServer } from './server.ts';

export interface Opened {
  readonly folder: string;
  /** An extension under development, and the suite to run in it. */
  readonly development?: { readonly extension: string; readonly suite: string };
  readonly context?: BrowserContextOptions;
  /** Runs before the workbench is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export async function openWorkbench(browser: Browser, server: WorkbenchServer, opened: Opened): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...opened.context });
  const page = await context.newPage();
  await opened.prepare?.(page);
  const answer = await page.goto(address(server, opened), { timeout: 120_000 });
  if (!answer?.ok()) throw new Error(`The workbench answered with HTTP status ${answer?.status()}:\n${server.log}`);
  return page;
}

function address(server: WorkbenchServer, { folder, development }: Opened): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${resolve(path)}`;
  const payload: [string, string][] = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (development !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(development.extension)], ['extensionTestsPath', remote(development.suite)]);
  }
  return `${server.url}/?${new URLSearchParams({ folder: resolve(folder), payload: JSON.stringify(payload) })}`;
}
