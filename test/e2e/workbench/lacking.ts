/** What the end-to-end tests lack on this machine; nothing is skipped in CI. */
import { BROWSER_HELP, findBrowser } from './browser.ts';

/** The sentence to skip with, or false where all is there. */
export function lacking(): string | false {
  if (findBrowser() !== undefined) return false;
  if (process.env.CI) throw new Error(`The end-to-end tests need a browser: ${BROWSER_HELP}.`);
  return BROWSER_HELP;
}
