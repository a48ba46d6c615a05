/** Which machines may be asked for what a repository names: none of this one's own, unless a person has named them. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const OWN = new BlockList();
OWN.addSubnet('0.0.0.0', 8, 'ipv4');
OWN.addSubnet('127.0.0.0', 8, 'ipv4');
OWN.addSubnet('169.254.0.0', 16, 'ipv4');
OWN.addAddress('::', 'ipv6');
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/** The host of a URL at the address that was looked at, so that nobody can change it in between. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** True for loopback, link-local and unspecified addresses, also where they are written as IPv6. */
export function isOwnAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isOwnAddress(mapped);
  const version = isIP(address);
  return version === 0 || OWN.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Where an `http:` or `https:` URL leads; a sentence where that may not be asked. `allowed` are hosts, with a port or without. */
export async function endpointOf(url: URL, allowed: ReadonlySet<string>): Promise<Endpoint | { readonly error: string }> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { error: `${url.protocol}// is not fetched, only https:// and http:// are` };
  if (url.username !== '' || url.password !== '') return { error: 'URLs with credentials in them are not fetched' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  let addresses: readonly { readonly address: string }[];
  try {
    addresses = await lookup(host, { all: true });
  } catch {
    return { error: `the host ${host} is not known` };
  }
  const isNamed = allowed.has(host) || allowed.has(`${host}:${port}`);
  if (!isNamed && addresses.some(({ address }) => isOwnAddress(address)))
    return {
      error: `${host} is this machine or its own network; --allow-host ${host} or plumbline.kustomize.allowedHosts permits it`,
    };
  const [first] = addresses;
  return first === undefined ? { error: `the host ${host} has no address` } : { host, port, address: first.address };
}
