/** Something in `.plumbline.yaml` that Plumbline does not understand. */
import { nearest } from '../../base/near.ts';
import type { FilePath } from '../../base/paths.ts';
import { isConfigFile } from '../../model/workspace/config.ts';
import { configMistakes, configuredRules } from '../../model/workspace/config-mistakes.ts';
import { RULE_IDS } from '../ids.ts';
import { defineRule, type Fix, type Report } from '../rule.ts';

export default defineRule({
  id: 'workspace/invalid-config',
  since: '0.1.0',
  severity: 'warning',
  concerns: isConfigFile,
  docs: {
    what: 'Something in `.plumbline.yaml` is not understood: a key, a rule, a severity, or the form of a value.',
    why: 'What is not understood does not count, although its author believes it does.',
  },
  messages: {
    unknownKey: 'There is no setting "{text}"',
    unknownRule: 'There is no rule "{text}"',
    mapping: '{text} has to be a mapping',
    list: '"{text}" has to be a list',
    text: '"{text}" has to hold text',
    level: '"{text}" is no severity; write error, warning, info, hint or off',
    object: '"{text}" names no object; write Kind/name or Kind/namespace/name',
    location: '"{text}" {known}',
    kustomize: 'Kustomize "{text}" is not known here; write one of {known}',
    profile: '"{text}" is no profile; write one of {known}',
    version: 'Kubernetes "{text}" is not known here; write one of {known}',
    missingPaths: 'An override needs the "paths" that it is for',
    missingBaseline: 'The baseline "{text}" does not exist; "plumbline check --write-baseline" makes it',
    second: 'This file does not count: .plumbline.yaml is read in its stead',
  },

  *check(db, file) {
    for (const { mistake, at, text, known } of configMistakes(db, file))
      yield { message: mistake, args: { text, known: known.join(', ') }, at, fixes: changes(file, at, text, known) };
    for (const { id, at } of configuredRules(db, file))
      if (!RULE_IDS.includes(id))
        yield { message: 'unknownRule', args: { text: id }, at, fixes: changes(file, at, id, RULE_IDS) };
  },
});

function changes(file: FilePath, at: Report['at'], text: string, known: readonly string[]): readonly Fix[] {
  const meant = nearest(text, known);
  return meant === undefined
    ? []
    : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
}
