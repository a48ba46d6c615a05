/** What an Argo CD installation's ConfigMap says on comparing: differences that it ignores everywhere, and its tracking label. */
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { loaded } from '../kustomize/build/load.ts';
import { toJson } from '../kustomize/build/output.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { type IgnoreRule, ignoreRule } from './ignored.ts';
import { asObject, asText, fieldOf, type Json, type JsonObject } from './json.ts';

export interface ArgoSettings {
  readonly ignores: readonly IgnoreRule[];
  readonly instanceLabel?: string;
}

const PREFIX = 'resource.customizations.ignoreDifferences.';

/** The settings of `argocd-cm`'s data (docs/operator-manual/argocd-cm.yaml). */
export function argoSettings(data: JsonObject): ArgoSettings {
  const ignores: IgnoreRule[] = [];
  for (const [key, value] of Object.entries(data)) {
    const text = asText(value);
    if (text === undefined) continue;
    if (key.startsWith(PREFIX)) ignores.push(ruleOf(key.slice(PREFIX.length), '_', yamlJson(text)));
    if (key !== 'resource.customizations') continue;
    for (const [kind, one] of Object.entries(asObject(yamlJson(text)) ?? {})) {
      const rules = fieldOf(one, 'ignoreDifferences');
      if (rules !== undefined) ignores.push(ruleOf(kind, '/', typeof rules === 'string' ? yamlJson(rules) : rules));
    }
  }
  const label = asText(fieldOf(data, 'application.instanceLabelKey'));
  return { ignores, ...(label !== undefined && label !== '' && { instanceLabel: label }) };
}

/** `group_Kind` or `Kind`; `all` stands for every kind. */
function ruleOf(name: string, separator: string, rule: Json | undefined): IgnoreRule {
  if (name === 'all') return ignoreRule(rule ?? {}, { group: '*', kind: '*' });
  const cut = name.lastIndexOf(separator);
  return ignoreRule(rule ?? {}, { group: cut < 0 ? '' : name.slice(0, cut), kind: name.slice(cut + 1) });
}

function yamlJson(text: string): Json | undefined {
  const [document] = parseYaml(text).tree.documents;
  if (document?.root === undefined || document.problems.length > 0) return undefined;
  try {
    return toJson(loaded(document.root, { file: '', via: 'build' }));
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}
