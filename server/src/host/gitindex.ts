/** Git's index read as data: which paths a repository tracks, whatever its ignore files say (gitformat-index(5)). */

/** What git itself can write lies far below; a made-up index stops here. */
const MAX_NAME = 4096;
/** Deeper directories are not walked. */
const MAX_PARTS = 128;
const MAX_NAMES_LENGTH = 64 * 1024 * 1024;

/** Bytes of an entry before its hash. */
const STAT = 40;
const MODE = 24;

/** The kinds of entries that are files of this repository: not submodules, and not the directories of a sparse index. */
const REGULAR = 0o10;
const LINK = 0o12;

/** The tracked files, and the directories above them, from the top of the work tree on; none where the index cannot be read whole. */
export function trackedPaths(index: Buffer, hashSize: number): ReadonlySet<string> {
  try {
    return read(index, hashSize);
  } catch (error) {
    // An index that ends too early.
    if (error instanceof RangeError) return new Set();
    throw error;
  }
}

function read(index: Buffer, hashSize: number): ReadonlySet<string> {
  const none: ReadonlySet<string> = new Set();
  const version = index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return none;
  const paths = new Set<string>();
  let before = Buffer.alloc(0);
  let length = 0;
  let at = 12;
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    const start = at;
    const kind = index.readUInt32BE(start + MODE) >>> 12;
    at += STAT + hashSize;
    const isExtended = version > 2 && (index.readUInt16BE(at) & 0x4000) !== 0;
    at += isExtended ? 4 : 2;
    let shared = 0;
    if (version === 4) {
      let byte = index.readUInt8(at++);
      let cut = byte & 0x7f;
      while ((byte & 0x80) !== 0 && cut <= MAX_NAME) {
        byte = index.readUInt8(at++);
        cut = (cut + 1) * 128 + (byte & 0x7f);
      }
      if (cut > before.length) return none;
      shared = before.length - cut;
    }
    const end = index.indexOf(0, at);
    length += shared + end - at;
    if (end < 0 || shared + end - at > MAX_NAME || length > MAX_NAMES_LENGTH) return none;
    const name: Buffer<ArrayBuffer> = Buffer.concat([before.subarray(0, shared), index.subarray(at, end)]);
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
    before = name;
    if (kind === REGULAR || kind === LINK) add(paths, name.toString('utf8'));
  }
  return paths;
}

function add(paths: Set<string>, path: string): void {
  if (path.split('/', MAX_PARTS + 2).length > MAX_PARTS + 1) return;
  for (let end = path.length; end > 0 && !paths.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1))
    paths.add(path.slice(0, end));
}
