/** Differences from Kustomize in random trees that are known and open, each with its reason; any other fails the run. */

export interface Explained {
  readonly line: RegExp;
  readonly why: string;
}

export const EXPLAINED: readonly Explained[] = [
  {
    line: /\/targetPort: Kustomize 9090, Plumbline "9090"$/,
    why: 'A number that a patch writes over a quoted text loses the quotes in Kustomize where the list is merged by two keys and the item moves; Plumbline keeps them. Seed 1009 shows it.',
  },
  {
    line: /^builds \d+ objects, Kustomize fails: (?:.*: )?yaml: (?:line \d+: did not find expected ',' or '\}'$|invalid map key: (?:\[\]interface|map\[string\]interface) ?)/,
    why: 'Kustomize prints each object to read it again, and what stands in a flow mapping (such as an object from JSON) it prints on one line: where a patch adds a field to it in which a comment stands between a key and its list or map, the comma and the comment come out before the value, and Kustomize cannot read its own text. Builds here know of no comments, so that typing one wakes none. Seed 542067161 shows it.',
  },
];
