/** Which amounts and scopes a ResourceQuota can have together. */
import { asMapping, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { certainText, entriesOf } from '../values.ts';
import type { Seen } from './check.ts';
import { amounts } from './quantities.ts';

const PODS = ['pods'];
const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const COUNTED = [
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims'],
  ...['services.nodeports', 'services.loadbalancers'],
];
/** `standardQuotaResources`, as far as no scope that counts pods is for them. */
const OTHERS = [
  ...COUNTED.filter((name) => name !== 'pods'),
  ...['ephemeral-storage', 'requests.storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage'],
];

/** The scopes that count pods, with the amounts that they are not for. */
const SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['BestEffort', [...COMPUTE, ...OTHERS]],
  ...['NotBestEffort', 'Terminating', 'NotTerminating', 'PriorityClass', 'CrossNamespacePodAffinity'].map(
    (scope) => [scope, OTHERS] as const,
  ),
]);

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['BestEffort', 'NotBestEffort'],
  ['NotBestEffort', 'BestEffort'],
  ['Terminating', 'NotTerminating'],
  ['NotTerminating', 'Terminating'],
]);

/** `ValidateResourceQuotaSpec`. */
export function checkQuota(seen: Seen): void {
  const { mapping, path, add } = seen;
  for (const { name, text, value, node } of amounts(entry(mapping, 'hard')?.value).values())
    if (COUNTED.includes(name) && !Number.isInteger(value))
      add({
        what: 'invalid-value',
        at: node.id,
        path: `${path}.hard.${name}`,
        text,
        format: 'other',
        problem: 'must be a whole number',
      });
  checkScopes(seen, items(entry(mapping, 'scopes')?.value), `${path}.scopes`);
  const selected = items(at(mapping, 'scopeSelector', 'matchExpressions'));
  const names = selected.flatMap((one) => entry(one, 'scopeName')?.value ?? []);
  checkScopes(seen, names, `${path}.scopeSelector.matchExpressions[].scopeName`);
  for (const one of selected) {
    const scope = asMapping(one) === undefined ? undefined : certainText(one, 'scopeName');
    const operator = entry(one, 'operator')?.value;
    if (scope === undefined || scope === 'PriorityClass' || !SCOPES.has(scope)) continue;
    if (operator !== undefined && /^(?:In|NotIn|DoesNotExist)$/.test(textOf(operator) ?? ''))
      add({
        what: 'conflicting-fields',
        at: operator.id,
        path: `${path}.scopeSelector.matchExpressions[].operator`,
        problem: `must be "Exists" while scopeName is "${scope}"`,
        hinges: [{ node: operator.id }],
      });
  }
}

function checkScopes({ mapping, add }: Seen, scopes: readonly Node[], path: string): void {
  const hard = asMapping(entry(mapping, 'hard')?.value);
  const amounts = hard === undefined ? [] : entriesOf(hard).flatMap(({ key }) => (key.kind === 'scalar' ? key.value : []));
  const before = new Set<string>();
  for (const node of scopes) {
    const scope = textOf(node) ?? '';
    const opposite = OPPOSITES.get(scope);
    const foreign = SCOPES.get(scope)?.find((name) => amounts.includes(name));
    const hinges = [{ node: node.id }];
    if (opposite !== undefined && before.has(opposite))
      add({ what: 'conflicting-fields', at: node.id, path, problem: `cannot be "${scope}" beside "${opposite}"`, hinges });
    else if (foreign !== undefined) {
      const only = scope === 'BestEffort' ? PODS : [...PODS, ...COMPUTE];
      const problem = `cannot be "${scope}" with an amount of ${foreign}: it is for ${only.join(', ')}`;
      add({ what: 'conflicting-fields', at: node.id, path, problem, hinges });
    }
    before.add(scope);
  }
}
