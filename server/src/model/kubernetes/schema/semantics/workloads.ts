/** What Deployments, StatefulSets, DaemonSets, Jobs and autoscalers say in several fields at once. */
import { asMapping, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import { certainNumber, certainText, isFilledIn, isPresent, isWritten } from '../values.ts';
import { below, type Seen } from './check.ts';

/** Pods that a controller replaces run for good. */
export function checkLastingPods({ mapping, path, add }: Seen): void {
  const spec = at(mapping, 'template', 'spec');
  const policy = entry(spec, 'restartPolicy')?.value;
  const text = textOf(policy);
  if (policy !== undefined && (text === 'OnFailure' || text === 'Never'))
    add({
      what: 'unknown-value',
      at: policy.id,
      path: `${path}.template.spec.restartPolicy`,
      text,
      known: ['Always'],
      hinges: [{ node: policy.id }],
    });
  const deadline = entry(spec, 'activeDeadlineSeconds');
  if (deadline !== undefined && isWritten(deadline.value))
    add({
      what: 'conflicting-fields',
      at: deadline.key.id,
      path: `${path}.template.spec.activeDeadlineSeconds`,
      problem: 'goes with pods of Jobs only',
      hinges: [{ node: deadline.value.id }],
    });
}

/** `ValidateDeploymentSpec` and `ValidateRollingUpdateDeployment`. */
export function checkDeployment({ mapping, path, add }: Seen): void {
  const ready = certainNumber(mapping, 'minReadySeconds') ?? (certainText(mapping, 'minReadySeconds') === '' ? 0 : undefined);
  const written = certainText(mapping, 'progressDeadlineSeconds');
  const deadline = written === '' ? DEFAULT_DEADLINE : certainNumber(mapping, 'progressDeadlineSeconds');
  const node = entry(mapping, written === '' ? 'minReadySeconds' : 'progressDeadlineSeconds')?.value;
  if (ready !== undefined && deadline !== undefined && node !== undefined && deadline <= ready)
    add({
      what: 'conflicting-fields',
      at: node.id,
      path: below(path, written === '' ? 'minReadySeconds' : 'progressDeadlineSeconds'),
      problem:
        written === ''
          ? `must be less than progressDeadlineSeconds, which is ${DEFAULT_DEADLINE} where it is not set`
          : `must be more than minReadySeconds, which is ${ready}`,
      hinges: [{ node: node.id }],
    });
  checkNoneMoves({ mapping, path, add }, 'strategy');
}

const DEFAULT_DEADLINE = 600;

/** `validateRollingUpdateDaemonSet`: one of both is zero and the other is not. */
export function checkDaemonSet({ mapping, path, add }: Seen): void {
  const update = at(mapping, 'updateStrategy', 'rollingUpdate');
  const surge = entry(update, 'maxSurge')?.value;
  const unavailable = entry(update, 'maxUnavailable')?.value;
  // One pod may be unavailable where nothing else is said.
  if (surge !== undefined && isSome(surge) && (unavailable === undefined || isSome(unavailable)))
    add({
      what: 'conflicting-fields',
      at: surge.id,
      path: `${path}.updateStrategy.rollingUpdate.maxSurge`,
      problem: `cannot be set while maxUnavailable is ${textOf(unavailable) ?? 1}: one of both is 0`,
      hinges: [{ node: surge.id }, ...(unavailable === undefined ? [] : [{ node: unavailable.id }])],
    });
  // Where only maxSurge is written, the server takes one pod to be unavailable, and zero where maxSurge is set.
  checkNoneMoves({ mapping, path, add }, 'updateStrategy');
}

function checkNoneMoves({ mapping, path, add }: Pick<Seen, 'mapping' | 'path' | 'add'>, strategy: string): void {
  const update = at(mapping, strategy, 'rollingUpdate');
  const surge = entry(update, 'maxSurge')?.value;
  const unavailable = entry(update, 'maxUnavailable')?.value;
  if (unavailable === undefined || !isZero(unavailable)) return;
  if (surge === undefined ? strategy !== 'updateStrategy' : !isZero(surge)) return;
  add({
    what: 'conflicting-fields',
    at: unavailable.id,
    path: `${path}.${strategy}.rollingUpdate.maxUnavailable`,
    problem: 'cannot be 0 while maxSurge is: no pod could ever be replaced',
    hinges: [{ node: unavailable.id }, ...(surge === undefined ? [] : [{ node: surge.id }])],
  });
}

function isZero(node: Node): boolean {
  return /^0+%?$/.test(textOf(node) ?? '');
}

function isSome(node: Node): boolean {
  return /^[0-9]*[1-9][0-9]*%?$/.test(textOf(node) ?? '');
}

/** `validateJobSpec`: pods of Jobs run to their end. */
export function checkJob({ mapping, path, add }: Seen): void {
  const template = entry(mapping, 'template');
  const spec = asMapping(at(mapping, 'template', 'spec'));
  if (template === undefined || spec === undefined) return;
  const policy = entry(spec, 'restartPolicy');
  const text = certainText(spec, 'restartPolicy');
  const specPath = `${path}.template.spec`;
  if (text === '')
    add({
      what: 'missing-field',
      at: (policy ?? entry(template.value, 'spec') ?? template).key.id,
      mapping: spec.id,
      field: 'restartPolicy',
      path: specPath,
      because: 'its pods are those of a Job, "OnFailure" or "Never"',
    });
  else if (text === 'Always' && policy !== undefined)
    add({
      what: 'unknown-value',
      at: policy.value.id,
      path: `${specPath}.restartPolicy`,
      text,
      known: ['OnFailure', 'Never'],
      hinges: [{ node: policy.value.id }],
    });
  else if (text === 'OnFailure' && policy !== undefined && isWritten(entry(mapping, 'podFailurePolicy')?.value))
    add({
      what: 'conflicting-fields',
      at: policy.value.id,
      path: `${specPath}.restartPolicy`,
      problem: 'must be "Never" while there is a podFailurePolicy',
      hinges: [{ node: policy.value.id }],
    });
  checkOwnSelector({ mapping, path, add });
  checkFailures({ mapping, path, add }, spec);
  checkIndexes({ mapping, path, add });
}

/** A Job finds a selector for itself, unless it says that it brings one. */
function checkOwnSelector({ mapping, path, add }: Pick<Seen, 'mapping' | 'path' | 'add'>): void {
  const selector = entry(mapping, 'selector');
  const manual = entry(mapping, 'manualSelector');
  const isManual = manual !== undefined && textOf(manual.value) === 'true';
  if (
    selector !== undefined &&
    isPresent(selector.value) &&
    !isManual &&
    (manual === undefined || textOf(manual.value) === 'false')
  )
    add({
      what: 'conflicting-fields',
      at: selector.key.id,
      path: below(path, 'selector'),
      problem: 'is made by the server; it can be written with manualSelector: true only',
      hinges: [
        { mapping: mapping.id, field: 'selector', isThere: true },
        ...(manual === undefined
          ? [{ mapping: mapping.id, field: 'manualSelector', isThere: false }]
          : [{ node: manual.value.id }]),
      ],
    });
  if (isManual && !isWritten(selector?.value))
    add({
      what: 'missing-field',
      at: manual.key.id,
      mapping: mapping.id,
      field: 'selector',
      path,
      because: 'manualSelector is true',
      hinges: [{ node: manual.value.id }, { mapping: mapping.id, field: 'selector', isThere: false }],
    });
  const replaced = entry(mapping, 'podReplacementPolicy')?.value;
  if (
    replaced !== undefined &&
    textOf(replaced) === 'TerminatingOrFailed' &&
    isWritten(entry(mapping, 'podFailurePolicy')?.value)
  )
    add({
      what: 'conflicting-fields',
      at: replaced.id,
      path: below(path, 'podReplacementPolicy'),
      problem: 'must be "Failed" while there is a podFailurePolicy',
      hinges: [{ node: replaced.id }],
    });
}

function checkIndexes({ mapping, path, add }: Pick<Seen, 'mapping' | 'path' | 'add'>): void {
  const completions = certainNumber(mapping, 'completions');
  const failed = certainNumber(mapping, 'maxFailedIndexes');
  const node = entry(mapping, 'maxFailedIndexes')?.value;
  if (node !== undefined && completions !== undefined && failed !== undefined && failed > completions)
    add({
      what: 'conflicting-fields',
      at: node.id,
      path: below(path, 'maxFailedIndexes'),
      problem: `must not be more than completions, which is ${completions}`,
      hinges: [{ node: node.id }],
    });
}

function checkFailures({ mapping, path, add }: Pick<Seen, 'mapping' | 'path' | 'add'>, spec: Mapping): void {
  const names = ['containers', 'initContainers'].flatMap((list) =>
    items(entry(spec, list)?.value).map((one) => (asMapping(one) === undefined ? undefined : certainText(one, 'name'))),
  );
  const isKnown = names.every((name) => name !== undefined);
  for (const rule of items(at(mapping, 'podFailurePolicy', 'rules'))) {
    const codes = entry(rule, 'onExitCodes')?.value;
    const codesPath = `${path}.podFailurePolicy.rules[].onExitCodes`;
    const container = entry(codes, 'containerName')?.value;
    const name = textOf(container);
    if (isKnown && container !== undefined && name !== undefined && !isFilledIn(name) && !names.includes(name))
      add({
        what: 'dangling-name',
        at: container.id,
        path: `${codesPath}.containerName`,
        text: name,
        wanted: 'container',
        known: names,
        hinges: [{ node: container.id }],
      });
    const action = entry(rule, 'action')?.value;
    if (action !== undefined && textOf(action) === 'FailIndex' && !isWritten(entry(mapping, 'backoffLimitPerIndex')?.value))
      add({
        what: 'conflicting-fields',
        at: action.id,
        path: `${path}.podFailurePolicy.rules[].action`,
        problem: 'can be "FailIndex" with a backoffLimitPerIndex only',
        hinges: [{ node: action.id }, { mapping: mapping.id, field: 'backoffLimitPerIndex', isThere: false }],
      });
    checkCodes({ add }, codes, codesPath);
  }
}

function checkCodes({ add }: Pick<Seen, 'add'>, codes: Node | undefined, path: string): void {
  const isIn = textOf(entry(codes, 'operator')?.value) === 'In';
  const seen = new Map<number, number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const one of items(entry(codes, 'values')?.value)) {
    const text = textOf(one) ?? '0';
    if (!/^-?[0-9]{1,9}$/.test(text)) return;
    const code = Number(text);
    const first = seen.get(code);
    const base = { at: one.id, path: `${path}.values` };
    if (first !== undefined) add({ what: 'duplicate-entry', ...base, first, text, isRefused: true, hinges: [{ node: one.id }] });
    else if (isIn && code === 0)
      add({ what: 'conflicting-fields', ...base, problem: 'cannot hold 0 with the operator "In": it is no failure' });
    else if (code < last) add({ what: 'conflicting-fields', ...base, problem: 'must go from the smallest to the largest' });
    seen.set(code, one.id);
    last = Math.max(last, code);
  }
}

