/** IP addresses and blocks of them, as Go's net/netip reads and writes them. */
import { CIDR, func, IP, method, type Overload, STRING } from '../overload.ts';
import { Failure } from '../run.ts';
import { Cidr, Ip } from '../values.ts';

/** Undefined for what is none, for addresses with a zone, and for IPv4 in the dress of IPv6: Kubernetes takes neither. */
export function ipOf(text: string): Ip | undefined {
  if (text.length > 45) return undefined;
  const bytes = text.includes(':') ? bytesOf6(text) : bytesOf4(text);
  if (bytes === undefined) return undefined;
  const isMapped =
    bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? undefined : new Ip(bytes);
}

function bytesOf4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isGood = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isGood ? parts.map(Number) : undefined;
}

function bytesOf6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => bytesOfGroups(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  // An IPv4 address may stand at the end only.
  if (halves.length === 2 && halves[0]?.includes('.') === true) return undefined;
  if (tail === undefined) return head.length === 16 ? head : undefined;
  const missing = 16 - head.length - tail.length;
  return missing < 2 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function bytesOfGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const found: number[] = [];
  for (const [i, group] of groups.entries()) {
    const embedded = i === groups.length - 1 && group.includes('.') ? bytesOf4(group) : undefined;
    if (embedded !== undefined) found.push(...embedded);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) found.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return found;
}

/** Undefined for what is none; bits after the mask may be set. */
export function cidrOf(text: string): Cidr | undefined {
  const [address = '', bits = '', ...more] = text.split('/');
  const ip = more.length === 0 && /^(?:0|[1-9]\d{0,2})$/.test(bits) ? ipOf(address) : undefined;
  return ip === undefined || Number(bits) > ip.bytes.length * 8 ? undefined : new Cidr(ip, Number(bits));
}

/** The canonical form: of IPv6 the longest row of zeros is left out. */
export function ipText({ bytes }: Ip): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0));
  let longest = { at: 0, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > longest.length) longest = { at, length };
  }
  const texts = groups.map((group) => group.toString(16));
  if (longest.length < 2) return texts.join(':');
  return `${texts.slice(0, longest.at).join(':')}::${texts.slice(longest.at + longest.length).join(':')}`;
}

export function cidrText({ ip, bits }: Cidr): string {
  return `${ipText(ip)}/${bits}`;
}

function masked({ ip, bits }: Cidr): Cidr {
  return new Cidr(new Ip(ip.bytes.map((byte, i) => byte & (0xff00 >> Math.min(Math.max(bits - i * 8, 0), 8)) & 255)), bits);
}

function holds({ ip, bits }: Cidr, other: Ip): boolean {
  if (ip.bytes.length !== other.bytes.length) return false;
  const [a, b] = [masked(new Cidr(ip, bits)), masked(new Cidr(other, bits))];
  return a.ip.bytes.every((byte, i) => byte === b.ip.bytes[i]);
}

function readIp(text: string): Ip {
  const found = ipOf(text);
  if (found === undefined) throw new Failure(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return found;
}

function readCidr(text: string): Cidr {
  const found = cidrOf(text);
  if (found === undefined) throw new Failure('network address parse error during conversion from string');
  return found;
}

function containsCidr(a: Cidr, b: Cidr): boolean {
  return a.bits <= b.bits && holds(a, b.ip);
}

function is(name: string, test4: (bytes: readonly number[]) => boolean, test6: (bytes: readonly number[]) => boolean): Overload {
  return method(name, [IP], (_, { bytes }) => (bytes.length === 4 ? test4 : test6)(bytes));
}

const isZero = (bytes: readonly number[]): boolean => bytes.every((byte) => byte === 0);
const isOne = (bytes: readonly number[]): boolean => isZero(bytes.slice(0, -1)) && bytes.at(-1) === 1;
const isFe80 = ([first, second = 0]: readonly number[]): boolean => first === 0xfe && (second & 0xc0) === 0x80;

export const NETS: readonly Overload[] = [
  func('ip', [STRING], (_, text) => readIp(text)),
  func('isIP', [STRING], (_, text) => ipOf(text) !== undefined),
  func('ip.isCanonical', [STRING], (_, text) => ipText(readIp(text)) === text),
  method('family', [IP], (_, { bytes }) => (bytes.length === 4 ? 4n : 6n)),
  is('isUnspecified', isZero, isZero),
  is('isLoopback', ([first]) => first === 127, isOne),
  is(
    'isLinkLocalMulticast',
    ([a, b, c]) => a === 224 && b === 0 && c === 0,
    ([first, second = 0]) => first === 0xff && (second & 0x0f) === 2,
  ),
  is('isLinkLocalUnicast', ([first, second]) => first === 169 && second === 254, isFe80),
  is(
    'isGlobalUnicast',
    (bytes) => {
      const [first = 0, second] = bytes;
      const isSpecial = isZero(bytes) || bytes.every((byte) => byte === 255) || first === 127 || (first & 0xf0) === 224;
      return !isSpecial && !(first === 169 && second === 254);
    },
    (bytes) => !(isZero(bytes) || isOne(bytes) || bytes[0] === 0xff || isFe80(bytes)),
  ),
  func('cidr', [STRING], (_, text) => readCidr(text)),
  func('isCIDR', [STRING], (_, text) => cidrOf(text) !== undefined),
  method('containsIP', [CIDR, STRING], (_, cidr, text) => holds(cidr, readIp(text))),
  method('containsIP', [CIDR, IP], (_, cidr, ip) => holds(cidr, ip)),
  method('containsCIDR', [CIDR, STRING], (_, cidr, text) => containsCidr(cidr, readCidr(text))),
  method('containsCIDR', [CIDR, CIDR], (_, cidr, other) => containsCidr(cidr, other)),
  method('ip', [CIDR], (_, { ip }) => ip),
  method('prefixLength', [CIDR], (_, { bits }) => BigInt(bits)),
  method('masked', [CIDR], (_, cidr) => masked(cidr)),
];
