/** `plumbline impact`: what the working tree changes in what is deployed, compared with where its branch began. */
import { dirname } from '../base/paths.ts';
import { repositoryRoots } from '../ide/files.ts';
import { type Impact, type ImpactPlace, impactOf } from '../ide/impact/impact.ts';
import { headline, impactMarkdown, plural } from '../ide/impact/markdown.ts';
import { applicationWords, objectTitle, objectWords } from '../ide/impact/words.ts';
import { type Arguments, lastValue, UsageError } from './arguments.ts';
import { pathsIn } from './check.ts';
import { coloursFor } from './colours.ts';
import { Progress } from './progress.ts';
import { CLEAN, FAILED } from './status.ts';
import { visible, visibleJson } from './visible.ts';
import type { Base, World } from './world.ts';

export async function impactCommand(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length > 1) throw new UsageError('impact takes one path at a time');
  const ref = lastValue(given, 'base');
  if (ref?.startsWith('-')) throw new UsageError('--base needs a revision, and none starts with "-"');
  const progress = new Progress(world.err);
  const [directory = world.cwd] = [...pathsIn(given, world)].map(([path, kind]) => (kind === 'directory' ? path : dirname(path)));
  const after = await world.load([directory], (done, total) => progress.tell('Reading', done, total));
  const compared = await world.compare(after, repositoryRoots(after), ref);
  progress.clear();
  if ('error' in compared) {
    world.err.write(`plumbline: ${visible(compared.error)}.\n`);
    return FAILED;
  }
  const { before, files, bases } = compared;
  const impact = await impactOf({ before, after, files }, world.pace);
  switch (lastValue(given, 'format')) {
    case 'json':
      world.out.write(`${visibleJson(JSON.stringify(document(impact, bases), null, 2))}\n`);
      break;
    case 'markdown':
      world.out.write(impactMarkdown(impact, visible));
      break;
    default:
      world.out.write(pretty(impact, bases, world));
  }
  return CLEAN;
}

/** The stable form: see docs/impact.md. */
function document({ applications, dangers, owners, terraform, files }: Impact, bases: readonly Base[]): unknown {
  const place = (at: ImpactPlace | undefined): unknown => at && { file: at.file, line: at.line, character: at.character };
  return {
    version: 1,
    bases: bases.map(({ ref, commit }) => ({ ref, commit })),
    dangers: dangers.map(({ id, message, applications: of, side, at }) => ({
      id,
      message,
      applications: of,
      side,
      at: place(at),
    })),
    applications: applications.map(({ kind, name, namespace, directory, environment, title, objects, problems, isChart }) => ({
      kind,
      name,
      namespace,
      directory,
      environment,
      title,
      rendered: !isChart,
      objects: objects.map(
        ({ change, apiVersion, kind: of, namespace: space, name: called, nameBefore, fields, beforeAt, afterAt }) => ({
          change,
          apiVersion,
          kind: of,
          namespace: space,
          name: called,
          ...(nameBefore !== undefined && { nameBefore }),
          before: place(beforeAt),
          after: place(afterAt),
          fields: fields.map((field) => ({
            field: field.field,
            before: field.before,
            after: field.after,
            hidden: field.isSecret,
            beforeAt: place(field.beforeAt),
            afterAt: place(field.afterAt),
          })),
        }),
      ),
      problems: problems.map(({ side, message, at }) => ({ side, message, at: place(at) })),
    })),
    terraform,
    owners,
    files: files.map(({ file, change, owners: own }) => ({ file, change, owners: own })),
  };
}

function pretty(impact: Impact, bases: readonly Base[], world: World): string {
  const colours = coloursFor(world.out, world.env);
  const { applications, dangers, owners, terraform, files } = impact;
  const since = bases.map(({ ref, commit }) => `${visible(ref)} (${commit.slice(0, 7)})`).join(', ');
  if (files.length === 0) return `Nothing changed since ${since}.\n`;
  const lines = [`${headline(impact)} Since ${since}.`, ''];
  for (const { message, applications: of, at } of dangers) {
    lines.push(`${colours.severity('warning', 'danger')} ${visible(message)} (${of.map(visible).join(', ')})`);
    lines.push(colours.dim(`       ${address(at)}`));
  }
  if (dangers.length > 0) lines.push('');
  for (const application of applications) {
    lines.push(`${colours.bold(visible(application.title))}  ${colours.dim(visible(applicationWords(application)))}`);
    for (const { side, message, at } of application.problems)
      lines.push(`    ${side === 'after' ? 'does not build' : 'did not build before'}: ${address(at)}: ${visible(message)}`);
    for (const object of application.objects)
      lines.push(`    ${visible(objectTitle(object))}  ${visible(objectWords(object))}`, ...placesOf(object, colours.dim));
    lines.push('');
  }
  for (const { directory, files: of } of terraform)
    lines.push(
      `${colours.bold(visible(`terraform ${directory}`))}  ${colours.dim(`${plural(of.length, 'file')} changed, plan not run`)}`,
      '',
    );
  if (owners.length > 0) lines.push(`owners: ${owners.map(({ owner }) => visible(owner)).join(', ')}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The lines of the sources that set what changed, each once. */
function placesOf(
  { fields, afterAt, beforeAt }: Impact['applications'][number]['objects'][number],
  dim: (text: string) => string,
): readonly string[] {
  const places = fields.length > 0 ? fields.map((field) => field.afterAt ?? field.beforeAt) : [afterAt ?? beforeAt];
  const told = [...new Set(places.flatMap((at) => (at === undefined ? [] : address(at))))];
  const shown = told.slice(0, 3).join(', ');
  return shown === '' ? [] : [dim(`        ${shown}${told.length > 3 ? `, +${told.length - 3}` : ''}`)];
}

function address({ file, line }: ImpactPlace): string {
  return `${visible(file)}:${line + 1}`;
}
