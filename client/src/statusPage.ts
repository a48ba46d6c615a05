/** The page behind "Plumbline: Show Server Status": what the server knows, holds and leaves out, as Markdown. */
import type { StatusResult } from '../../server/src/lsp/protocol.ts';
import type { CatalogueState, ClusterKindsState } from '../../server/src/lsp/protocol-schemas.ts';
import { count, megabytes } from './text.ts';

export function statusPage(status: StatusResult | undefined, crashes: number): string {
  if (status === undefined) {
    return page([
      '# Plumbline',
      'The server does not run: nothing is checked. Run **Plumbline: Restart Server**, or see **Plumbline: Show Output**.',
    ]);
  }
  const { queries, memory } = status;
  return page([
    `# Plumbline ${status.version}`,
    table(
      ['', ''],
      [
        ['Folders', status.folders.map(code).join(', ') || 'none'],
        ['Files', `${count(status.files, 'file')}, ${count(status.openDocuments, 'open document')}`],
        ['Declared', count(status.resources, 'resource')],
        ['Memory', `${megabytes(memory.rssBytes)}, heap ${megabytes(memory.heapBytes)}`],
        ['Queries', `${queries.executed.toLocaleString('en-US')} executed since the start`],
        ...(status.cluster === undefined ? [] : [['Cluster', clusterSentence(status.cluster)]]),
        ['Restarts', count(crashes, 'crash', 'crashes')],
      ],
    ),
    '## Left out',
    status.leftOut.length === 0
      ? 'Nothing: every file that belongs to the workspace is looked into.'
      : table(['File', 'Why'], leftOut(status)),
    '## Custom kinds',
    ...(status.kinds.length === 0
      ? ['The workspace has no objects of custom kinds.']
      : [kindsSentence(status), table(['Kind', 'Objects', 'Described by'], kinds(status))]),
    ...(status.catalogues.length === 0
      ? []
      : ['## Catalogues of schemas', table(['Catalogue', 'State'], status.catalogues.map(catalogue))]),
    '## Defects',
    status.failures.length === 0 ? 'None met since the start.' : status.failures.map((failure) => fenced(failure)).join('\n\n'),
    '## Busiest queries',
    table(
      ['Query', 'Executed', 'Held'],
      queries.busiest.map(({ name, executed, held }) => [
        code(name),
        executed.toLocaleString('en-US'),
        held.toLocaleString('en-US'),
      ]),
    ),
  ]);
}

function leftOut({ leftOut, leftOutCount }: StatusResult): readonly (readonly string[])[] {
  const rows = leftOut.map(({ file, reason }) => [code(file), text(reason)]);
  const more = leftOutCount - leftOut.length;
  return more > 0 ? [...rows, [`and ${more.toLocaleString('en-US')} more`, '']] : rows;
}

function clusterSentence({ context, version, kinds, isForbidden }: ClusterKindsState): string {
  const described = isForbidden ? 'whose CustomResourceDefinitions you may not list' : `describes ${count(kinds, 'custom kind')}`;
  return `${text(context)}${version === undefined ? '' : `, Kubernetes ${version}`}, ${described}`;
}

function kindsSentence({ kinds, kindsCount }: StatusResult): string {
  const unknown = kinds.filter(({ source }) => source === undefined).length;
  if (unknown === 0) return `${count(kindsCount, 'kind')}, all described.`;
  return `${count(kindsCount, 'kind')}, ${unknown.toLocaleString('en-US')} of them described by nobody: of these only what all objects have in common is checked. **Plumbline: Use a CRD Catalogue…** brings schemas.`;
}

function kinds({ kinds, kindsCount }: StatusResult): readonly (readonly string[])[] {
  const rows = kinds.map(({ kind, objects, source, by }) => [
    code(kind),
    objects.toLocaleString('en-US'),
    source === undefined ? '**nobody**' : source === 'repository' ? 'the workspace' : text(by),
  ]);
  const more = kindsCount - kinds.length;
  return more > 0 ? [...rows, [`and ${more.toLocaleString('en-US')} more`, '', '']] : rows;
}

const STATES = {
  folder: 'read from the disk',
  agreed: 'asked in the background',
  proposed: 'named by a repository, not asked: **Plumbline: Use a CRD Catalogue…** agrees to it',
} as const;

function catalogue({ location, is, problem }: CatalogueState): readonly string[] {
  return [code(location), problem === undefined ? STATES[is] : `${STATES[is]}; last: ${text(problem)}`];
}

function page(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names come from the workspace: they are shown as they are, and mean nothing to Markdown. */
function code(name: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...(name.match(/`+/g) ?? []).map((run) => run.length)));
  const pad = name.startsWith('`') || name.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${oneLine(name).replaceAll('|', '\\|')}${pad}${fence}`;
}

function text(words: string): string {
  return oneLine(words).replace(/[\\`*_{}[\]()#+\-!|<>&~]/g, '\\$&');
}

function fenced(block: string): string {
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(block.match(/`+/g) ?? []).map((run) => run.length))));
  return `${fence}text\n${block}\n${fence}`;
}

function oneLine(words: string): string {
  return words.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
