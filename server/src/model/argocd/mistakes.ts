/** What the application controller refuses in an Application's sources and destination (util/argo, ValidatePermissions). */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { isCompletedByKustomize } from '../kustomize/completed.ts';
import type { Place } from '../place.ts';
import { applicationsIn, isTemplated, type Source } from './applications.ts';

export interface SourceMistake {
  readonly mistake: 'noSource' | 'noUrl' | 'nothing' | 'noRevision';
  readonly at: Place;
}

/** Sources that say too little or too much; silent where kustomizations or generators complete them. */
export function* sourceMistakes(db: Database, file: FilePath): Generator<SourceMistake> {
  if (isCompletedByKustomize(db, file)) return;
  for (const { spec, sources, sourcesKey, hydrated, completedElsewhere } of applicationsIn(db, file)) {
    if (completedElsewhere || hydrated) continue;
    if (sources.length === 0 && spec !== undefined) yield { mistake: 'noSource', at: { node: spec, from: 0, to: 1 } };
    for (const source of sources) {
      const mistake = mistakeOf(source, sourcesKey !== undefined);
      if (mistake !== undefined) yield mistake;
    }
  }
}

function mistakeOf(source: Source, isOneOfSeveral: boolean): SourceMistake | undefined {
  const { node, url, path, chart, ref, revision } = source;
  const whole: Place = { node, from: 0, to: 1 };
  if (url === undefined) return { mistake: 'noUrl', at: whole };
  if (path === undefined && chart === undefined && !(isOneOfSeveral && ref !== undefined))
    return { mistake: 'nothing', at: { node: url.node } };
  if (chart !== undefined && revision === undefined) return { mistake: 'noRevision', at: { node: chart.node } };
  return undefined;
}

/** The `source` and `sources` of Applications that have both. */
export function* doubledSources(db: Database, file: FilePath): Generator<{ readonly source: NodeId; readonly sources: NodeId }> {
  for (const { sourceKey, sourcesKey, sources } of applicationsIn(db, file))
    if (sourceKey !== undefined && sourcesKey !== undefined && sources.length > 0)
      yield { source: sourceKey, sources: sourcesKey };
}

export interface DestinationMistake {
  readonly mistake: 'both' | 'neither';
  readonly at: Place;
  /** The second of two that exclude one another. */
  readonly other: Place | undefined;
}

/** Destinations that name no cluster, or one in two ways (util/argo, GetDestinationCluster). */
export function* destinationMistakes(db: Database, file: FilePath): Generator<DestinationMistake> {
  if (isCompletedByKustomize(db, file)) return;
  for (const { destination, completedElsewhere } of applicationsIn(db, file)) {
    if (destination === undefined || completedElsewhere) continue;
    const { node, server, name } = destination;
    const isOpen = isTemplated(server?.text ?? '') || isTemplated(name?.text ?? '');
    if (server !== undefined && name !== undefined && !isOpen) yield { mistake: 'both', at: name.at, other: server.at };
    if (server === undefined && name === undefined) yield { mistake: 'neither', at: { node, from: 0, to: 1 }, other: undefined };
  }
}
