/** Hostile kustomizations: cycles, ways out of the tree, explosions, programs and addresses that must stay untouched. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Content, configMap, type Hostile } from './case.ts';

const KUSTOMIZATION = 'kustomization.yaml';
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';

function kustomizeCase(
  name: string,
  demand: string,
  make: Content | ((canary: string) => Content),
  more: Partial<Hostile> = {},
): Hostile {
  return { name: `kustomize-${name}`, demand, make: typeof make === 'function' ? make : () => make, ...more };
}

/** A kustomization that reads the canary through one field. */
function outside(name: string, kustomization: (canary: string) => string): Hostile {
  return kustomizeCase(`outside-${name}`, 'What lies outside the repository is neither read nor quoted.', (canary) => ({
    files: { [KUSTOMIZATION]: `resources: [object.yaml]\n${kustomization(canary)}`, 'object.yaml': configMap('inside') },
  }));
}

/** Fourteen levels, each built from the one before twice: 2^14 builds out of 43 files. */
function doubling(): Content {
  const files: Record<string, string> = {
    'level0/object.yaml': configMap('x'),
    [`level0/${KUSTOMIZATION}`]: 'resources: [object.yaml]\n',
  };
  for (let level = 1; level <= 14; level++) {
    for (const side of ['left', 'right']) {
      files[`level${level}/${side}/${KUSTOMIZATION}`] = `namePrefix: ${side}${level}-\nresources:\n- ../../level${level - 1}\n`;
    }
    files[`level${level}/${KUSTOMIZATION}`] = 'resources:\n- left\n- right\n';
  }
  return { files };
}

/** A kustomization with 20,000 resources, in as many files. */
function manyResources(): Content {
  const files: Record<string, string> = {};
  const names = Array.from({ length: 8_000 }, (_, index) => `objects/${index}.yaml`);
  for (const [index, name] of names.entries()) files[name] = configMap(`object-${index}`);
  files[KUSTOMIZATION] = `resources:\n${names.map((name) => `- ${name}`).join('\n')}\n`;
  return { files };
}

