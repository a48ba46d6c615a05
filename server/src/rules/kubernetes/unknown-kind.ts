/** A kind that no API server has under its API version. */
import { unknownKinds } from '../../model/kubernetes/schema/lifecycle.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unknown-kind',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A kind of a built-in API group is misspelled, stands under the wrong API version, or is not served by the version of the cluster.',
    why: 'The API server knows no such kind and refuses the object.',
    limits: 'Told only where a known kind is near: others may come from extensions. Custom resources are not judged.',
    covers: ['kubectl:no matches for kind', 'kubeconform:could not find schema'],
  },
  messages: {
    version: 'There is no {kind} in {apiVersion}; it is in {near}',
    kind: 'There is no {kind} in {apiVersion}; "{near}" is probably meant',
    release: 'Kubernetes 1.{minor} does not serve {kind} in {apiVersion}; {near} does',
  },

  *check(db, file) {
    for (const { object, near } of unknownKinds(db, file)) {
      const args = { kind: object.kind, apiVersion: object.apiVersion };
      if ('minor' in near) {
        yield {
          message: 'release',
          args: { ...args, minor: near.minor, near: near.served },
          at: { node: object.apiVersionNode },
        };
        continue;
      }
      const isVersion = 'apiVersion' in near;
      const at = { node: isVersion ? object.apiVersionNode : object.kindNode };
      const text = isVersion ? near.apiVersion : near.kind;
      const edits = [{ do: 'replace' as const, file, at, text }];
      yield {
        message: isVersion ? 'version' : 'kind',
        args: { ...args, near: text },
        at,
        fixes: [{ title: `Change to ${text}`, safe: false, edits }],
      };
    }
  },
});
