/** The page on which a host lets a person open a pull request by hand; for hosts whose API is not spoken. */

export function comparePage(webHost: string, repository: string, target: string, branch: string): string | undefined {
  if (webHost === '') return undefined;
  const path = repository.split('/').map(encodeURIComponent).join('/');
  const [to, from] = [encodeURIComponent(target), encodeURIComponent(branch)];
  const site = `https://${webHost}/${path}`;
  const host = webHost.replace(/:[0-9]+$/, '');
  if (host === 'bitbucket.org') return `${site}/pull-requests/new?source=${from}&dest=${to}`;
  if (isGitlab(host))
    return `${site}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${from}&merge_request%5Btarget_branch%5D=${to}`;
  if (host === 'dev.azure.com') return `${site}/pullrequestcreate?sourceRef=${from}&targetRef=${to}`;
  // GitHub, Gitea and Forgejo agree.
  return `${site}/compare/${branchPath(target)}...${branchPath(branch)}`;
}

/** Self-hosted ones have the product's name in theirs most of the time. */
export function isGitlab(host: string): boolean {
  return /(?:^|[.-])gitlab[.-]/.test(host);
}

function branchPath(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}
