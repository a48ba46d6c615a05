/**
 * `npm run bench kubeconform`: a whole repository checked against kubeconform, with the same schemas from the local disk, in one run. Only on
 * request, for it builds a program and writes a schema for each kind.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Database } from '../../server/src/engine/database.ts';
import type { Shape, Struct } from '../../server/src/model/kubernetes/schema/shapes.ts';
import { ANY_MINOR, builtInKinds } from '../../server/src/model/kubernetes/schema/table.ts';
import { GoToolsMissing, goTools } from '../kit/go-tools.ts';
import type { Figure } from './figures.ts';

export async function measureKubeconform(
  name: string,
  root: string,
  scratch: string,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  let kubeconform: string;
  try {
    kubeconform = (await goTools('kubeconform'))('kubeconform');
  } catch (error) {
    if (!(error instanceof GoToolsMissing)) throw error;
    say(error.message);
    return [];
  }
  const schemas = join(scratch, 'schemas');
  const count = writeSchemas(schemas);
  const files = globSync('**/*.{yaml,yml}', { cwd: root });
  const theirs = timed(kubeconform, [
    ...['-schema-location', join(schemas, '{{.ResourceKind}}{{.KindSuffix}}.json')],
    ...['-strict', '-ignore-missing-schemas', '-summary', '-n', '8', root],
  ]);
  // As it ships, where it has been built.
  const built = resolve(import.meta.dirname, '../../server/dist/cli.cjs');
  const ours = timed(process.execPath, [
    existsSync(built) ? built : resolve(import.meta.dirname, '../../server/src/cli.ts'),
    ...['check', root, '--format', 'json', '--fail-on', 'never'],
  ]);
  const alone = Number(
    execFileSync(process.execPath, [join(import.meta.dirname, 'validate-all.ts'), root], { encoding: 'utf8' }),
  );
  return [
    { what: '`check`, all rules', on: name, value: ours, unit: 'ms', note: `${files.length} YAML files` },
    { what: 'kubeconform, schemas from the local disk', on: name, value: theirs, unit: 'ms', note: `${count} schemas` },
    { what: '`check` faster than kubeconform', on: name, value: theirs / ours, unit: 'times', budget: 2 },
    {
      what: 'the built-in schemas alone, one thread',
      on: name,
      value: alone,
      unit: 'ms',
      note: 'each file for itself, reading included',
    },
    { what: 'the built-in schemas alone faster than kubeconform', on: name, value: theirs / alone, unit: 'times' },
  ];
}

/** The faster of two runs: the first one fills the caches of the disk. */
function timed(command: string, args: readonly string[]): number {
  const runs = [0, 1].map(() => {
    const start = performance.now();
    const { error } = spawnSync(command, args, { stdio: 'ignore', maxBuffer: 1 << 28 });
    if (error !== undefined) throw error;
    return performance.now() - start;
  });
  return Math.min(...runs);
}

/** A file for each built-in kind, with what it refers to, in the layout that kubeconform looks schemas up by. */
function writeSchemas(directory: string): number {
  mkdirSync(directory, { recursive: true });
  const kinds = builtInKinds(new Database(), String(ANY_MINOR));
  let count = 0;
  for (const one of kinds.names()) {
    const [apiVersion = '', kind = ''] = one.split(' ');
    const found = kinds.kind(apiVersion, kind);
    if (found === undefined) continue;
    const definitions: Record<string, unknown> = {};
    define(found.shape, definitions);
    const parts = apiVersion.split('/');
    const suffix = parts.length === 1 ? `-${parts[0]}` : `-${parts[0]?.split('.')[0]}-${parts[1]}`;
    const schema = { $ref: `#/definitions/${keyOf(found.shape)}`, definitions };
    writeFileSync(join(directory, `${kind.toLowerCase()}${suffix}.json`), JSON.stringify(schema));
    count++;
  }
  return count;
}

const keyOf = ({ name }: Struct): string => name.replaceAll('/', '.');

function define(struct: Struct, definitions: Record<string, unknown>): void {
  const key = keyOf(struct);
  if (key in definitions) return;
  const properties: Record<string, unknown> = {};
  definitions[key] = { type: ['object', 'null'], additionalProperties: false, properties };
  for (const [name, { shape }] of struct.fields) properties[name] = schemaOf(shape, definitions);
}

function schemaOf(shape: Shape, definitions: Record<string, unknown>): unknown {
  switch (shape.is) {
    case 'struct':
      define(shape, definitions);
      return { $ref: `#/definitions/${keyOf(shape)}` };
    case 'list':
      return { type: ['array', 'null'], items: schemaOf(shape.items, definitions) };
    case 'map':
      return { type: ['object', 'null'], additionalProperties: schemaOf(shape.values, definitions) };
    case 'text':
      return shape.values.length > 0 ? { enum: [...shape.values, null] } : { type: ['string', 'null'] };
    case 'whole':
      return { type: ['integer', 'null'] };
    case 'fraction':
      return { type: ['number', 'null'] };
    case 'truth':
      return { type: ['boolean', 'null'] };
    case 'quantity':
    case 'whole-or-text':
      return { type: ['string', 'number', 'null'] };
    default:
      return {};
  }
}
