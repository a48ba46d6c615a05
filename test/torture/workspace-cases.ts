/** Hostile workspaces: settings, programs, git directories, Terraform, owners and deployments meant to run or leak. */
import { type Content, configMap, type Hostile } from './case.ts';

const RUN = '#!/bin/sh\ntouch PWNED\n';

function workspaceCase(name: string, demand: string, make: () => Content): Hostile {
  return { name, demand, make };
}

/** A git directory by hand: no git is needed to write one, and none may run to read it. */
function gitDirectory(at: string, config: string): Record<string, string> {
  return {
    [`${at}/HEAD`]: 'ref: refs/heads/main\n',
    [`${at}/config`]: config,
    [`${at}/objects/info/packs`]: '',
    [`${at}/refs/heads/.keep`]: '',
    [`${at}/hooks/post-checkout`]: RUN,
  };
}

const GIT_TRAPS =
  '[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "touch PWNED; false"\n\thooksPath = hooks\n\tsshCommand = touch PWNED\n\tpager = touch PWNED\n[diff]\n\texternal = touch PWNED\n[filter "x"]\n\tclean = touch PWNED\n\tsmudge = touch PWNED\n\tprocess = touch PWNED\n[alias]\n\tls = !touch PWNED\n[include]\n\tpath = /dev/zero\n[remote "origin"]\n\turl = --upload-pack=touch PWNED\n';

const GIT_CASES: readonly Hostile[] = [
  workspaceCase('git-traps', 'No program named in a git directory runs.', () => ({
    files: { ...gitDirectory('.git', GIT_TRAPS), '.gitattributes': '*.yaml filter=x diff=x\n', 'object.yaml': configMap('x') },
  })),
  workspaceCase('git-buried-bare', 'A bare repository inside the tree is a folder.', () => ({
    files: { ...gitDirectory('docs/buried', `${GIT_TRAPS}\tbare = true\n\tworktree = .\n`), 'object.yaml': configMap('x') },
  })),
  workspaceCase('git-directory-elsewhere', 'A .git file that points out of the tree is not followed.', () => ({
    files: { '.git': 'gitdir: /proc/self/root/etc\n', 'object.yaml': configMap('x') },
  })),
  workspaceCase('git-long-config', 'A git configuration of megabytes.', () => ({
    files: {
      ...gitDirectory('.git', `[remote "${'x'.repeat(3_000_000)}"]\n\turl = y\n${'[a]\n'.repeat(200_000)}`),
      'object.yaml': configMap('x'),
    },
  })),
  workspaceCase('git-slow-ignores', 'Ignore patterns take linear time.', () => ({
    files: {
      '.gitignore': `${Array(200)
        .fill(`${'*a'.repeat(40)}b`)
        .join('\n')}\n${'**/'.repeat(200)}x\n[\n\\\n!\n`,
      [`${'a'.repeat(200)}.yaml`]: configMap('x'),
      [`${'d/'.repeat(60)}${'a'.repeat(100)}.yaml`]: configMap('y'),
    },
  })),
];

