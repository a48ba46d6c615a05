/** Pictures of the workbench: all of them for whoever runs the tests, those that the documentation shows for everybody. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../../..');
const PICTURES = join(ROOT, 'test-results/screenshots');
const PAGES = ['README.md', 'docs/tour.md'].map((page) => readFileSync(join(ROOT, page), 'utf8')).join('\n');
const MOST_BYTES = 200_000;

/** Fonts and fading shadows settle. */
const SETTLE_MS = 400;

/**
 * Writes `test-results/screenshots/NAME.png`; under `npm run screenshots` also `docs/images/NAME.png`, where the README or the
 * tour shows it.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  const path = await taken(page, name);
  assert.ok(statSync(path).size < MOST_BYTES, `${name}.png is larger than ${MOST_BYTES} bytes`);
  if (process.env.PLUMBLINE_SCREENSHOTS && PAGES.includes(`images/${name}.png`))
    copyFileSync(path, join(ROOT, 'docs/images', `${name}.png`));
}

/** The picture of a failure says more than its stack; where the page is gone there is none. */
export async function pictureFailure(page: Page | undefined, name: string): Promise<void> {
  if (page !== undefined) await taken(page, `failed-${name}`).catch(() => {});
}

async function taken(page: Page, name: string): Promise<string> {
  mkdirSync(PICTURES, { recursive: true });
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
