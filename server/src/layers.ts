/** Which folder of `server/src` may import which: the one-way rule, as data; `test/tidy` holds the code to it. */

/** Folder to the folders it may import from; every folder may import from itself. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  engine: ['base'],
  syntax: ['base'],
  model: ['base', 'engine', 'syntax'],
  rules: ['base', 'engine', 'model'],
  ide: ['base', 'engine', 'syntax', 'model', 'rules'],
  lsp: ['base', 'engine', 'ide'],
  cli: ['base', 'engine', 'ide'],
  host: ['base', 'engine', 'model'],
};

/** Folders that neither touch the world nor know of it: no `node:`, no `vscode`, no clock, no dice. */
export const PURE: readonly string[] = ['base', 'engine', 'syntax', 'model', 'rules', 'ide'];

/** The files beside the folders, which wire them together. */
export const WIRING: readonly string[] = ['main.ts', 'cli.ts', 'layers.ts'];
