/** Drift in words: values on one line, who and when. */
import type { Json } from '../../model/drift/json.ts';
import type { ObjectState } from '../../model/drift/result.ts';
import type { DriftReport, ReportedField, ReportedObject } from './report.ts';

/** Characters of a value that are shown. */
const MAX_VALUE = 60;

export const HIDDEN = '••••••';

/** The live value against the desired one: `live 5, Git says 3`. */
export function fieldWords(field: ReportedField): string {
  if (field.hidden) return 'differs (the values are not shown)';
  if (field.live === undefined) return `not there, Git says ${valueWords(field.desired)}`;
  return field.desired === undefined
    ? `live ${valueWords(field.live)}, not in Git`
    : `live ${valueWords(field.live)}, Git says ${valueWords(field.desired)}`;
}

export function valueWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' && /^[^\s"'{}[\]]+$/.test(value) ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}

/** Behind the line that has the desired value: of the same image in another version, the version alone. */
export function liveWords(live: Json, desired: Json | undefined): string {
  const before = typeof live === 'string' ? live.slice(0, live.lastIndexOf(':') + 1) : '';
  const isSame = before.includes('/') && typeof desired === 'string' && desired.slice(0, desired.lastIndexOf(':') + 1) === before;
  return isSame && typeof live === 'string' ? valueWords(`…${live.slice(before.length - 1)}`) : valueWords(live);
}

/** `kubectl-scale · 2 h ago`; '' where nothing is recorded. */
export function changeWords({ change }: Pick<ReportedField, 'change'>, now: number): string {
  if (change === undefined) return '';
  const time = change.time === undefined ? undefined : Date.parse(change.time);
  return [change.name, ...(time === undefined || Number.isNaN(time) ? [] : [agoWords(now - time)])].join(' · ');
}

export function agoWords(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}

export const STATE_WORDS: Readonly<Record<ObjectState, string>> = {
  'in-sync': 'in sync',
  differs: 'differs',
  missing: 'missing from the cluster',
  extra: 'in the cluster, not in Git',
  unjudged: 'cannot be compared',
};

export function objectTitle({ kind, name }: Pick<ReportedObject, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** `2 fields drifted, 1 missing`, `3 fields in 2 objects drifted`; `in sync`. */
export function reportWords({ objects }: DriftReport): string {
  const count = (state: ObjectState): number => objects.filter((one) => one.state === state).length;
  const fields = objects.reduce((sum, one) => sum + one.fields.length, 0);
  const parts = [
    ...(count('differs') > 0 ? [`${plural(fields, 'field')}${where(count('differs'))} drifted`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} missing`] : []),
    ...(count('extra') > 0 ? [`${count('extra')} not in Git`] : []),
    ...(count('unjudged') > 0 ? [`${count('unjudged')} not compared`] : []),
  ];
  return parts.length === 0 ? (objects.length === 0 ? 'nothing to compare' : 'in sync') : parts.join(', ');
}

/** In how many objects, where it is more than one. */
function where(objects: number): string {
  return objects > 1 ? ` in ${objects} objects` : '';
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