const WORKSPACE_CASES: readonly Hostile[] = [
  workspaceCase('workspace-settings', 'Settings of the workspace start no program of the workspace.', () => ({
    files: {
      '.vscode/settings.json':
        '{"plumbline.path.kustomize":"./run.sh","plumbline.path.git":"./run.sh","plumbline.path.helm":"./run.sh"}',
      '.plumbline.yaml':
        'tools: { kustomize: ./run.sh }\nrules: { __proto__: off, constructor: error, "no/such-rule": error }\nexternal: [[[]]]\n',
      'run.sh': RUN,
      'object.yaml': configMap('x'),
    },
  })),
  workspaceCase('workspace-programs', 'No program is picked up from the workspace.', () => ({
    files: {
      git: RUN,
      'git.exe': 'MZ',
      kubectl: RUN,
      helm: RUN,
      kustomize: RUN,
      terraform: RUN,
      'node_modules/.bin/kustomize': RUN,
      'object.yaml': configMap('x'),
    },
  })),
  workspaceCase('workspace-kubeconfig', 'A kubeconfig in the workspace is data.', () => ({
    files: {
      kubeconfig:
        'apiVersion: v1\nkind: Config\ncurrent-context: a;touch PWNED\ncontexts: [{ name: a;touch PWNED, context: { cluster: c, user: u } }]\nclusters: [{ name: c, cluster: { server: "https://127.0.0.1:9" } }]\nusers: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./run.sh } } }]\n',
      '.kube/config': 'apiVersion: v1\nkind: Config\n',
      'run.sh': RUN,
    },
  })),
  workspaceCase('workspace-owners', 'Owner patterns take linear time, and there may be many.', () => ({
    files: {
      CODEOWNERS: [
        `${'*'.repeat(40)}a${'*a'.repeat(30)} @x`,
        `${'**/'.repeat(60)}b @y`,
        '\\',
        '[ @z',
        '!negated @n',
        '@only',
        '/x user@',
        ...Array.from({ length: 20_000 }, (_, index) => `/folder${index}/** @team${index}`),
      ].join('\n'),
      'object.yaml': configMap('x'),
      ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${'a'.repeat(30)}${index}/b.yaml`, ''])),
    },
  })),
  workspaceCase('workspace-applications', 'A product of generators is not multiplied out without a limit.', () => ({
    files: {
      'set.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: x, namespace: argocd }\nspec:\n  goTemplate: true\n  generators:\n  - matrix:\n      generators:\n      - list: { elements: [${Array.from({ length: 3000 }, (_, i) => `{ a: "${i}" }`).join(', ')}] }\n      - list: { elements: [${Array.from({ length: 3000 }, (_, i) => `{ b: "${i}" }`).join(', ')}] }\n  - git: { repoURL: x, revision: HEAD, directories: [{ path: "${'*/'.repeat(80)}*" }, { path: "${'(a+)+'.repeat(10)}" }], files: [{ path: "${'**/'.repeat(80)}*.yaml" }] }\n  template:\n    metadata: { name: "{{ .a }}-{{ .b }}{{ range $i := until 1000000 }}x{{ end }}" }\n    spec: { project: default, source: { repoURL: x, path: "../../{{ .a }}" }, destination: { name: "{{ .b }}" } }\n`,
      [`${'d/'.repeat(100)}f.yaml`]: configMap('deep'),
    },
  })),
  workspaceCase('workspace-substitution', 'Variables that name one another end.', () => ({
    files: {
      'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x, namespace: flux-system }\nspec:\n  path: ../../../../etc\n  prune: true\n  interval: 1m\n  sourceRef: { kind: GitRepository, name: x, namespace: other }\n  dependsOn: [{ name: x }]\n  postBuild: { substitute: { A: "\${B}\${B}", B: "\${A}\${A}" } }\n`,
    },
  })),
  workspaceCase('workspace-sources', 'Paths, addresses and revisions of applications are data.', () => ({
    files: {
      'application.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: "--upload-pack=touch PWNED", path: ../../../../etc, targetRevision: "--output=PWNED", helm: { valueFiles: [../../../../etc/passwd, "secrets://x", /dev/zero] } }\n  destination: { server: "javascript:alert(1)" }\n',
    },
  })),
  workspaceCase('workspace-deep-folders', 'Folders in folders, 400 deep.', () => ({
    files: { [`${'d/'.repeat(400)}object.yaml`]: configMap('deep'), 'object.yaml': configMap('x') },
  })),
  workspaceCase('workspace-renovate', 'Renovate patterns take linear time.', () => ({
    files: {
      'renovate.json5': `{ extends: ["config:recommended"], packageRules: [{ matchPackageNames: ["/(a+)+$/"], matchFileNames: ["${'**/'.repeat(50)}x"] }], customManagers: [{ customType: "regex", fileMatch: ["(x+x+)+y"], matchStrings: ["(?<a>(b+)+)+$"] }], __proto__: { polluted: 1 }, nested: ${'['.repeat(3000)}${']'.repeat(3000)} }`,
      [`${'x'.repeat(100)}.yaml`]: configMap('x'),
    },
  })),
];

function terraformCase(
  name: string,
  demand: string,
  text: () => string | Uint8Array,
  more: Record<string, string> = {},
): Hostile {
  return { name: `terraform-${name}`, demand, make: () => ({ files: { 'main.tf': text(), ...more } }) };
}

const TERRAFORM_CASES: readonly Hostile[] = [
  terraformCase('deep-brackets', 'Depth is limited.', () => `locals {\n  a = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n}\n`),
  terraformCase(
    'deep-parentheses',
    'Depth is limited.',
    () => `locals {\n  a = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n}\n`,
  ),
  terraformCase('deep-templates', 'Depth is limited.', () => `locals {\n  a = ${'"${'.repeat(5000)}1${'}"'.repeat(5000)}\n}\n`),
  terraformCase('deep-blocks', 'Depth is limited.', () => 'a {\n'.repeat(5000) + '}\n'.repeat(5000)),
  terraformCase('module-of-itself', 'A cycle of modules ends.', () => 'module "me" {\n  source = "./"\n}\n'),
  terraformCase('modules-in-a-circle', 'A cycle of modules ends.', () => 'module "a" {\n  source = "./a"\n}\n', {
    'a/main.tf': 'module "b" {\n  source = "../"\n}\n',
  }),
  terraformCase('programs', 'Data sources and provisioners never run.', () => {
    return 'data "external" "x" {\n  program = ["sh", "-c", "touch PWNED"]\n}\nresource "null_resource" "n" {\n  provisioner "local-exec" {\n    command = "touch PWNED"\n  }\n}\n';
  }),
  terraformCase('file-functions', 'Functions that read files are not evaluated.', () => {
    return 'locals {\n  a = file("/etc/passwd")\n  b = fileset("/", "**")\n  c = templatefile("../../../../etc/hosts", {})\n  d = range(0, 100000000)\n  e = filebase64("/dev/zero")\n}\n';
  }),
  terraformCase('module-sources', 'Modules are never fetched.', () => {
    return 'module "a" {\n  source = "git::--upload-pack=touch PWNED;@x"\n}\nmodule "b" {\n  source = "git::https://127.0.0.1:9/y?ref=--upload-pack=touch"\n}\n';
  }),
  terraformCase(
    'unclosed-heredoc',
    'A heredoc without end takes linear time.',
    () => `locals {\n  a = <<EOT\n${'x\n'.repeat(200_000)}`,
  ),
  terraformCase('nul', 'A NUL byte is survived.', () => Buffer.from('locals {\n  a = "x\0y"\n}\n')),
  terraformCase('bom-crlf', 'A byte order mark and CRLF are as good as any.', () => '\ufefflocals {\r\n  a = 1\r\n}\r\n'),
];

export const OTHER_CASES: readonly Hostile[] = [...GIT_CASES, ...WORKSPACE_CASES, ...TERRAFORM_CASES];
