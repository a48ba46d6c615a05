/** The tools of the trade that Plumbline knows; adding one is adding a folder here and a line to this list. */
import { argocd } from './argocd/domain.ts';
import { codeowners } from './codeowners/domain.ts';
import type { Domain } from './facts.ts';
import { flux } from './flux/domain.ts';
import { kubernetes } from './kubernetes/domain.ts';
import { kustomize } from './kustomize/domain.ts';
import { terraform } from './terraform/domain.ts';

export const DOMAINS: readonly Domain[] = [kubernetes, kustomize, argocd, flux, codeowners, terraform];
