/** Requests on promoting versions from one environment to another: method names and types, nothing that runs. */

/** Asks between which environments something could be promoted; no parameters. */
export const PROMOTION_STEPS = 'plumbline/promotionSteps';

export interface PromotionStep {
  readonly from: string;
  readonly to: string;
}

/** Asks what differs, and can be the same by changing one line that nothing else shares. */
export const PROMOTABLE = 'plumbline/promotable';

export interface PromotableResult {
  readonly found: readonly PromotableVersion[];
  /** How many differences stand on lines that others share. */
  readonly unsafe: number;
  /** Directories that do not build. */
  readonly failing: readonly string[];
  /** How many directories and files were not looked at: the limit was reached before them. */
  readonly unseen: number;
}

export interface PromotableVersion {
  /** `apps/production/web/kustomization.yaml:8`, which names it in {@link PROMOTE}. */
  readonly place: string;
  /** The directory or file that it is deployed from. */
  readonly part: string;
  /** `web 1.4.2 → 1.4.3`. */
  readonly title: string;
  /** The objects that have it. */
  readonly objects: string;
  /** Why it may not be meant: it is not chosen unless a person does. */
  readonly doubt?: string;
}

/** Has the editor apply the chosen ones, as one edit that can be undone. */
export const PROMOTE = 'plumbline/promote';

export interface PromoteParams extends PromotionStep {
  readonly places: readonly string[];
}

/** The URIs of the files that were changed. */
export type PromoteResult = { readonly refused: string } | { readonly files: readonly string[] };
