/** A container without the confinement that it has by default. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unconfined',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A pod or container turns off seccomp, AppArmor or the masks of /proc, sets SELinux options of its own, or is a host process.',
    why: 'What keeps a container that is broken into from its node is gone.',
    covers: [
      'pod-security-standards:seccomp',
      'pod-security-standards:apparmor',
      'pod-security-standards:selinux',
      'pod-security-standards:proc-mount',
      'kube-linter:unsafe-proc-mount',
      'polaris:hostProcess',
    ],
  },
  messages: { told: 'This gives the container {what}, which the baseline pod security standard does not allow' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'unconfined')) yield { message: 'told', args, at };
  },
});
