/** Which release of Kustomize a build follows, where releases differ: `docs/kustomize-versions.md` has the table. */

/** Minor releases; the last patch release of each is meant. `next` is 5.8.2 and later. */
export const EDITIONS = ['5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '5.6', '5.7', '5.8', 'next'] as const;
export type Edition = (typeof EDITIONS)[number];

/** What is followed where nobody says otherwise: what Argo CD, Flux and people have or are about to have. */
export const USUAL: Edition = '5.8';

export function isBefore(edition: Edition, other: Edition): boolean {
  return EDITIONS.indexOf(edition) < EDITIONS.indexOf(other);
}

/** The edition of a version as people write it, such as `5.4`, `v5.4.3` or `5.8.2`; undefined for what is not known here. */
export function editionNamed(version: string): Edition | undefined {
  const [, minor, patch = ''] = /^v?5\.(\d)(?:\.(\d+))?$/.exec(version) ?? [];
  if (minor === undefined) return undefined;
  if (minor === '8' && Number(patch) > 1) return 'next';
  return EDITIONS.find((edition) => edition === `5.${minor}`);
}
