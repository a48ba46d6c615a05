/** The commands of `plumbline`, as data: what each takes and says of itself, and what runs it. */
import { type Arguments, type OptionSpec, UsageError } from './arguments.ts';
import { check } from './check.ts';
import { driftCommand } from './drift.ts';
import { explain } from './explain.ts';
import { fetch } from './fetch.ts';
import { FORMATS } from './formats/formats.ts';
import { graph } from './graph.ts';
import { impactCommand } from './impact.ts';
import { renderCommand } from './render.ts';
import { SEVERITIES } from './report.ts';
import { SCHEMA_LOCATION } from './schema-locations.ts';
import type { World } from './world.ts';

export interface Command {
  /** What stands behind the command's name. */
  readonly usage: string;
  readonly summary: string;
  readonly options: ReadonlyMap<string, OptionSpec & { readonly help: string }>;
  readonly run: (given: Arguments, world: World) => Promise<number>;
}

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'check',
    {
      usage: '[PATH…]',
      summary: 'Every finding below PATH, judged with the whole repository in view; without PATH all of the repository.',
      options: new Map([
        ['format', { kind: [...FORMATS.keys()], help: 'How findings are written (pretty)' }],
        ['severity', { kind: SEVERITIES, help: 'Lowest severity shown (warning; json and sarif: hint)' }],
        ['fail-on', { kind: ['error', 'warning', 'info', 'never'], help: 'Lowest severity that makes exit status 1 (error)' }],
        ['changed-since', { kind: 'text', help: 'Only files changed since this revision, and what they affect' }],
        [
          'write-baseline',
          { kind: 'text', help: 'Accept what is found: write it to this file, so that only new findings show from now on' },
        ],
        ['rule', { kind: 'text', repeatable: true, help: 'Only this rule; may be repeated' }],
        [
          'schema-location',
          {
            ...SCHEMA_LOCATION,
            help: "A catalogue of schemas for custom kinds, as kubeconform's -schema-location: a folder, or a URL of which the cache is read; may be repeated",
          },
        ],
      ]),
      run: check,
    },
  ],
  [
    'render',
    {
      usage: 'DIR',
      summary: 'The built objects of a kustomization, as `kustomize build` prints them.',
      options: new Map([
        ['format', { kind: ['yaml', 'json'], help: 'How objects are written (yaml)' }],
        ['provenance', { kind: 'flag', help: 'Each field with the file and line that set it' }],
        ['all', { kind: 'flag', help: 'Every kustomization at or below DIR; with json one line each' }],
        ['enable-helm', { kind: 'flag', help: 'Render local Helm charts with your helm, as kustomize --enable-helm does' }],
        ['helm-command', { kind: 'text', help: 'The absolute path of helm (the first on PATH outside of the repository)' }],
      ]),
      run: renderCommand,
    },
  ],
  [
    'fetch',
    {
      usage: '[PATH…]',
      summary:
        'Brings into the cache what is elsewhere: remote bases and files of kustomizations below PATH, and schemas of custom kinds from the catalogues that are named.',
      options: new Map([
        ['again', { kind: 'flag', help: 'Also what was fetched before, for branches that have moved on' }],
        [
          'allow-host',
          {
            kind: 'text',
            repeatable: true,
            help: 'A host of this machine or its own network that may be asked; may be repeated',
          },
        ],
        [
          'schema-location',
          {
            ...SCHEMA_LOCATION,
            help: 'A catalogue to ask for schemas of kinds that nobody else describes, beside those that .plumbline.yaml names: a URL with variables such as {{ .Group }}; may be repeated',
          },
        ],
      ]),
      run: fetch,
    },
  ],
  [
    'impact',
    {
      usage: '[PATH]',
      summary: 'What the working tree changes in what is deployed: rendered objects by application, dangers, owners.',
      options: new Map([
        ['base', { kind: 'text', help: 'Compare with the merge base with this revision (the default branch)' }],
        ['format', { kind: ['pretty', 'markdown', 'json'], help: 'How it is written (pretty)' }],
      ]),
      run: impactCommand,
    },
  ],
  [
    'drift',
    {
      usage: '[PATH]',
      summary: 'In which fields a cluster is not what the repository says, who changed them and when; reads only.',
      options: new Map([
        ['context', { kind: 'text', help: 'The context of the kubeconfig (its current one)' }],
        ['app', { kind: 'text', help: 'Only this Argo CD Application or Flux Kustomization: NAME or NAMESPACE/NAME' }],
        ['format', { kind: ['pretty', 'json'], help: 'How it is written (pretty)' }],
        ['allow-command', { kind: 'flag', help: 'Run the command that the kubeconfig names for its credentials' }],
      ]),
      run: driftCommand,
    },
  ],
  [
    'graph',
    {
      usage: '[PATH]',
      summary: 'Who deploys what: files, kustomizations, Applications and what they include.',
      options: new Map([['format', { kind: ['json', 'dot', 'mermaid'], help: 'How the graph is written (json)' }]]),
      run: graph,
    },
  ],
  [
    'explain',
    {
      usage: '[RULE]',
      summary: 'What a rule finds, why it matters, an example, and how to silence it; without RULE the list of rules.',
      options: new Map(),
      run: explain,
    },
  ],
  [
    'lsp',
    {
      usage: '--stdio',
      summary: 'The language server, for any editor.',
      options: new Map([['stdio', { kind: 'flag', help: 'Speak over standard input and output' }]]),
      run: async (given, world) => {
        if (!given.options.has('stdio'))
          throw new UsageError('lsp speaks over standard input and output only, and wants to be told so with --stdio');
        await world.serve();
        return 0;
      },
    },
  ],
]);
