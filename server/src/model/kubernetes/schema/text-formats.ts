/** Formats of texts that the API server checks in custom resources (kube-openapi's strfmt); it overlooks all others. */
import { isBase64 } from './formats.ts';

type Test = (text: string) => boolean;

/** By name without `-`: what a text has to be, and how that is told. */
const FORMATS: ReadonlyMap<string, { readonly test: Test; readonly problem: string }> = new Map(
  Object.entries({
    datetime: { test: isDateTime, problem: 'is no time such as 2006-01-02T15:04:05Z' },
    date: {
      test: (text: string) => /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text),
      problem: 'is no date such as 2006-01-02',
    },
    duration: { test: isDuration, problem: 'is no duration such as 90s, 5m or 1h30m' },
    byte: { test: (text: string) => text !== '' && isBase64(text), problem: 'is no base64' },
    uri: { test: (text: string) => /^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)[^\s]*$/.test(text), problem: 'is no URI' },
    ipv4: { test: isIpv4, problem: 'is no IPv4 address' },
    ipv6: { test: (text: string) => text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text), problem: 'is no IPv6 address' },
    cidr: { test: isCidr, problem: 'is no block of IP addresses such as 10.0.0.0/8' },
    uuid: { test: (text: string) => /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text), problem: 'is no UUID' },
    mac: {
      test: (text: string) => /^[0-9a-f]{2}(?:[-:][0-9a-f]{2}){5,}$|^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,}$/i.test(text),
      problem: 'is no MAC address',
    },
    email: { test: (text: string) => text.includes('@'), problem: 'is no address of mail' },
  }),
);

export function isKnownFormat(format: string): boolean {
  return FORMATS.has(format.replaceAll('-', ''));
}

/** What is wrong with a text in this format, as the rest of a sentence that starts with it; undefined for good ones. */
export function formatProblem(format: string, text: string): string | undefined {
  const known = FORMATS.get(format.replaceAll('-', ''));
  return known === undefined || known.test(text) ? undefined : known.problem;
}

/** `strfmt.IsDateTime`: RFC 3339 with a time zone. */
function isDateTime(text: string): boolean {
  const found = /^\d{4}-(\d{2})-(\d{2})t(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[-+]\d{2}:\d{2})$/i.exec(text);
  if (found === null) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60;
}

const UNIT = /^(?:ns|us|µs|ms|[smhdw]|hr|wk)$|^(?:nano|micro|milli|sec|min|hour|day|week)/i;

/** `strfmt.ParseDuration`: as Go's `time.ParseDuration`, else whatever holds a number with a unit. */
function isDuration(text: string): boolean {
  if (/^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return true;
  return [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].some(([, unit = '']) => UNIT.test(unit));
}

function isIpv4(text: string): boolean {
  return /^(?:\d{1,10}\.){3}\d{1,10}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return address.includes(':') ? Number(bits) <= 128 : isIpv4(address) && Number(bits) <= 32;
}
