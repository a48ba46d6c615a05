/** The command line from its words to its exit status. */
import { nearest } from '../base/near.ts';
import { readArguments, UsageError } from './arguments.ts';
import { COMMANDS, type Command } from './commands.ts';
import { FAILED } from './status.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

const HELP = { kind: 'flag', help: 'Show this help' } as const;

/** Runs one command; never throws, and says what went wrong in one line. */
export async function run(words: readonly string[], world: World): Promise<number> {
  try {
    return await dispatch(words, world);
  } catch (error) {
    if (error instanceof UsageError) {
      world.err.write(`plumbline: ${visible(error.message)}${/[?]$/.test(error.message) ? '' : '.'}\n`);
      return FAILED;
    }
    const trace = world.env.PLUMBLINE_DEBUG === undefined ? '' : `\n${error instanceof Error ? error.stack : ''}`;
    const said = visible(error instanceof Error ? error.message : String(error));
    world.err.write(`plumbline: an internal error, which is a defect of Plumbline: ${said}${trace}\n`);
    return FAILED;
  }
}

async function dispatch(words: readonly string[], world: World): Promise<number> {
  const [name, ...rest] = words;
  if (name === '--version' || name === '-v') {
    world.out.write(`${world.version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const one = COMMANDS.get(rest[0] ?? '');
    const text = one === undefined ? overview() : help(rest[0] ?? '', one);
    (name === undefined ? world.err : world.out).write(text);
    return name === undefined ? FAILED : 0;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    const meant = nearest(name, COMMANDS.keys());
    const advice = meant === undefined ? '`plumbline help` lists them' : `did you mean ${meant}?`;
    throw new UsageError(`there is no command ${name}; ${advice}`);
  }
  const behind = rest.indexOf('--');
  if ((behind < 0 ? rest : rest.slice(0, behind)).some((word) => word === '--help' || word === '-h')) {
    world.out.write(help(name, command));
    return 0;
  }
  return command.run(readArguments(rest, command.options), world);
}

function overview(): string {
  const lines = [...COMMANDS].map(([name, { usage, summary }]) => `  plumbline ${`${name} ${usage}`.padEnd(18)} ${summary}`);
  return `Plumbline keeps GitOps repositories true.\n\n${lines.join('\n')}\n\n\`plumbline help COMMAND\` lists a command's options.\nExit status: 0 clean, 1 findings, 2 wrong usage or an error.\n`;
}

function help(name: string, { usage, summary, options }: Command): string {
  const rows = [...options, ['help', HELP] as const].map(([option, { kind, help: text }]) => {
    const value = kind === 'flag' ? '' : kind === 'text' ? ' VALUE' : ` ${kind.join('|')}`;
    return `  --${option}${value}\n      ${text}.`;
  });
  return `plumbline ${name} ${usage}\n${summary}\n\n${rows.join('\n')}\n`;
}
