/** The one file that the command line writes, where a person says so: whole or not at all, and never through a link. */
import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, type FilePath, isInside } from '../base/paths.ts';
import { fromNative, toNative } from './native.ts';

/** Writes `text` to a file inside of `root`; a sentence where that cannot be. */
export function writeInside(root: FilePath, path: FilePath, text: string): string | undefined {
  const native = toNative(path);
  const draft = `${native}.${process.pid}.tmp`;
  try {
    const present = lstatSync(native, { throwIfNoEntry: false });
    if (present !== undefined && !present.isFile()) return `${path} is not a regular file and was not written`;
    const real = (place: FilePath): FilePath => fromNative(realpathSync.native(toNative(place)));
    if (!isInside(real(root), real(dirname(path)))) return `${path} lies outside of ${root}, behind a link, and was not written`;
    // Fails where something stands already, so that no link planted under this name is followed.
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, native);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
