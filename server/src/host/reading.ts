/**
 * The only way from a path to bytes. Regular files only, never through a link at the path's end, opened without waiting
 * (a FIFO or device would hang), sized by the open file and not by its name, at most so large.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type Decoded, decode, isEncrypted } from './decode.ts';

/** Larger files are left out, and said to be. */
export const MAX_FILE = 8 * 1024 * 1024;

export type Reading =
  | ({ readonly kind: 'text' } & Decoded)
  /** The file is there and stays unread; `reason` says of it "it …". */
  | { readonly kind: 'leftOut'; readonly reason: string }
  /** A link stands at the path's end. */
  | { readonly kind: 'link' }
  | { readonly kind: 'absent' };

/** Not all systems know these; where they are missing, the walk's own look at the entry has to do. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

let shared = Buffer.allocUnsafe(64 * 1024);

/** Reads one file as text; `path` is the system's form and has no link in it that was not resolved before. */
export function readText(path: string): Reading {
  const read = readBytes(path);
  if (read instanceof Uint8Array && isEncrypted(read)) return { kind: 'leftOut', reason: 'it is encrypted by git-crypt' };
  return read instanceof Uint8Array ? { kind: 'text', ...decode(read) } : read;
}

/** Reads one file as {@link readText} does; the bytes are valid until the next call of either. */
export function readBytes(path: string): Buffer | Exclude<Reading, { readonly kind: 'text' }> {
  let file: number;
  try {
    file = openSync(path, FLAGS);
  } catch (error) {
    return failure(error);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { kind: 'leftOut', reason: 'it is no regular file' };
    if (stats.size > MAX_FILE) {
      return { kind: 'leftOut', reason: `it is ${megabytes(stats.size)} large, and ${megabytes(MAX_FILE)} is the limit` };
    }
    return readAll(file, stats.size);
  } catch (error) {
    return failure(error);
  } finally {
    closeSync(file);
  }
}

/** Reads what was there when the size was taken; the bytes are valid until the next call. */
function readAll(file: number, size: number): Buffer {
  if (shared.length < size) shared = Buffer.allocUnsafe(Math.max(size, shared.length * 2));
  const bytes = shared;
  let length = 0;
  while (length < size) {
    const count = readSync(file, bytes, length, size - length, length);
    if (count === 0) break;
    length += count;
  }
  if (shared.length > 1024 * 1024) shared = Buffer.allocUnsafe(64 * 1024);
  return bytes.subarray(0, length);
}

function failure(error: unknown): Exclude<Reading, { readonly kind: 'text' }> {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'absent' };
    case 'ELOOP':
      return { kind: 'link' };
    case 'EACCES':
    case 'EPERM':
    case 'ERR_ACCESS_DENIED':
      return { kind: 'leftOut', reason: 'it may not be read with your permissions' };
    default:
      return { kind: 'leftOut', reason: `it cannot be read (${errorCode(error)})` };
  }
}

/** The system's word for what went wrong, such as `EACCES`. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1)} MB`;
}
