/** Which environment a path belongs to, by the words that directories of environments are named with. */

const EXACT: ReadonlySet<string> = new Set([
  ...['production', 'prod', 'prd', 'live', 'preproduction', 'preprod', 'pre-prod', 'staging', 'stage', 'stg', 'uat', 'qa'],
  ...['acceptance', 'integration', 'testing', 'test', 'development', 'dev', 'sandbox', 'preview', 'lab', 'homelab'],
]);

/** Words that stand for an environment also beside others, as in `prod-eu` and `cluster-staging`. */
const PART: ReadonlySet<string> = new Set(['production', 'prod', 'prd', 'preprod', 'staging', 'stage', 'stg', 'uat']);

/** The outermost part of a relative path that names an environment, as it is written; undefined where none does. */
export function environmentOf(path: string): string | undefined {
  const parts = path.split('/');
  return (
    parts.find((part) => EXACT.has(part.toLowerCase())) ??
    parts.find((part) =>
      part
        .toLowerCase()
        .split(/[-_.]/)
        .some((word) => PART.has(word)),
    )
  );
}
