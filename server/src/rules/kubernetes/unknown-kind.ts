/** A kind that no API server has under its API version. */
import { laterVersions } from '../../model/kubernetes/schema/later-versions.ts';
import { unknownKinds } from '../../model/kubernetes/schema/lifecycle.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unknown-kind',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A kind of a built-in API group is misspelled, stands under the wrong API version, or is not served by the version of the cluster.',
    why: 'The API server knows no such kind and refuses the object.',
    limits:
      'Told only where a known kind is near: others may come from extensions. Of custom resources only those of well-known projects are judged, where their API version is later than any that the project has and nothing describes it.',
    covers: ['kubectl:no matches for kind', 'kubeconform:could not find schema'],
  },
  messages: {
    version: 'There is no {kind} in {apiVersion}; it is in {near}',
    kind: 'There is no {kind} in {apiVersion}; "{near}" is probably meant',
    later: '{near} is the last API version that {kind} has (by {by})',
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
    for (const { object, known, by } of laterVersions(db, file)) {
      const at = { node: object.apiVersionNode };
      const edits = [{ do: 'replace' as const, file, at, text: known }];
      const fixes = [{ title: `Change to ${known}`, safe: false, edits }];
      yield { message: 'later', args: { kind: object.kind, near: known, by }, at, severity: 'warning', fixes };
    }
  },
});
