/** The Kubernetes releases whose facts are kept: the latest patch release of each minor that the module proxy serves. */

/** Oldest first; the newest is what is assumed where nobody says which version a cluster runs. */
export const RELEASES = ['1.31.14', '1.32.13', '1.33.13', '1.34.7', '1.35.4', '1.36.3', '1.37.2'] as const;

/** 31 for 1.31: minors are what facts are kept by. */
export function minorOf(release: string): number {
  return Number(release.split('.')[1]);
}
