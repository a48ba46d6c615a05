/** Which files the host could not or would not read, and why. */
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { leftOut } from './inputs.ts';

/** Why a file was left out, as half a sentence; undefined for files that were read. */
export const unread = query('unread', (db, file: FilePath): string | undefined => leftOut(db, '').get(file));
