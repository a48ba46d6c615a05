/** Which names fit where the cursor stands in Terraform text, told by what is written before it. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Expectation, WordsAt } from '../facts.ts';
import { PATH } from '../spaces.ts';
import { contentOf } from './content.ts';
import { isValues, moduleOfValues } from './files.ts';
import { calledModule } from './modules.ts';
import { keyOf, NAME } from './names.ts';

/** `var.`, `local.`, `module.`, `data.type.`, `type.`, with what is typed behind it. */
const ADDRESS = /(?:^|[^\w.-])((?:var|local|module)\.|(?:(?:data|ephemeral)\.)?[a-z][a-z0-9]*_[a-z0-9_]*\.)([\w-]*)$/;
/** `module.name.`, indexed or not. */
const OUTPUT = /(?:^|[^\w.-])module\.([\w-]+)(?:\[[^\][]*\])?\.([\w-]*)$/;
/** The beginning of a line, where an argument's name can stand. */
const START = /^[ \t]*([\w-]*)$/;
const SOURCE = /^[ \t]*source[ \t]*=[ \t]*"(\.[^"]*)$/;

/** `line` is the text of the cursor's line before it; `block` the block that the cursor stands in, by type and first label. */
export function expectedAt(
  db: Database,
  file: FilePath,
  line: string,
  block: { readonly type: string; readonly name: string } | undefined,
): WordsAt | undefined {
  const directory = dirname(file);
  if (isValues(file)) {
    const typed = START.exec(line)?.[1];
    const module = moduleOfValues(db, file);
    return typed === undefined || module === undefined || block !== undefined
      ? undefined
      : words(typed, keyOf(module, 'var.'), 'terraform/value');
  }
  const source = block?.type === 'module' ? SOURCE.exec(line)?.[1] : undefined;
  if (source !== undefined) {
    const expected: Expectation = { space: PATH, role: 'terraform/source', from: directory };
    return { typed: source, expected: [expected] };
  }
  const output = OUTPUT.exec(line);
  if (output?.[1] !== undefined) {
    const child = calledModule(db, directory, output[1]);
    return child === undefined ? undefined : words(output[2] ?? '', keyOf(child, 'output.'), 'terraform/output');
  }
  const address = ADDRESS.exec(line);
  if (address?.[1] !== undefined) return words(address[2] ?? '', keyOf(directory, address[1]), 'terraform/name');
  const argument = block?.type === 'module' ? START.exec(line)?.[1] : undefined;
  if (block === undefined || argument === undefined) return undefined;
  const child = calledModule(db, directory, block.name);
  if (child === undefined) return undefined;
  const given = contentOf(db, file).calls.find(({ name }) => name === block.name)?.arguments ?? [];
  return {
    ...words(argument, keyOf(child, 'var.'), 'terraform/var'),
    taken: new Set(given.map(({ text }) => text).filter((text) => text !== argument)),
    suffix: ' = ',
  };
}

function words(typed: string, prefix: string, role: string): WordsAt {
  return { typed, expected: [{ space: NAME, role, scope: '', prefix }] };
}