/** `validateHorizontalPodAutoscalerSpec`. */
export function checkAutoscaler({ mapping, path, add }: Seen): void {
  const least = certainNumber(mapping, 'minReplicas');
  const most = certainNumber(mapping, 'maxReplicas');
  const node = entry(mapping, 'maxReplicas')?.value;
  const other = entry(mapping, 'minReplicas')?.value;
  if (least === undefined || most === undefined || node === undefined || other === undefined || most < 1 || least <= most) return;
  const hinges: Hinge[] = [{ node: node.id }, { node: other.id }];
  const problem = `cannot be less than minReplicas, which is ${least}`;
  add({ what: 'conflicting-fields', at: node.id, path: below(path, 'maxReplicas'), problem, hinges });
}

/** What each source of metrics may be held against (`validateResourceSource` and its neighbours). */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  ContainerResourceMetricSource: ['averageUtilization', 'averageValue'],
  ExternalMetricSource: ['value', 'averageValue'],
  ObjectMetricSource: ['value', 'averageValue'],
  PodsMetricSource: ['averageValue'],
  ResourceMetricSource: ['averageUtilization', 'averageValue'],
};

export function checkMetric({ mapping, shape, path, add }: Seen): void {
  const target = entry(mapping, 'target');
  const found = asMapping(target?.value);
  const fields = TARGETS[shape.name.slice(shape.name.indexOf('.') + 1)] ?? [];
  if (target === undefined || found === undefined) return;
  const there = fields.filter((name) => isWritten(entry(found, name)?.value));
  const hinges = fields.map((field): Hinge => ({ mapping: found.id, field, isThere: false }));
  if (there.length === 0)
    add({
      what: 'missing-field',
      at: (fields.map((name) => entry(found, name)).find((one) => one !== undefined) ?? target).key.id,
      mapping: found.id,
      field: fields.join(', '),
      path: below(path, 'target'),
      hinges,
    });
  const second = entry(found, there[1] ?? '');
  if (second !== undefined && fields.includes('averageUtilization'))
    add({
      what: 'conflicting-fields',
      at: second.key.id,
      path: below(path, `target.${there[1]}`),
      problem: `cannot stand beside "${there[0]}": there is one of them at most`,
      hinges: there.map((field) => ({ mapping: found.id, field, isThere: true })),
    });
}
