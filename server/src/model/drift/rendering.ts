/** What rendering an application comes to, whoever renders it: objects with the origin of every field, and what is not there. */
import { type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { BuildResult } from '../kustomize/build/build.ts';
import { problemSentence } from '../kustomize/build/sentences.ts';
import type { MapValue } from '../kustomize/build/values.ts';
import { below, isThisRepository } from '../this-repository.ts';
import { repositories } from '../workspace/inputs.ts';
import { displayPath, followsBranch } from '../workspace/repository.ts';

/** One object on its way to the cluster, and why nothing can be said of it where that is so. */
export interface RenderedObject {
  readonly value: MapValue;
  readonly unjudged?: string;
}

export interface Rendering {
  readonly objects: readonly RenderedObject[];
  /** Sentences on what is not rendered here; where there are some, nothing can be concluded from an object's absence. */
  readonly unrendered: readonly string[];
}

export function unrendered(...sentences: readonly string[]): Rendering {
  return { objects: [], unrendered: sentences };
}

export function joinedRenderings(all: readonly Rendering[]): Rendering {
  return { objects: all.flatMap(({ objects }) => objects), unrendered: all.flatMap((one) => one.unrendered) };
}

/** A build's objects; where it fails, or leaves something out, the sentences say so. */
export function builtRendering(db: Database, { objects, problems }: BuildResult): Rendering {
  return {
    objects: objects.map(({ value }) => ({ value })),
    unrendered: problems.map((problem) => `${displayPath(db, problem.file)}: ${problemSentence(problem)}`),
  };
}

/** Where a source's path lies here; or why it does not: it is of another repository, or of a branch that is not checked out. */
export type Here =
  | { readonly root: FilePath; readonly directory: FilePath }
  | { readonly elsewhere: string; readonly isOtherRepository: boolean };

export function directoryHere(db: Database, url: string, revision: string | undefined, path: string): Here {
  let isKnown = false;
  for (const { root } of repositories(db, '')) {
    if (!isThisRepository(db, join(root, '.git'), url)) continue;
    isKnown = true;
    if (followsBranch(db, root, revision)) return { root, directory: below(root, path) };
  }
  return isKnown
    ? { elsewhere: `it follows ${revision ?? 'a revision'}, which is not what is checked out here`, isOtherRepository: false }
    : { elsewhere: `it is deployed from ${withoutCredentials(url)}, which is another repository`, isOtherRepository: true };
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
