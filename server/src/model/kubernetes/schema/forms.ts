/** Texts in forms that the API server demands of single fields: names, addresses, paths, schedules. */
import { labelKeyProblem, labelProblem, labelValueProblem } from '../naming.ts';
import { cronProblem } from './cron.ts';
import { otherFormProblem } from './other-forms.ts';

export const FORMS = [
  'annotation-key',
  'cel-name',
  'cidr',
  'cluster-ip',
  'config-key',
  'container-resource',
  'cron',
  'dns1035',
  'domain-path',
  'dotted',
  'driver',
  'env-name',
  'field-path',
  'file-path',
  'finalizer',
  'full-name',
  'header-name',
  'host',
  'https-url',
  'ip',
  'json-path',
  'label',
  'label-value',
  'limit-type',
  'loose-cidr',
  'mixed-dns1035',
  'no-backsteps',
  'part',
  'percent',
  'port-name',
  'present',
  'qualified',
  'quota-resource',
  'relative-path',
  'resource-field',
  'search',
  'segment',
  'slash',
  'standard-resource',
  'star-label',
  'storage-only',
  'subdomain',
  'sysctl',
  'time-zone',
] as const;
export type Form = (typeof FORMS)[number];

export function asForm(text: string): Form | undefined {
  return FORMS.find((form) => form === text);
}

const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with a text in this form, as the rest of a sentence that starts with it; undefined for good ones. */
export function formProblem(form: Form, text: string): string | undefined {
  switch (form) {
    case 'label':
      return labelProblem(text);
    case 'label-value':
      return labelValueProblem(text);
    case 'subdomain':
      return subdomainProblem(text);
    case 'driver':
      return subdomainProblem(text.toLowerCase());
    case 'host':
      return subdomainProblem(text.startsWith('*.') ? text.slice(2) : text);
    case 'port-name':
      return portNameProblem(text);
    case 'config-key':
      return /^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && !text.startsWith('..')
        ? undefined
        : 'must consist of letters, digits, "-", "_" and ".", and not start with ".."';
    case 'segment':
      return /[/%]|^\.\.?$/.test(text) ? 'must not hold "/" or "%" and must not be "." or ".."' : undefined;
    case 'slash':
      return text.startsWith('/') ? undefined : 'must start with "/"';
    case 'percent':
      return /^[0-9]+%$/.test(text) ? undefined : 'must be a whole number or a percentage such as 25%';
    case 'part':
      return formProblem('percent', text) ?? (Number(text.replace('%', '')) <= 100 ? undefined : 'is more than 100%');
    case 'full-name':
      return subdomainProblem(text.replace(/\.$/, ''));
    case 'ip':
      return isAddress(text) ? undefined : 'is no IP address';
    case 'cidr':
      return isBlock(text) ? undefined : 'is no block of IP addresses such as 10.0.0.0/8';
    case 'loose-cidr':
      return formProblem('cidr', text.trim());
    case 'mixed-dns1035':
      return formProblem('dns1035', text.toLowerCase());
    case 'cron':
      return cronProblem(text);
    case 'qualified':
      return labelKeyProblem(text);
    case 'annotation-key':
      return labelKeyProblem(text.toLowerCase());
    case 'dns1035':
      return labelProblem(text) ?? (/^[a-z]/.test(text) ? undefined : 'must start with a lower-case letter');
    case 'dotted':
      return (
        subdomainProblem(text) ?? (text.split('.').length > 2 ? undefined : 'must have at least three parts with "." in between')
      );
    case 'domain-path':
      return isDomainPath(text) ? undefined : 'must be a path behind a domain, such as example.org/name';
    case 'star-label':
      return text === '*' ? undefined : labelProblem(text);
    case 'present':
      return text === '' ? 'is empty' : undefined;
    case 'cluster-ip':
      return text === 'None' || isAddress(text) ? undefined : 'is neither an IP address nor "None"';
    case 'search':
      return /^[-_.a-z0-9]+$/.test(text) ? undefined : 'is no domain in lower-case letters';
    case 'time-zone':
      return timeZoneProblem(text);
    default:
      return otherFormProblem(form, text);
  }
}

export function subdomainProblem(text: string): string | undefined {
  if (text.length > 253) return 'is longer than 253 characters';
  return SUBDOMAIN.test(text)
    ? undefined
    : 'must consist of lower-case letters, digits, "-" and ".", and start and end with a letter or digit';
}

function isDomainPath(text: string): boolean {
  const slash = text.indexOf('/');
  return slash > 0 && slash < text.length - 1 && subdomainProblem(text.slice(0, slash)) === undefined;
}

/** `time.LoadLocation`; names are those of the IANA database, with their case. */
function timeZoneProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (!/^[A-Z][-+\w/]*$/.test(text) || text === 'Local') return 'is no time zone such as Europe/Berlin';
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return undefined;
  } catch {
    return 'is no time zone such as Europe/Berlin';
  }
}

/** `validation.IsValidPortName`: IANA service names (RFC 6335). */
function portNameProblem(text: string): string | undefined {
  if (text.length > 15) return 'is longer than the 15 characters that the name of a port may have';
  if (!/^[-a-z0-9]+$/.test(text) || !/[a-z]/.test(text) || text.includes('--') || text.startsWith('-') || text.endsWith('-'))
    return 'must consist of lower-case letters, digits and single "-", hold a letter, and start and end with a letter or digit';
  return undefined;
}

function isAddress(text: string): boolean {
  if (text.includes(':')) return /^[0-9a-fA-F:.]+$/.test(text);
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256);
}

function isBlock(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  return (
    more.length === 0 && isAddress(address) && /^[0-9]{1,3}$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}
