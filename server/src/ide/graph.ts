/** The graph of deployments, for the faces. */
import type { Database } from '../engine/database.ts';
import { deployments, type Graph } from '../model/graph/deployments.ts';

export type { Graph, GraphEdge, GraphNode } from '../model/graph/deployments.ts';

export function deploymentGraph(db: Database): Graph {
  return deployments(db);
}
