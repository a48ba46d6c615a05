/** What stands above an Application, Kustomization or the like in its manifest while a cluster is connected. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { type ActionName, actionsFor } from '../../model/live/actions.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { guardOf } from '../../model/live/guards.ts';
import { declarationOf, declaredApplications, liveApplications, spanOf } from './declared.ts';
import { driftOfApplication } from './drift-nodes.ts';
import { driftWords } from './tree.ts';
import { shortRevision } from './words.ts';

export interface LiveLens {
  readonly span: Span;
  readonly title: string;
  readonly application: string;
  /** Undefined for the state itself, which leads to the view. */
  readonly action: ActionName | 'drift' | undefined;
}

const SIGNS = {
  failed: '✗',
  degraded: '✗',
  outOfSync: '◐',
  progressing: '⟳',
  suspended: '⏸',
  unknown: '?',
  synced: '✓',
} as const;

/** Those that lenses offer; the view offers all. */
const OFFERED: readonly (readonly [ActionName, string])[] = [
  ['sync', 'Sync'],
  ['terminate', 'Terminate'],
  ['reconcile', 'Reconcile'],
  ['resume', 'Resume'],
  ['suspend', 'Suspend'],
  ['refresh', 'Refresh'],
];

/** What is rendered here, and can be compared field by field. */
const COMPARED: ReadonlySet<string> = new Set(['Application', 'Kustomization']);

export function liveLenses(db: Database, file: FilePath, cluster: ClusterFacts): readonly LiveLens[] {
  if (cluster.objects.length === 0) return [];
  const declared = declaredApplications(db, '');
  if (!declared.some((one) => one.file === file)) return [];
  const isReadOnly = guardOf(db, cluster.context ?? '').readOnly;
  return liveApplications(cluster).flatMap((one): LiveLens[] => {
    const found = declarationOf(db, one, declared);
    if (found === undefined || found.file !== file) return [];
    const span = spanOf(db, found);
    const revision = one.revision === undefined ? '' : ` ${shortRevision(one.revision)}`;
    const compared = one.state === 'synced' ? driftOfApplication(db, cluster.context ?? '', one) : undefined;
    const title = compared?.drifted ? `${SIGNS.outOfSync} ${driftWords(one, compared)}` : `${SIGNS[one.state]} ${one.words}`;
    const state = { span, title: `${title}${revision}`, application: one.id, action: undefined };
    // A set makes many: each with its name, and what can be done with it in the view.
    if (found.kind === 'ApplicationSet') return [{ ...state, title: `${SIGNS[one.state]} ${one.name} ${one.words}` }];
    const actions = isReadOnly ? [] : OFFERED.filter(([action]) => actionsFor(one).includes(action));
    const drift = COMPARED.has(one.kind) ? [{ span, title: 'Drift', application: one.id, action: 'drift' as const }] : [];
    return [state, ...drift, ...actions.map(([action, title]) => ({ span, title, application: one.id, action }))];
  });
}
