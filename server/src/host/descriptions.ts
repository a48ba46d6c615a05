/**
 * What Kubernetes says of its own types and fields, from the models of its JavaScript client. A build packs the text itself
 * into a bundle of its own; from source it is read out of the package.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FIELD = /(?: {4}\/\*\*\n((?: {4}\*.*\n)*?) {4}\*\/\n)? {4}'([\w$-]+)'\??: /g;

/** A type a line with what it is, its fields below it behind a tab; both by the client's names. */
export function descriptions(): string {
  const models = join(dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node')), 'gen/models');
  const lines: string[] = [];
  for (const name of readdirSync(models).filter((file) => file.endsWith('.d.ts'))) {
    const text = readFileSync(join(models, name), 'utf8');
    const [, about = '', type] = /(?:\/\*\*\n((?:\*.*\n)*)\*\/\n)?export declare class (\w+)/.exec(text) ?? [];
    if (type === undefined || type.endsWith('List')) continue;
    const fields = [...text.matchAll(FIELD)].flatMap(([, said = '', field = '']) =>
      said === '' ? [] : [`\t${field}\t${plain(said)}`],
    );
    if (about !== '' || fields.length > 0) lines.push(`${type}\t${plain(about)}`, ...fields);
  }
  return lines.join('\n');
}

function plain(comment: string): string {
  return comment
    .replace(/^\s*\*/gm, '')
    .replaceAll("\\'", "'")
    .replaceAll('\\"', '"')
    .replace(/\s+/g, ' ')
    .trim();
}
