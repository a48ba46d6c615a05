/** ApplicationSets over one small repository, with the Applications that each makes: `name path` in the order of names. */

export const SET_FILES: Readonly<Record<string, string>> = {
  'apps/web/kustomization.yaml': 'resources: []\n',
  'apps/api_v2/kustomization.yaml': 'resources: []\n',
  'apps/old/kustomization.yaml': 'resources: []\n',
  'apps/old/deeper/kustomization.yaml': 'resources: []\n',
  'apps/.hidden/kustomization.yaml': 'resources: []\n',
  'overlays/staging/kustomization.yaml': 'resources: []\n',
  'overlays/production/kustomization.yaml': 'resources: []\n',
  'clusters/eu/prod-1/config.yaml': 'cluster: { name: eu-prod-1, size: 3 }\nenv: production\nzones: [a, b]\n',
  'clusters/us/stage-1/config.yaml': 'cluster: { name: us-stage-1, size: 1 }\nenv: staging\nzones: [c]\n',
  'clusters/us/stage-1/other.yaml': 'cluster: { name: no, size: 1 }\nenv: no\n',
  'tenants.json': '[ { "team": "red", "app": "web" }, { "team": "blue", "app": "api_v2" } ]\n',
};

export interface SetCase {
  readonly name: string;
  /** `spec` but for `template`, as YAML; `REPO` is the URL of the repository. */
  readonly spec: string;
  /** The name of the Applications, and the path of their source. */
  readonly template: readonly [string, string];
  readonly makes: readonly string[];
}

const DIRECTORIES =
  'git: { repoURL: REPO, revision: main, directories: [ { path: apps/* }, { path: apps/old, exclude: true } ] }';
const FILES = 'git: { repoURL: REPO, revision: main, files: [ { path: clusters/*/config.yaml } ] }';
const LIST = 'list: { elements: [ { env: staging }, { env: production } ] }';

