/** Whether a workload that runs several pods keeps some of them when a node goes. */
import { asMap, at, isNullOrEmpty, textOf } from '../../kustomize/build/values.ts';
import { scopesMeet } from '../../spaces.ts';
import { type Member, ofKind, type Unit } from '../links/unit.ts';
import type { Practice } from './practices.ts';

const SEVERAL: ReadonlySet<string> = new Set(['apps/Deployment', 'apps/StatefulSet', 'argoproj.io/Rollout']);

export function* availability(unit: Unit): Generator<Practice> {
  for (const member of unit.members) {
    if (!SEVERAL.has(`${member.group}/${member.kind}`) || replicasOf(unit, member) < 2) continue;
    const name = at(member.body, 'metadata', 'name');
    if (name === undefined) continue;
    const args = { owner: `${member.kind} "${member.name}"` };
    const spec = at(member.body, 'spec', 'template', 'spec');
    if (!hasBudget(unit, member)) yield { code: 'no-disruption-budget', args, at: name };
    if (isNullOrEmpty(at(spec, 'affinity', 'podAntiAffinity')) && isNullOrEmpty(at(spec, 'topologySpreadConstraints')))
      yield { code: 'no-spread', args, at: name };
  }
}

const SCALERS = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

/** As written, or the least that an autoscaler leaves. */
function replicasOf(unit: Unit, { kind, name, scope, body }: Member): number {
  const scaler = SCALERS.flatMap((one) => ofKind(unit, one)).find((one) => {
    const target = at(one.body, 'spec', 'scaleTargetRef');
    const isSame = textOf(at(target, 'name')) === name && (textOf(at(target, 'kind')) || 'Deployment') === kind;
    return isSame && scopesMeet(one.scope, scope);
  });
  const least = at(scaler?.body, 'spec', 'minReplicas') ?? at(scaler?.body, 'spec', 'minReplicaCount');
  return Number(textOf(scaler === undefined ? at(body, 'spec', 'replicas') : least) || '1');
}

function hasBudget(unit: Unit, { scope, body }: Member): boolean {
  const labels = asMap(at(body, 'spec', 'template', 'metadata', 'labels'));
  return ofKind(unit, 'policy/PodDisruptionBudget').some((one) => {
    if (!scopesMeet(one.scope, scope)) return false;
    const selector = at(one.body, 'spec', 'selector');
    // By expressions it may select anything.
    if (!isNullOrEmpty(at(selector, 'matchExpressions'))) return true;
    const wanted = asMap(at(selector, 'matchLabels'));
    return wanted?.keys.every((key, i) => textOf(labels?.get(key)) === textOf(wanted.values[i])) ?? true;
  });
}
