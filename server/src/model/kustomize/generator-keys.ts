/** The keys that generators put into ConfigMaps and Secrets, and lines of env files that say something else than they seem to. */
import { basename, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { type Place, textPlace } from '../place.ts';
import { fileText } from '../workspace/inputs.ts';
import { kustomizationMapping, topField } from './file.ts';
import { directoryOf } from './recognise.ts';

export interface GeneratorKey {
  readonly key: string;
  /** Where the key, or the file that has it, is named. */
  readonly at: Place;
  /** For env files: which line it is, from 1, and the path as written. */
  readonly line?: number;
  readonly path?: string;
}

/** What the API server takes for a key (`validation.IsConfigMapKey`); Kustomize itself takes any. */
export function isValidKey(key: string): boolean {
  return key.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(key) && key !== '.' && !key.startsWith('..');
}

/** Every key that a kustomization's generators make. */
export function* generatorKeys(db: Database, file: FilePath): Generator<GeneratorKey> {
  const root = kustomizationMapping(db, file);
  for (const name of ['configMapGenerator', 'secretGenerator']) {
    for (const entry of items(topField(root, name))) {
      for (const item of items(field(entry, 'literals'))) yield* keyOf(item);
      for (const item of items(field(entry, 'files'))) yield* keyOrName(item);
      for (const item of [...items(field(entry, 'envs')), field(entry, 'env')]) yield* keysOfLines(db, file, item);
    }
  }
}

function* keyOf(item: Node): Generator<GeneratorKey> {
  const text = textOf(item) ?? '';
  const end = text.indexOf('=');
  if (end > 0) yield { key: text.slice(0, end), at: textPlace(item, 0, end) };
}

function* keyOrName(item: Node): Generator<GeneratorKey> {
  const text = textOf(item) ?? '';
  if (text.includes('=')) yield* keyOf(item);
  else if (text !== '' && !text.endsWith('/')) yield { key: basename(text), at: textPlace(item) };
}

/** Lines that are read for one question. */
const MAX_LINES = 10_000;

function* keysOfLines(db: Database, file: FilePath, item: Node | undefined): Generator<GeneratorKey> {
  const path = textOf(item);
  if (item === undefined || path === undefined) return;
  const lines = (fileText(db, join(directoryOf(file), path)) ?? '').split('\n', MAX_LINES);
  for (const [index, line] of lines.entries()) {
    const trimmed = line.replace(/^\ufeff?\s+|\r$/g, '').replace(/^\ufeff/, '');
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const end = trimmed.indexOf('=');
    yield { key: end < 0 ? trimmed : trimmed.slice(0, end), at: textPlace(item), line: index + 1, path };
  }
}
