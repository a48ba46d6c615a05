/** The page behind "Plumbline: Show Server Status": what the server knows, holds and leaves out, as Markdown. */
import type { StatusResult } from '../../server/src/lsp/protocol.ts';
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
        ['Restarts', count(crashes, 'crash', 'crashes')],
      ],
    ),
    '## Left out',
    status.leftOut.length === 0
      ? 'Nothing: every file that belongs to the workspace is looked into.'
      : table(['File', 'Why'], leftOut(status)),
    '## Kinds without a schema',
    status.undescribed.length === 0
      ? 'None: every custom kind has a CustomResourceDefinition in the workspace or is known.'
      : table(['Kind', 'Objects'], undescribed(status)),
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

/** Of these only what all objects have in common is checked. */
function undescribed({ undescribed, undescribedCount }: StatusResult): readonly (readonly string[])[] {
  const rows = undescribed.map(({ kind, objects }) => [code(kind), objects.toLocaleString('en-US')]);
  const more = undescribedCount - undescribed.length;
  return more > 0 ? [...rows, [`and ${more.toLocaleString('en-US')} more`, '']] : rows;
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