export const KUSTOMIZE_CASES: readonly Hostile[] = [
  kustomizeCase('of-itself', 'A cycle is told.', { files: { [KUSTOMIZATION]: 'resources:\n- .\n' } }, { says: [/^kustomize\//] }),
  kustomizeCase(
    'circle',
    'A cycle is told.',
    { files: { [`a/${KUSTOMIZATION}`]: 'resources:\n- ../b\n', [`b/${KUSTOMIZATION}`]: 'resources:\n- ../a\n' } },
    { says: [/^kustomize\//] },
  ),
  kustomizeCase(
    'circle-of-components',
    'A cycle that the entry is not part of is told.',
    {
      files: {
        [`a/${KUSTOMIZATION}`]: 'components:\n- ../b\n',
        [`b/${KUSTOMIZATION}`]: `${COMPONENT}components:\n- ../c\n`,
        [`c/${KUSTOMIZATION}`]: `${COMPONENT}components:\n- ../b\n`,
      },
    },
    { says: [/^kustomize\//] },
  ),
  outside('resource', (canary) => `components: ["${canary}"]\n`),
  outside('relative', (canary) => `configurations: ["../../../../../../../../..${canary}"]\n`),
  outside('generator', (canary) => `configMapGenerator:\n- name: leak\n  files: ["stolen=${canary}"]\n`),
  outside('environment', () => 'secretGenerator:\n- name: leak\n  envs: [/proc/self/environ]\n'),
  outside('openapi', (canary) => `openapi:\n  path: ${canary}\n`),
  outside(
    'patch',
    (canary) => `patches:\n- path: ${canary}\n- target: { kind: ConfigMap }\n  path: ../../../../../../../../..${canary}\n`,
  ),
  outside(
    'replacement',
    (canary) =>
      `replacements:\n- path: ${canary}\ntransformers: ["${canary}"]\nvalidators: ["${canary}"]\ngenerators: ["${canary}"]\n`,
  ),
  outside('schemes', (canary) => `crds: ["file://${canary}", "\\\\\\\\127.0.0.1\\\\share\\\\x.yaml"]\n`),
  kustomizeCase('linked-file', 'A link that leaves the repository is not followed.', (canary) => ({
    files: { [KUSTOMIZATION]: 'resources:\n- link.yaml\n' },
    links: { 'link.yaml': canary },
  })),
  kustomizeCase('linked-directory', 'A directory that is a link out of the repository is not entered.', (canary) => ({
    files: { [KUSTOMIZATION]: 'resources:\n- away/canary.yaml\n- root/etc/passwd\n' },
    links: { away: join(canary, '..'), root: '/' },
  })),
  kustomizeCase('links-in-a-circle', 'Links that lead nowhere or back end.', {
    files: { [KUSTOMIZATION]: 'resources:\n- a.yaml\n- object.yaml\n', 'object.yaml': configMap('x') },
    links: { 'a.yaml': 'b.yaml', 'b.yaml': 'a.yaml', here: '.', up: '..' },
  }),
  kustomizeCase('device', 'Only regular files are read.', {
    files: { [KUSTOMIZATION]: 'resources:\n- zero.yaml\n' },
    links: { 'zero.yaml': '/dev/zero' },
  }),
  kustomizeCase('pipe', 'A named pipe without a writer blocks nobody.', {
    files: { [KUSTOMIZATION]: 'resources:\n- pipe.yaml\n' },
    prepare: (directory) => {
      if (process.platform !== 'win32') execFileSync('mkfifo', [join(directory, 'pipe.yaml')]);
    },
  }),
  kustomizeCase('doubling', '2^14 builds out of a few files end in a finding.', doubling),
  kustomizeCase(
    'missing',
    'Each missing entry is told.',
    { files: { [KUSTOMIZATION]: 'resources:\n- nowhere.yaml\n- nothing/\n' } },
    {
      says: [/^kustomize\/missing-resource: .*nowhere\.yaml/, /^kustomize\/missing-resource: .*nothing/],
    },
  ),
  kustomizeCase('empty', 'An empty kustomization file is told.', { files: { [KUSTOMIZATION]: '' } }),
  kustomizeCase('nulls', 'Fields without a value are fields without a value.', {
    files: { [KUSTOMIZATION]: 'resources:\npatches:\nimages: ~\nreplicas: [null]\nconfigMapGenerator: [null]\n' },
  }),
  kustomizeCase('wrong-types', 'Fields of a wrong type are told, and throw nothing.', {
    files: {
      [KUSTOMIZATION]:
        'resources: { a: b }\npatches: text\nimages: [1, 2]\nreplicas: "3"\nnamespace: [a]\nlabels: [[]]\nreplacements: 5\nsortOptions: []\ncomponents: [[x]]\nopenapi: []\n',
    },
  }),
  kustomizeCase('functions', 'Exec and container functions are never run.', {
    files: {
      [KUSTOMIZATION]: 'resources: [object.yaml]\ntransformers: [exec.yaml, container.yaml]\n',
      'object.yaml': configMap('x'),
      'exec.yaml':
        'apiVersion: example.com/v1\nkind: Run\nmetadata:\n  name: run\n  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: ./run.sh\n',
      'container.yaml':
        'apiVersion: example.com/v1\nkind: Run\nmetadata:\n  name: run2\n  annotations:\n    config.kubernetes.io/function: |\n      container:\n        image: example.com/run:1\n        network: true\n',
      'run.sh': '#!/bin/sh\ntouch PWNED\n',
    },
  }),
  kustomizeCase('plugins', 'Plugins of unknown kinds are never looked for.', {
    files: {
      [KUSTOMIZATION]: 'generators: [plugin.yaml]\n',
      'plugin.yaml': 'apiVersion: team.example.com/v1\nkind: Plugin\nmetadata: { name: x }\n',
    },
  }),
  kustomizeCase('charts', 'Charts are neither fetched nor rendered.', {
    files: {
      [KUSTOMIZATION]:
        'helmGlobals:\n  chartHome: ../..\n  configHome: ./config\nhelmCharts:\n- name: chart\n  repo: http://127.0.0.1:9\n  version: 1.0.0\n  additionalValuesFiles: [/etc/passwd]\n',
      'config/plugins/run/plugin.yaml': 'name: run\ncommand: touch PWNED\n',
    },
  }),
  kustomizeCase('remote', 'Addresses are shown and never asked.', {
    files: {
      [KUSTOMIZATION]:
        'resources:\n- http://127.0.0.1:9/object.yaml\n- https://github.com/owner/name//folder?ref=main\n- https://127.0.0.1:9/owner/name?ref=--upload-pack=touch PWNED\n- git::ssh://-oProxyCommand=touch%20PWNED/x\n- ext::sh -c touch% PWNED\n',
    },
  }),
  kustomizeCase('file-names', 'Names are names: not options, not commands, not patterns.', {
    files: {
      [KUSTOMIZATION]:
        'resources:\n- "$(touch PWNED).yaml"\n- "; touch PWNED #.yaml"\n- --help.yaml\n- "-rf.yaml"\n- "line\\nbreak.yaml"\n- "*.yaml"\n',
      '$(touch PWNED).yaml': configMap('a'),
      '; touch PWNED #.yaml': configMap('b'),
      '--help.yaml': configMap('c'),
      '-rf.yaml': configMap('d'),
      'line\nbreak.yaml': configMap('e'),
      '`touch PWNED`.yaml': configMap('f'),
      '%0a%2e%2e%2f.yaml': configMap('g'),
      'C:\\Windows\\x.yaml': configMap('h'),
      'con.yaml': configMap('i'),
      [`${'long'.repeat(60)}.yaml`]: configMap('j'),
      'e\u0301.yaml': configMap('k'),
      '\u00e9.yaml': configMap('l'),
      '__proto__/constructor.yaml': configMap('m'),
    },
  }),
  kustomizeCase('two-files', 'Two kustomization files in one directory are told.', {
    files: {
      [KUSTOMIZATION]: 'resources: [object.yaml]\n',
      Kustomization: 'resources: [object.yaml]\n',
      'object.yaml': configMap('x'),
    },
  }),
  kustomizeCase('deep-pointer', 'A JSON pointer of 20,000 parts.', {
    files: {
      [KUSTOMIZATION]: `resources: [object.yaml]\npatches:\n- target: { kind: ConfigMap }\n  patch: |-\n    - op: add\n      path: ${'/a'.repeat(20_000)}\n      value: 1\n`,
      'object.yaml': configMap('x'),
    },
  }),
  kustomizeCase('slow-expressions', 'Regular expressions of targets take linear time.', {
    files: {
      [KUSTOMIZATION]: `resources: [object.yaml]\npatches:\n- target: { kind: ConfigMap, name: "(a+)+b", labelSelector: "${'a=b,'.repeat(2000)}" }\n  patch: |-\n    - { op: add, path: /data/x, value: "1" }\n- target: { kind: "((((a*)*)*)*)*C", name: "(((((((((a{0,9}){0,9}){0,9}){0,9}){0,9}){0,9}" }\n  patch: |-\n    - { op: add, path: /data/x, value: "1" }\n`,
      'object.yaml': configMap('a'.repeat(60)),
    },
  }),
  kustomizeCase('replacement-indexes', 'Delimiters and indexes out of range.', {
    files: {
      [KUSTOMIZATION]:
        'resources: [object.yaml]\nreplacements:\n- source: { kind: ConfigMap, name: x, fieldPath: data.greeting, options: { delimiter: "", index: 99999999999 } }\n  targets:\n  - select: { kind: ConfigMap }\n    fieldPaths: ["data.[a=b].c", "data.greeting", "data.*.*.*", "[[["]\n    options: { delimiter: "l", index: -99999999999, create: true }\n',
      'object.yaml': configMap('x'),
    },
  }),
  kustomizeCase('same-twice', 'Two objects of one identity are told.', {
    files: { [KUSTOMIZATION]: 'resources: [a.yaml, b.yaml]\n', 'a.yaml': configMap('x'), 'b.yaml': configMap('x') },
  }),
  kustomizeCase('bomb-as-resource', 'An alias bomb is not expanded by the build.', {
    files: {
      [KUSTOMIZATION]: 'resources: [bomb.yaml]\nnamePrefix: x-\n',
      'bomb.yaml': `${configMap('bomb')}l0: &l0 [a, a, a, a, a, a, a, a, a]\n${Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`).join('\n')}\n`,
    },
  }),
  kustomizeCase('many-resources', '8,000 resources build in linear time.', manyResources),
];
