/** Bytes of a file to text: UTF-8, or UTF-16 with its mark; what cannot be decoded is told and replaced, never thrown. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { TextProblem } from '../model/workspace/inputs.ts';

export interface Decoded {
  readonly text: string;
  readonly problem: TextProblem | undefined;
  /** In base64, where the bytes are no UTF-8. */
  readonly bytes: string | undefined;
}

/** A UTF-8 byte order mark stays in the text, so that offsets are those of the bytes' characters. */
export function decode(bytes: Buffer): Decoded {
  const utf16 = utf16Text(bytes);
  if (utf16 !== undefined) return { text: utf16, problem: { kind: 'utf-16', offset: 0 }, bytes: bytes.toString('base64') };
  const text = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    const offset = Math.max(0, text.indexOf('\ufffd'));
    return { text, problem: { kind: 'utf-8', offset }, bytes: bytes.toString('base64') };
  }
  const nul = bytes.indexOf(0);
  return { text, problem: nul < 0 ? undefined : { kind: 'nul', offset: text.indexOf('\0') }, bytes: undefined };
}

/** How git-crypt begins what is locked. */
const GIT_CRYPT = Buffer.from('\0GITCRYPT\0', 'latin1');

/** True for bytes that are ciphertext: nothing in them is text, and nothing is wrong with that. */
export function isEncrypted(bytes: Buffer): boolean {
  return bytes.length >= GIT_CRYPT.length && bytes.subarray(0, GIT_CRYPT.length).equals(GIT_CRYPT);
}

function utf16Text(bytes: Buffer): string | undefined {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le', 2, bytes.length & ~1);
  if (mark !== 0xfeff) return undefined;
  const swapped = Buffer.from(bytes.subarray(2, bytes.length & ~1));
  return swapped.swap16().toString('utf16le');
}
