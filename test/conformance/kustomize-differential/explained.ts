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
];
