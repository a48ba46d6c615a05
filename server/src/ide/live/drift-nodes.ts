/** The objects of an application that was compared with its files, as lines of the Applications view. */
import type { Database } from '../../engine/database.ts';
import { applicationKey, observation } from '../../model/drift/application.ts';
import { objectKey } from '../../model/drift/objects.ts';
import type { ObjectState } from '../../model/drift/result.ts';
import type { LiveApplication } from '../../model/live/application.ts';
import { type DriftReport, driftReport, isDrift, type ReportedObject } from '../drift/report.ts';
import { fieldWords, objectTitle, STATE_WORDS } from '../drift/words.ts';
import { type LiveIcon, type LiveNode, node } from './nodes.ts';

/** The comparison; undefined where the application was not looked at, or nothing of it can be compared. */
export function driftOfApplication(
  db: Database,
  context: string,
  { engine, namespace, name }: LiveApplication,
): (DriftReport & { readonly key: string }) | undefined {
  const key = applicationKey(context, engine, namespace, name);
  if (observation(db, key) === undefined) return undefined;
  const report = driftReport(db, key);
  return report === undefined || report.objects.length === 0 ? undefined : { ...report, key };
}

const ICONS: Readonly<Record<ObjectState, LiveIcon>> = {
  'in-sync': 'synced',
  differs: 'outOfSync',
  missing: 'missing',
  extra: 'extra',
  unjudged: 'unknown',
};

/** Objects that are shown. */
const MOST = 500;

/** What drifted first. */
export function driftNodes(application: LiveApplication, report: DriftReport & { readonly key: string }): readonly LiveNode[] {
  const told = new Map(application.objects.map((one) => [objectKey(one), one]));
  const sorted = report.objects.toSorted((a, b) => Number(isDrift(b)) - Number(isDrift(a)));
  return sorted.slice(0, MOST).map((object) => objectNode(application.id, report.key, object, told.get(object.key)));
}

/** `told`: what the controller says of the object, which counts where the comparison found nothing wrong. */
function objectNode(
  owner: string,
  application: string,
  object: ReportedObject,
  told: LiveApplication['objects'][number] | undefined,
): LiveNode {
  const { key, state, fields, note, span } = object;
  const [first, ...more] = fields;
  const trouble = state === 'in-sync' && told?.state !== undefined && told.state !== 'synced' ? told : undefined;
  const words =
    first === undefined
      ? state === 'in-sync'
        ? (trouble?.message ?? (trouble?.state === 'outOfSync' ? 'as in these files; the controller says out of sync' : ''))
        : STATE_WORDS[state]
      : `${first.field.replace(/^spec\./, '')} ${fieldWords(first)}${more.length > 0 ? ` · ${more.length} more` : ''}`;
  const who = first?.change?.name;
  return node(`object/${owner}/${key}`, objectTitle(object), {
    icon: trouble?.state ?? ICONS[state],
    description: [words, ...(who === undefined ? [] : [who])].join(' · '),
    tooltip: [
      `${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}: ${STATE_WORDS[state]}`,
      ...fields
        .slice(0, 20)
        .map((field) => `${field.field}: ${fieldWords(field)}${field.change ? `, by ${field.change.name}` : ''}`),
      ...(note === undefined ? [] : [note]),
    ],
    is: [
      'live-object',
      ...(isDrift(object) ? ['drifted'] : []),
      ...(fields.length > 0 ? ['fields'] : []),
      ...(span === undefined ? [] : ['declared']),
    ],
    since: first?.change?.time,
    declared: span,
    drift: isDrift(object) ? [application, key] : undefined,
  });
}
