/** Which open documents concern the server: what the trade writes in, on a disk that the server can read. */
import type { DocumentSelector } from 'vscode-languageclient/node';

/** By pattern and not only by language, because other extensions give manifests ids of their own. */
export const DOCUMENTS = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', language: 'codeowners' },
  { scheme: 'file', pattern: '**/*.{yaml,yml}' },
  { scheme: 'file', pattern: '**/*.{json,jsonc,json5}' },
  { scheme: 'file', pattern: '**/*.{tf,tofu,tfvars}' },
  { scheme: 'file', pattern: '**/{CODEOWNERS,.terraform.lock.hcl,.renovaterc,Kustomization}' },
] as const satisfies DocumentSelector;
