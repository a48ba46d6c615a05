/** Cases that one changed value does not make: several fields at once, read from the table beside this file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../../cluster/kit/api.ts';
import { type Case, caseOf, validObjects } from './cases.ts';

/** Every line of the table, done to the object that it names. */
export function contradictions(): readonly Case[] {
  const objects = validObjects();
  const lines = readFileSync(join(import.meta.dirname, 'contradictions.txt'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    const [target = '', edits = ''] = line.split(' | ');
    const [kind, name] = target.split('/');
    const found = objects.find((one) => one.kind === kind && (name === undefined || one.metadata?.name === name));
    if (found === undefined) throw new Error(`No valid object is called ${target}.`);
    const object = structuredClone(found);
    for (const edit of edits.split(' ; ')) change(object, edit);
    return [caseOf(edits, edits.split(' ')[0] ?? '', object)];
  });
}

/** `path = YAML` sets, `path -` takes out. */
function change(object: Manifest, edit: string): void {
  const [, path = '', value] = /^(\S+|.*?"\]) (?:= (.*)|-)$/.exec(edit) ?? [];
  const steps = [...path.matchAll(/\["([^"]*)"\]|\[(\d+|\+)\]|([^.[\]]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const last = steps.pop();
  let at = object as unknown as Record<string, unknown>;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Record<string, unknown>;
  }
  if (last === undefined) throw new Error(`No path in ${edit}`);
  if (value === undefined) delete at[last];
  else if (last === '+') (at as unknown as unknown[]).push(parse(value));
  else at[last] = parse(value);
}