export const SET_CASES: readonly SetCase[] = [
  {
    name: 'list',
    spec: `generators: [ { ${LIST} } ]`,
    template: ['web-{{env}}', 'overlays/{{ env }}'],
    makes: ['web-production overlays/production', 'web-staging overlays/staging'],
  },
  {
    name: 'list-values',
    spec: 'generators: [ { list: { elements: [ { env: staging, values: { n: one } } ] } } ]',
    template: ['{{values.n}}-{{env}}', 'overlays/{{env}}'],
    makes: ['one-staging overlays/staging'],
  },
  {
    name: 'directories',
    spec: `generators: [ { ${DIRECTORIES} } ]`,
    template: ['dir-{{path.basenameNormalized}}', '{{path}}'],
    makes: ['dir-api-v2 apps/api_v2', 'dir-web apps/web'],
  },
  {
    name: 'segments',
    spec: 'generators: [ { git: { repoURL: REPO, revision: main, directories: [ { path: apps/*/* } ] } } ]',
    template: ['seg-{{path[1]}}-{{path[2]}}', '{{path[0]}}/{{path[1]}}/{{path.basename}}'],
    makes: ['seg-old-deeper apps/old/deeper'],
  },
  {
    name: 'prefixed-values',
    spec: `generators:
  - git:
      repoURL: REPO
      revision: main
      pathParamPrefix: its
      directories: [ { path: apps/web } ]
      values: { as: 'pre-{{its.path.basename}}' }`,
    template: ['{{values.as}}', '{{its.path}}'],
    makes: ['pre-web apps/web'],
  },
  {
    name: 'files',
    spec: `generators: [ { ${FILES} } ]`,
    template: ['f-{{cluster.name}}-{{cluster.size}}-{{zones.0}}', 'overlays/{{env}}'],
    makes: ['f-eu-prod-1-3-a overlays/production', 'f-us-stage-1-1-c overlays/staging'],
  },
  {
    name: 'file-list',
    spec: 'generators: [ { git: { repoURL: REPO, revision: main, files: [ { path: tenants.json } ] } } ]',
    template: ['t-{{team}}-{{path.filenameNormalized}}', 'apps/{{app}}'],
    makes: ['t-blue-tenants.json apps/api_v2', 't-red-tenants.json apps/web'],
  },
  {
    name: 'matrix',
    spec: `generators: [ { matrix: { generators: [ { ${DIRECTORIES} }, { ${LIST} } ] } } ]`,
    template: ['m-{{path.basenameNormalized}}-{{env}}', '{{path}}'],
    makes: [
      'm-api-v2-production apps/api_v2',
      'm-api-v2-staging apps/api_v2',
      'm-web-production apps/web',
      'm-web-staging apps/web',
    ],
  },
  {
    name: 'matrix-interpolated',
    spec: `generators:
  - matrix:
      generators:
        - list: { elements: [ { app: web }, { app: old } ] }
        - git: { repoURL: REPO, revision: main, directories: [ { path: 'apps/{{app}}' } ] }`,
    template: ['i-{{app}}', '{{path}}'],
    makes: ['i-old apps/old', 'i-web apps/web'],
  },
  {
    name: 'merge',
    spec: `generators:
  - merge:
      mergeKeys: [ env ]
      generators:
        - list: { elements: [ { env: staging, app: web }, { env: production, app: web } ] }
        - list: { elements: [ { env: production, app: old }, { env: other, app: gone } ] }`,
    template: ['g-{{env}}-{{app}}', 'apps/{{app}}'],
    makes: ['g-production-old apps/old', 'g-staging-web apps/web'],
  },
  {
    name: 'selector',
    spec: `generators:
  - list: { elements: [ { env: staging, tier: a }, { env: production, tier: b } ] }
    selector: { matchExpressions: [ { key: tier, operator: NotIn, values: [ a ] } ] }`,
    template: ['s-{{env}}', 'overlays/{{env}}'],
    makes: ['s-production overlays/production'],
  },
  {
    name: 'two-generators',
    spec: `generators: [ { ${LIST} }, { list: { elements: [ { env: other } ] } } ]`,
    template: ['two-{{env}}', 'apps/web'],
    makes: ['two-other apps/web', 'two-production apps/web', 'two-staging apps/web'],
  },
  {
    name: 'own-template',
    spec: `generators:
  - list:
      elements: [ { env: staging } ]
      template:
        metadata: { name: 'own-{{env}}' }
        spec: { project: default, source: { repoURL: REPO, path: 'overlays/{{env}}' }, destination: {} }`,
    template: ['base-{{env}}', 'apps/web'],
    makes: ['own-staging overlays/staging'],
  },
  {
    name: 'go-directories',
    spec: `goTemplate: true\ngoTemplateOptions: [ missingkey=error ]\ngenerators: [ { ${DIRECTORIES} } ]`,
    template: ['go-{{.path.basename | normalize}}', '{{ .path.path }}'],
    makes: ['go-api-v2 apps/api_v2', 'go-web apps/web'],
  },
  {
    name: 'go-files',
    spec: `goTemplate: true\ngenerators: [ { ${FILES} } ]`,
    template: ['gf-{{ .cluster.name }}-{{ index .path.segments 1 }}-{{ index .zones 0 | upper | lower }}', 'overlays/{{.env}}'],
    makes: ['gf-eu-prod-1-eu-a overlays/production', 'gf-us-stage-1-us-c overlays/staging'],
  },
  {
    name: 'go-conditions',
    spec: 'goTemplate: true\ngenerators: [ { list: { elements: [ { env: staging, big: true }, { env: production, n: 2 } ] } } ]',
    template: [
      'gc-{{ .env | trunc 4 }}{{ if and .big (eq .env "staging") }}-big{{ else if hasPrefix "prod" .env }}-p{{ .n }}{{ end }}',
      '{{ printf "overlays/%s" .env }}{{- /* nothing */ -}}',
    ],
    makes: ['gc-prod-p2 overlays/production', 'gc-stag-big overlays/staging'],
  },
  {
    name: 'go-defaults',
    spec: `goTemplate: true\ngenerators: [ { list: { elements: [ { a: '' }, { a: x.y_z } ] } } ]`,
    template: [
      'gd-{{ .a | default "none" | replace "." "-" | trimSuffix "_z" }}{{ ternary "" "-b" (empty .b) }}',
      '{{ list "apps" "web" | join "/" }}',
    ],
    makes: ['gd-none apps/web', 'gd-x-y apps/web'],
  },
  {
    name: 'go-matrix',
    spec: `goTemplate: true
generators:
  - matrix:
      generators:
        - git: { repoURL: REPO, revision: main, files: [ { path: clusters/*/config.yaml } ] }
        - list: { elements: [ { app: web, cluster: { size: 9 } } ] }`,
    template: ['gm-{{.app}}-{{.cluster.name}}-{{.cluster.size}}', 'apps/{{.app}}'],
    makes: ['gm-web-eu-prod-1-3 apps/web', 'gm-web-us-stage-1-1 apps/web'],
  },
  {
    name: 'go-merge',
    spec: `goTemplate: true
generators:
  - merge:
      mergeKeys: [ env ]
      generators:
        - list: { elements: [ { env: staging, of: { app: web, n: '1' } }, { env: production, of: { app: web, n: '1' } } ] }
        - list: { elements: [ { env: production, of: { app: old } } ] }`,
    template: ['gg-{{.env}}-{{.of.app}}-{{.of.n}}', 'apps/{{.of.app}}'],
    makes: ['gg-production-old-1 apps/old', 'gg-staging-web-1 apps/web'],
  },
  {
    name: 'go-loops',
    spec: `goTemplate: true\ngenerators: [ { ${FILES} } ]`,
    template: [
      'gl-{{ range $i, $zone := .zones }}{{ $zone }}{{ if $i }}x{{ end }}{{ end }}-{{ with .cluster }}{{ .size }}-{{ $.env | trunc 4 }}{{ end }}',
      '{{ $found := "apps/old" }}{{ range $key, $of := .cluster }}{{ if eq $key "name" }}{{ $found = "apps/web" }}{{ end }}{{ end }}{{ $found }}',
    ],
    makes: ['gl-abx-3-prod apps/web', 'gl-c-1-stag apps/web'],
  },
  {
    name: 'go-else',
    spec: `goTemplate: true\ngenerators: [ { list: { elements: [ { env: a, of: [] }, { env: b, of: [ x, z ] } ] } } ]`,
    template: [
      'ge-{{ .env }}{{ range .of }}-{{ . }}{{ else }}-none{{ end }}{{ with .missing }}no{{ else with .env }}-{{ . }}{{ end }}',
      '{{ if $env := .env }}apps/{{ if eq $env "a" }}web{{ else }}old{{ end }}{{ end }}',
    ],
    makes: ['ge-a-none-a apps/web', 'ge-b-x-z-b apps/old'],
  },
  {
    name: 'patched',
    spec: `goTemplate: true
generators: [ { list: { elements: [ { env: staging, path: apps/old }, { env: production } ] } } ]
templatePatch: |
  metadata:
    labels: { env: '{{ .env }}' }
  spec:
    project: other
    source:
      {{- if .path }}
      path: {{ .path }}
      {{- else }}
      kustomize:
        namePrefix: "{{ .env }}-"
      {{- end }}`,
    template: ['tp-{{ .env }}', 'apps/web'],
    makes: ['tp-production apps/web', 'tp-staging apps/old'],
  },
  {
    name: 'patched-sometimes',
    spec: `goTemplate: true
generators: [ { ${LIST} } ]
templatePatch: |
  {{- if eq .env "staging" }}
  spec: { source: { path: apps/old } }
  {{- end }}`,
    template: ['ts-{{ .env }}', 'apps/web'],
    makes: ['ts-production apps/web', 'ts-staging apps/old'],
  },
  {
    name: 'patched-list',
    spec: `generators: [ { ${LIST} } ]
templatePatch: |
  metadata: { name: 'named-{{env}}' }
  spec: { source: { path: 'overlays/{{env}}', targetRevision: null }, syncPolicy: ~ }`,
    template: ['tl-{{env}}', 'apps/web'],
    makes: ['named-production overlays/production', 'named-staging overlays/staging'],
  },
  {
    name: 'nested-matrix',
    spec: `generators:
  - matrix:
      generators:
        - matrix: { generators: [ { ${LIST} }, { list: { elements: [ { n: a }, { n: b } ] } } ] }
        - list: { elements: [ { app: web } ] }`,
    template: ['nm-{{env}}-{{n}}', 'apps/{{app}}'],
    makes: ['nm-production-a apps/web', 'nm-production-b apps/web', 'nm-staging-a apps/web', 'nm-staging-b apps/web'],
  },
];

/** The whole object as YAML. */
export function setYaml({ name, spec, template: [app, path] }: SetCase, url: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: ${name}, namespace: argocd }
spec:
${spec.replace(/^/gm, '  ').replaceAll('REPO', url)}
  template:
    metadata: { name: ${quoted(app)} }
    spec:
      project: default
      source: { repoURL: ${url}, path: ${quoted(path)}, targetRevision: main }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
}
