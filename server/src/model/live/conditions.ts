/** The conditions of an object's status, in the shape that all kinds share. */
import type { LiveCondition } from './application.ts';
import { type Json, list, text } from './json.ts';

export function conditionsOf(object: Json): readonly LiveCondition[] {
  return list(object, 'status', 'conditions').flatMap((one): LiveCondition[] => {
    const type = text(one, 'type');
    if (type === undefined) return [];
    return [
      {
        type,
        // Argo CD's conditions have no status: those that are listed hold.
        status: text(one, 'status') ?? 'True',
        reason: text(one, 'reason') ?? '',
        message: text(one, 'message') ?? '',
        since: text(one, 'lastTransitionTime'),
      },
    ];
  });
}
