/** What a person does in the workbench, by keyboard and mouse. */

import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../cluster/kit/eventually.ts';

/** Settings under which pictures are the same from run to run. */
export const CALM = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.renderLineHighlight': 'none',
  'editor.occurrencesHighlight': 'off',
  'editor.fontSize': 14,
  'editor.lightbulb.enabled': 'on',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.layoutControl.enabled': false,
  'window.menuBarVisibility': 'compact',
  'breadcrumbs.enabled': false,
  'explorer.compactFolders': false,
};

export class Hands {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(60_000);
  }

  /** The workbench is there when its explorer lists files. */
  async arrive(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Opens a file of the folder by its path. */
  async open(path: string): Promise<void> {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    await this.#pick('Control+P', path, [name, path.slice(0, Math.max(slash, 0))]);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** Picks a context of the kubeconfig. A click on a list that is still being drawn is lost now and then: a person clicks again. */
  async chooseCluster(context: string): Promise<void> {
    const isChosen = async (): Promise<boolean> => {
      await this.command('Plumbline: Choose Cluster Context');
      const entry = this.page.locator('.quick-input-list .monaco-list-row', { hasText: context });
      await entry.first().click({ timeout: 30_000 });
      const header = this.page.locator('.pane-header', { hasText: 'Applications' });
      await header.getByText(context).waitFor({ timeout: 30_000 });
      return true;
    };
    await eventually(`the context ${context}`, isChosen, { deadline: 240_000 });
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.#pick('F1', title, [title]);
  }

  /** Puts the cursor at a line and column, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').waitFor();
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Shows the hover at the cursor. */
  async hover(): Promise<Locator> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page
      .locator('.monaco-hover:not(.hidden)')
      .filter({ has: this.page.locator('.hover-row') })
      .first();
    await hover.waitFor();
    return hover;
  }

  /** Opens the menu of quick fixes at the cursor. Findings that arrive meanwhile close it: then it is opened again. */
  async fixes(): Promise<Locator> {
    const menu = this.page.locator('.action-widget');
    const first = menu.locator('.monaco-list-row').first();
    const isShown = (): Promise<boolean> =>
      first.waitFor({ timeout: 8000 }).then(
        () => true,
        () => false,
      );
    await this.page.keyboard.press('Control+.');
    for (let tries = 1; tries < 6 && !(await isShown()); tries++) {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+.');
    }
    await first.waitFor();
    return menu;
  }

  /** Opens the language status menu, the braces in the status bar; the entry with this text in it. */
  async languageStatus(text: RegExp): Promise<Locator> {
    await this.page.locator('#status\\.languageStatus').click();
    const entry = this.page.locator('.hover-language-status', { hasText: text });
    await entry.waitFor();
    return entry;
  }

  async problems(): Promise<Locator> {
    await this.page.keyboard.press('Control+Shift+M');
    const panel = this.page.locator('.markers-panel');
    await panel.locator('.monaco-list-row').first().waitFor();
    return panel;
  }

  /** Takes the mouse out of the picture. */
  async rest(): Promise<void> {
    await this.page.mouse.move(640, 3);
  }

  /** Types into the quick input, and takes the entry at the cursor once it says all of this. */
  async #pick(key: string, text: string, says: readonly string[]): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator('.quick-input-widget input').waitFor();
    await this.page.keyboard.type(text);
    let entry = this.page.locator('.quick-input-list .monaco-list-row.focused');
    for (const word of says) entry = entry.filter({ hasText: word });
    await entry.waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}
