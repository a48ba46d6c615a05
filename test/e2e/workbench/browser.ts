/** Finds a Chrome, Chromium or Edge that is installed, and starts it without a window. */
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const ELSEWHERE: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((tail) =>
      join(process.env[variable] ?? 'C:\\', tail),
    ),
  ),
};

/** The browser's program: the one that PLUMBLINE_BROWSER names, one on the path, or playwright's own; undefined where there is none. */
export function findBrowser(): string | undefined {
  const named = process.env.PLUMBLINE_BROWSER;
  if (named) return named;
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  return [...onPath, ...(ELSEWHERE[process.platform] ?? []), chromium.executablePath()].find(isProgram);
}

/** As {@link findBrowser}, but installs Debian's where that needs no question: as root, in CI or in a container. */
export function provideBrowser(say: (line: string) => void): string | undefined {
  const found = findBrowser();
  if (found !== undefined || process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) return found;
  say('installing the browser (apt-get install chromium)');
  const quiet: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['update', '-qq'], quiet);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  } catch {
    return undefined; // apt-get has said why, and the caller says what to do.
  }
  return findBrowser();
}

/** What to say, with the one command that helps, where no browser was found. */
export const BROWSER_HELP = `no Chrome, Chromium or Edge was found; get one with "${
  existsSync('/usr/bin/apt-get')
    ? 'sudo apt-get install --no-install-recommends chromium'
    : 'npx playwright-core install chromium'
}"`;

export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(`The workbench cannot be shown: ${BROWSER_HELP}.`);
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}
