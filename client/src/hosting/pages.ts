/** The page on which a host lets a person open a pull request by hand; for hosts whose API is not spoken. */
import type { Site } from './sites.ts';

export function comparePage({ software, url, repository }: Site, target: string, branch: string): string {
  const path = repository.split('/').map(encoded).join('/');
  const [to, from] = [encodeURIComponent(target), encodeURIComponent(branch)];
  const page = `${url}/${path}`;
  switch (software) {
    case 'bitbucket':
      return `${page}/pull-requests/new?source=${from}&dest=${to}`;
    case 'bitbucket-server': {
      // Its own addresses have the project apart; `~user` is the project of a person.
      const [project = '', name = ''] = repository.split('/').slice(-2);
      const place = project.startsWith('~')
        ? `users/${encodeURIComponent(project.slice(1))}`
        : `projects/${encodeURIComponent(project)}`;
      return `${url}/${place}/repos/${encodeURIComponent(name)}/pull-requests?create&sourceBranch=refs%2Fheads%2F${from}&targetBranch=refs%2Fheads%2F${to}`;
    }
    case 'gitlab':
      return `${page}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${from}&merge_request%5Btarget_branch%5D=${to}`;
    case 'azure':
      return `${page}/pullrequestcreate?sourceRef=${from}&targetRef=${to}`;
    default:
      // GitHub, Gitea and Forgejo agree.
      return `${page}/compare/${branchPath(target)}...${branchPath(branch)}`;
  }
}

function branchPath(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}

/** A part of an address that may be encoded already: the remote's URL is written as addresses are. */
function encoded(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
}
