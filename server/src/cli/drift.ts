/** `plumbline drift`: in which fields the cluster is not what the repository says, and who changed them. */
import { dirname } from '../base/paths.ts';
import { type DriftReport, driftReport, isDrift, type ReportedField, type ReportedObject } from '../ide/drift/report.ts';
import { changeWords, fieldWords, objectTitle, reportWords, STATE_WORDS } from '../ide/drift/words.ts';
import { type Arguments, lastValue, UsageError } from './arguments.ts';
import { pathsIn } from './check.ts';
import { coloursFor } from './colours.ts';
import { Progress } from './progress.ts';
import { CLEAN, FAILED } from './status.ts';
import { visible, visibleJson } from './visible.ts';
import type { World } from './world.ts';

const DRIFTED = 1;

export async function driftCommand(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length > 1) throw new UsageError('drift takes one path at a time');
  const progress = new Progress(world.err);
  const [directory = world.cwd] = [...pathsIn(given, world)].map(([path, kind]) => (kind === 'directory' ? path : dirname(path)));
  const db = await world.load([directory], (done, total) => progress.tell('Reading', done, total));
  const seen = await world.drift(
    db,
    {
      context: lastValue(given, 'context'),
      application: lastValue(given, 'app'),
      allowsCommand: given.options.has('allow-command'),
    },
    (done, total) => progress.tell('Comparing', done, total),
  );
  progress.clear();
  if ('error' in seen) {
    world.err.write(`plumbline: ${visible(seen.error.replace(/\.$/, ''))}.\n`);
    return FAILED;
  }
  const reports = seen.keys.flatMap((key) => driftReport(db, key) ?? []);
  if (lastValue(given, 'format') === 'json')
    world.out.write(`${visibleJson(JSON.stringify(document(seen.context, reports), null, 2))}\n`);
  else world.out.write(pretty(seen.context, reports, world, seen.now));
  return reports.some(({ drifted }) => drifted) ? DRIFTED : CLEAN;
}

/** The stable form: see docs/drift.md. */
function document(context: string, reports: readonly DriftReport[]): unknown {
  return {
    version: 1,
    context,
    applications: reports.map(({ engine, namespace, name, objects, unrendered, drifted }) => ({
      engine,
      namespace,
      name,
      drifted,
      unrendered,
      objects: objects.map(({ key: _, span: __, ...object }) => ({ ...object, fields: object.fields.map(fieldDocument) })),
    })),
  };
}

function fieldDocument({ field, desired, live, hidden, change, place, declared }: ReportedField): unknown {
  const { name: manager, operation, time, subresource } = change ?? {};
  return { field, desired, live, hidden, declared, place, change: change && { manager, operation, time, subresource } };
}

function pretty(context: string, reports: readonly DriftReport[], world: World, now: number): string {
  const colours = coloursFor(world.out, world.env);
  if (reports.length === 0) return `Nothing in ${visible(context)} is deployed from this repository.\n`;
  const lines: string[] = [];
  for (const report of reports) {
    const title = `${report.namespace}/${report.name}`;
    lines.push(`${colours.bold(visible(title))}  ${colours.dim(visible(reportWords(report)))}`);
    for (const sentence of report.unrendered) lines.push(`    not rendered here: ${visible(sentence)}`);
    for (const object of report.objects) if (isDrift(object) || object.note !== undefined) lines.push(...objectLines(object));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;

  function objectLines(object: ReportedObject): readonly string[] {
    const head = `    ${colours.severity(isDrift(object) ? 'warning' : 'info', visible(objectTitle(object)))}  ${STATE_WORDS[object.state]}`;
    const note = object.note === undefined ? [] : [colours.dim(`        ${visible(object.note)}`)];
    const fields = object.fields.flatMap((field) => {
      const who = changeWords(field, now);
      const where = address(field.place);
      return [
        `        ${visible(field.field)}: ${visible(fieldWords(field))}`,
        colours.dim(
          `            ${[where, who]
            .filter((part) => part !== '')
            .map(visible)
            .join(' · ')}`,
        ),
      ];
    });
    const place = object.state === 'missing' ? [colours.dim(`        ${visible(address(object.place))}`)] : [];
    return [head, ...place, ...note, ...fields];
  }
}

function address(place: ReportedField['place']): string {
  return place === undefined ? '' : `${place.file}:${place.line + 1}:${place.character + 1}`;
}
