/** `plumbline explain`: a rule in words, from what the rule says of itself. */
import { ruleIds, ruleOf, rulePage } from '../ide/rules.ts';
import { type Arguments, UsageError } from './arguments.ts';
import { assertRule } from './check.ts';
import { coloursFor } from './colours.ts';
import { CLEAN } from './status.ts';
import type { World } from './world.ts';

export async function explain(given: Arguments, world: World): Promise<number> {
  const [id, ...more] = given.positionals;
  if (more.length > 0) throw new UsageError('explain takes one rule at a time');
  if (id === undefined) world.out.write(list());
  else {
    assertRule(id);
    world.out.write(page(id, world));
  }
  return CLEAN;
}

function list(): string {
  const width = Math.max(...ruleIds().map((id) => id.length));
  return ruleIds()
    .map((id) => `${id.padEnd(width)}  ${ruleOf(id)?.severity.padEnd(7)}  ${ruleOf(id)?.docs.what}\n`)
    .join('');
}

function page(id: string, world: World): string {
  const rule = ruleOf(id);
  if (rule === undefined) return '';
  const { bold, dim, severity } = coloursFor(world.out, world.env);
  const { what, why, limits, covers } = rule.docs;
  const state =
    rule.profile === undefined ? 'on' : `off until the repository asks for the profile ${rule.profile} or switches it on`;
  const parts = [
    `${bold(id)} ${severity(rule.severity, rule.severity)} ${dim(`(${state}, since ${rule.since})`)}`,
    what,
    `${bold('Why')}\n${why}`,
    ...(limits === undefined ? [] : [`${bold('What it cannot see')}\n${limits}`]),
    `${bold('What it says')}\n${Object.values(rule.messages)
      .map((message) => `  ${message}`)
      .join('\n')}`,
    ...(covers === undefined || covers.length === 0 ? [] : [`${bold('Covers')}\n${covers.join(', ')}`]),
    `${bold('To silence one finding')}, put this on the line above it\n  # plumbline-ignore ${id}: the reason`,
    `${bold('To change its severity')}, put this into .plumbline.yaml\n  rules:\n    ${id}: off   # or error, warning, info, hint`,
    `${bold('Examples')} stand in Plumbline’s repository\n  ${rulePage(id)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
