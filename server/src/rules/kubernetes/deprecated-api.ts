/** An API version that Kubernetes will remove. */
import { outdatedObjects } from '../../model/kubernetes/schema/lifecycle.ts';
import { defineRule } from '../rule.ts';
import { argsOf, migration } from './removed-api.ts';

export default defineRule({
  id: 'kubernetes/deprecated-api',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'An object has an API version that Kubernetes has deprecated.',
    why: 'A later release removes it, and from then on the object is refused.',
    limits: 'Held against the version under `kubernetes` in .plumbline.yaml, else against the newest that is known.',
    covers: ['pluto:deprecated-in', 'kube-no-trouble:deprecated'],
  },
  messages: {
    replaced: 'Kubernetes 1.{deprecated} has deprecated {kind} in {apiVersion}; {replacement} takes its place',
    planned: 'Kubernetes 1.{deprecated} has deprecated {kind} in {apiVersion}',
  },

  *check(db, file) {
    for (const outdated of outdatedObjects(db, file)) {
      if (outdated.state !== 'deprecated') continue;
      yield {
        message: outdated.replacement === undefined ? 'planned' : 'replaced',
        args: argsOf(outdated),
        at: { node: outdated.object.apiVersionNode },
        fixes: migration(file, outdated),
        tags: ['deprecated'],
      };
    }
  },
});
