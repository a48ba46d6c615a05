/** What single containers may not ask for: probes, life-cycle hooks, ports, mounts and rights that go ill together. */
import { asMapping, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import { certainNumber, certainText, isFilledIn, isWritten } from '../values.ts';
import { below, type Seen } from './check.ts';

export function checkContainer(seen: Seen): void {
  const { mapping, path, add } = seen;
  const image = entry(mapping, 'image')?.value;
  const text = textOf(image);
  if (image !== undefined && text !== undefined && text !== text.trim())
    add({
      what: 'invalid-value',
      at: image.id,
      path: below(path, 'image'),
      text,
      format: 'other',
      problem: 'must not start or end with a blank',
      hinges: [{ node: image.id }],
    });
  checkProbes(seen);
  if (path.endsWith('initContainers[]')) checkInitContainer(seen);
  checkPortNames(seen);
  checkRights(seen);
  for (const mount of items(entry(mapping, 'volumeMounts')?.value)) checkMount(seen, mount);
}

/** Only a probe of readiness may ask for more than one success, and only the others may end a container in their own time. */
function checkProbes({ mapping, path, add }: Seen): void {
  for (const name of ['livenessProbe', 'startupProbe']) {
    const node = entry(entry(mapping, name)?.value, 'successThreshold')?.value;
    const count = certainNumber(entry(mapping, name)?.value, 'successThreshold');
    if (node !== undefined && count !== undefined && count > 1)
      add({
        what: 'conflicting-fields',
        at: node.id,
        path: `${path}.${name}.successThreshold`,
        problem: 'must be 1: only a readinessProbe may ask for more',
        hinges: [{ node: node.id }],
      });
  }
  const grace = entry(entry(mapping, 'readinessProbe')?.value, 'terminationGracePeriodSeconds');
  if (grace !== undefined && isWritten(grace.value))
    add({
      what: 'conflicting-fields',
      at: grace.key.id,
      path: `${path}.readinessProbe.terminationGracePeriodSeconds`,
      problem: 'has no meaning there, since a readinessProbe ends no container',
      hinges: [{ node: grace.value.id }],
    });
}

/** Init containers run to their end before the others start, unless they are sidecars. */
function checkInitContainer({ mapping, path, add }: Seen): void {
  const policy = certainText(mapping, 'restartPolicy');
  if (policy === undefined || policy === 'Always') return;
  for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
    const found = entry(mapping, name);
    if (found === undefined || !isWritten(found.value)) continue;
    add({
      what: 'conflicting-fields',
      at: found.key.id,
      path: below(path, name),
      problem: 'goes with restartPolicy "Always" only, in an init container',
      hinges: [
        { mapping: mapping.id, field: name, isThere: true },
        policy === ''
          ? { mapping: mapping.id, field: 'restartPolicy', isThere: false }
          : { node: entry(mapping, 'restartPolicy')?.value.id ?? 0 },
      ],
    });
  }
}

function checkPortNames({ mapping, path, add }: Seen): void {
  const seen = new Map<string, Node>();
  for (const port of items(entry(mapping, 'ports')?.value)) {
    const node = entry(port, 'name')?.value;
    const text = textOf(node);
    if (node === undefined || text === undefined || text === '' || isFilledIn(text)) continue;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, node);
    else
      add({
        what: 'duplicate-entry',
        at: node.id,
        first: first.id,
        path: `${path}.ports`,
        text,
        isRefused: true,
        hinges: [{ node: node.id }, { node: first.id }],
      });
  }
}

/** `ValidateSecurityContext`. */
function checkRights({ mapping, path, add }: Seen): void {
  const context = entry(mapping, 'securityContext')?.value;
  const escalation = entry(context, 'allowPrivilegeEscalation')?.value;
  if (escalation === undefined || textOf(escalation) !== 'false') return;
  const at = `${path}.securityContext.allowPrivilegeEscalation`;
  const tell = (other: Node, said: string): void => {
    const hinges: Hinge[] = [{ node: escalation.id }, { node: other.id }];
    add({ what: 'conflicting-fields', at: escalation.id, path: at, problem: `cannot be false ${said}`, hinges });
  };
  const privileged = entry(context, 'privileged')?.value;
  if (privileged !== undefined && textOf(privileged) === 'true') tell(privileged, 'while privileged is true');
  for (const one of items(entry(entry(context, 'capabilities')?.value, 'add')?.value))
    if (textOf(one) === 'CAP_SYS_ADMIN') tell(one, 'while the capability CAP_SYS_ADMIN is added');
}

/** `ValidateVolumeMounts`. */
function checkMount({ mapping, path, add }: Seen, mount: Node): void {
  const found = asMapping(mount);
  if (found === undefined) return;
  const propagation = entry(found, 'mountPropagation')?.value;
  const privileged = certainText(entry(mapping, 'securityContext')?.value, 'privileged');
  if (propagation !== undefined && textOf(propagation) === 'Bidirectional' && privileged !== undefined && privileged !== 'true')
    add({
      what: 'conflicting-fields',
      at: propagation.id,
      path: `${path}.volumeMounts[].mountPropagation`,
      problem: 'can be "Bidirectional" in privileged containers only',
      hinges: [{ node: propagation.id }],
    });
}
