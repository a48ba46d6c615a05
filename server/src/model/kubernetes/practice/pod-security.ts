/** The pod security standards, control by control, as Kubernetes' own admission (`policy/check_*.go`) reads pods. */
import { asMap, at, textOf, type Value } from '../../kustomize/build/values.ts';
import { BUILT, valuesAt } from '../links/reader.ts';
import type { Container, Pods } from './pods.ts';
import type { Practice } from './practices.ts';

/** Capabilities that the baseline lets a container add. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports'],
  ...['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl'],
  ...['net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
]);

const SELINUX_TYPES: ReadonlySet<string> = new Set([
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);

/** Volumes that the restricted standard allows; `hostPath` is the baseline's. */
const VOLUMES: ReadonlySet<string> = new Set([
  ...[
    'name',
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
  'hostPath',
]);

/** What the baseline refuses. */
export function* baseline({ spec, containers }: Pods): Generator<Practice> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const value = at(spec, field);
    if (value !== undefined && textOf(value) === 'true') yield { code: 'host-namespace', args: { field }, at: value };
  }
  for (const path of valuesAt<Value>(BUILT, spec, ['volumes', '*', 'hostPath'])) {
    const value = at(path, 'path') ?? path;
    yield { code: 'host-path', args: { path: textOf(value) }, at: value };
  }
  for (const name of valuesAt<Value>(BUILT, spec, ['securityContext', 'sysctls', '*', 'name']))
    if (!SAFE_SYSCTLS.has(textOf(name))) yield { code: 'unsafe-sysctl', args: { name: textOf(name) }, at: name };
  yield* unconfined(at(spec, 'securityContext'));
  for (const { body, name } of containers) {
    const context = at(body, 'securityContext');
    const isPrivileged = at(context, 'privileged');
    if (isPrivileged !== undefined && textOf(isPrivileged) === 'true')
      yield { code: 'privileged-container', args: { container: textOf(name) }, at: isPrivileged };
    for (const capability of valuesAt<Value>(BUILT, context, ['capabilities', 'add', '*']))
      if (!HARMLESS.has(textOf(capability)))
        yield { code: 'added-capability', args: { capability: textOf(capability), container: textOf(name) }, at: capability };
    for (const port of valuesAt<Value>(BUILT, body, ['ports', '*', 'hostPort']))
      if (textOf(port) !== '0') yield { code: 'host-port', args: { port: textOf(port), container: textOf(name) }, at: port };
    yield* unconfined(context);
  }
}

/** A process that SELinux, AppArmor, seccomp or the masks of /proc do not hold, or a Windows one that is the node's. */
function* unconfined(context: Value | undefined): Generator<Practice> {
  const told = function* (value: Value | undefined, isBad: (text: string) => boolean, what: string): Generator<Practice> {
    if (value?.kind === 'scalar' && isBad(textOf(value))) yield { code: 'unconfined', args: { what }, at: value };
  };
  const isUnconfined = (text: string): boolean => text === 'Unconfined';
  yield* told(at(context, 'seccompProfile', 'type'), isUnconfined, 'no seccomp profile');
  yield* told(at(context, 'appArmorProfile', 'type'), isUnconfined, 'no AppArmor profile');
  yield* told(at(context, 'procMount'), (text) => text !== 'Default' && text !== '', 'an unmasked /proc');
  yield* told(at(context, 'windowsOptions', 'hostProcess'), (text) => text === 'true', 'the rights of the node');
  yield* told(at(context, 'seLinuxOptions', 'type'), (text) => !SELINUX_TYPES.has(text), 'an SELinux type of its own');
  for (const field of ['user', 'role'])
    yield* told(at(context, 'seLinuxOptions', field), (text) => text !== '', `an SELinux ${field} of its own`);
}

/** What the restricted standard asks for beyond. */
export function* restricted(pods: Pods): Generator<Practice> {
  for (const volume of BUILT.items(at(pods.spec, 'volumes'))) {
    const kind = asMap(volume)?.keys.find((key) => !VOLUMES.has(key));
    const value = kind === undefined ? undefined : at(volume, 'name');
    if (kind !== undefined && value !== undefined)
      yield { code: 'unrestricted-volume', args: { kind, name: textOf(value) }, at: value };
  }
  const shared = at(pods.spec, 'securityContext');
  for (const container of pods.containers) yield* restrictedContainer(container, shared, pods.isWindows);
}

function* restrictedContainer({ body, name }: Container, shared: Value | undefined, isWindows: boolean): Generator<Practice> {
  const own = at(body, 'securityContext');
  const args = { container: textOf(name) };
  const user = at(own, 'runAsUser') ?? at(shared, 'runAsUser');
  const nonRoot = at(own, 'runAsNonRoot') ?? at(shared, 'runAsNonRoot');
  if (user !== undefined && textOf(user) === '0') yield { code: 'runs-as-root', args: { ...args, how: 'as user 0' }, at: user };
  else if (textOf(nonRoot) !== 'true')
    yield {
      code: 'runs-as-root',
      args: { ...args, how: 'as whatever user the image says, root among them' },
      at: nonRoot ?? name,
    };
  if (isWindows) return;
  const escalation = at(own, 'allowPrivilegeEscalation');
  if (textOf(escalation) !== 'false') yield { code: 'privilege-escalation', args, at: escalation ?? name };
  if (![...valuesAt<Value>(BUILT, own, ['capabilities', 'drop', '*'])].some((one) => textOf(one) === 'ALL'))
    yield { code: 'kept-capabilities', args, at: name };
  const seccomp = at(own, 'seccompProfile', 'type') ?? at(shared, 'seccompProfile', 'type');
  if (seccomp === undefined) yield { code: 'no-seccomp-profile', args, at: name };
}
