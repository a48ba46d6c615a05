/** Which hosting service a remote belongs to: those that everybody knows, those with the product in their name, those that settings tell. */

export const SOFTWARE = ['github', 'gitlab', 'gitea', 'bitbucket', 'bitbucket-server', 'azure'] as const;

export type Software = (typeof SOFTWARE)[number];

/** What is read of a remote's URL. */
export interface RemoteAddress {
  /** Without port; '' for a directory of this machine. */
  readonly host: string;
  /** With the port that its web pages have, where the URL says one. */
  readonly webHost: string;
  readonly path: string;
  readonly scheme: string;
}

/** A repository at its host. */
export interface Site {
  /** Undefined where nothing tells; most of those are Gitea, Forgejo or GitHub Enterprise, whose pages are alike. */
  readonly software: Software | undefined;
  /** `https://host`, with the port and the path that the setting says; no slash at its end. */
  readonly url: string;
  /** The host as people name it, and as their token is kept by. */
  readonly name: string;
  /** `owner/name`, or what stands for it at this host. */
  readonly repository: string;
}

const KNOWN: ReadonlyMap<string, Software> = new Map([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['codeberg.org', 'gitea'],
  ['gitea.com', 'gitea'],
  ['bitbucket.org', 'bitbucket'],
  ['dev.azure.com', 'azure'],
]);

/** Undefined for a directory. `hosts` is the setting: a host, or the address of its pages, to its software. */
export function siteOf(remote: RemoteAddress, hosts: Readonly<Record<string, unknown>> = {}): Site | undefined {
  const { host, webHost, path } = remote;
  if (webHost === '') return undefined;
  const azure = azureOf(remote);
  if (azure !== undefined) return azure;
  for (const [key, value] of Object.entries(hosts)) {
    const software = SOFTWARE.find((one) => one === value);
    const site = software === undefined ? undefined : addressOf(key);
    if (site === undefined || !isAt(remote, site)) continue;
    const prefix = site.pathname.replace(/\/+$/, '').slice(1);
    const repository = prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path;
    return { software, url: site.origin + (prefix === '' ? '' : `/${prefix}`), name: site.host, repository };
  }
  const software = KNOWN.get(host) ?? (host.endsWith('.ghe.com') ? 'github' : named(host));
  return { software, url: `https://${webHost}`, name: webHost, repository: path };
}

/** Self-hosted ones have the product's name in theirs most of the time. */
function named(host: string): Software | undefined {
  if (/(?:^|[.-])gitlab[.-]/.test(host)) return 'gitlab';
  return /(?:^|[.-])(?:gitea|forgejo)[.-]/.test(host) ? 'gitea' : undefined;
}

function addressOf(key: string): URL | undefined {
  const text = /^https?:\/\//.test(key) ? key : `https://${key}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Remotes over SSH say nothing of the port that the pages have. */
function isAt({ host, webHost, scheme }: RemoteAddress, site: URL): boolean {
  return scheme === 'https' || scheme === 'http' ? webHost === site.host : host === site.hostname;
}

/** Azure DevOps has three forms of addresses for one page: by SSH, by organisation, and of old. */
function azureOf({ host, path }: RemoteAddress): Site | undefined {
  const parts = path.split('/');
  const site = (organisation: string, project: string, name: string): Site => ({
    software: 'azure',
    url: 'https://dev.azure.com',
    name: 'dev.azure.com',
    repository: `${organisation}/${project}/_git/${name}`,
  });
  if (host === 'ssh.dev.azure.com' || host === 'vs-ssh.visualstudio.com') {
    const [version, organisation = '', project = '', name = ''] = parts;
    return version === 'v3' && name !== '' ? site(organisation, project, name) : undefined;
  }
  if (!host.endsWith('.visualstudio.com')) return undefined;
  const git = parts.indexOf('_git');
  const name = parts[git + 1];
  return git < 0 || name === undefined
    ? undefined
    : site(host.slice(0, -'.visualstudio.com'.length), parts[git - 1] ?? name, name);
}
