/** A key of a generator that no ConfigMap or Secret can have. */
import { generatorKeys, isValidKey } from '../../model/kustomize/generator-keys.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-key',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A generator makes a ConfigMap or Secret with a key that has other characters than letters, digits, "-", "_" and ".", or takes none out of a line that begins with "=".',
    why: 'Kustomize builds it without a word, and the API server refuses the object: "a valid config key must consist of alphanumeric characters, \'-\', \'_\' or \'.\'". Env files are no shell scripts: "export A=1" makes the key "export A", and "A = 1" the key "A " with a space.',
  },
  messages: {
    key: '"{key}" cannot be a key of a ConfigMap or Secret',
    line: '"{key}" in line {line} of {path} cannot be a key of a ConfigMap or Secret',
    none: 'Line {line} of {path} has no key in front of "=", and Kustomize leaves it out',
  },

  *check(db, file) {
    for (const { key, at, line, path } of generatorKeys(db, file)) {
      if (line !== undefined && path !== undefined && key === '')
        yield { message: 'none', args: { line, path }, at, severity: 'warning' };
      else if (isValidKey(key)) continue;
      else if (line === undefined || path === undefined) yield { message: 'key', args: { key }, at };
      else yield { message: 'line', args: { key, line, path }, at };
    }
  },
});
