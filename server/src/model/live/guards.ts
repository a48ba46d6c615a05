/** What repositories and the editor say of a context: whether actions ask twice there, or are refused. */
import { matchPart } from '../../base/glob.ts';
import type { Database } from '../../engine/database.ts';
import { config } from '../workspace/config.ts';
import { clusterSettings, repositories } from '../workspace/inputs.ts';

export interface Guard {
  /** The name of what is changed has to be typed. */
  readonly protected: boolean;
  /** Nothing is changed at all. */
  readonly readOnly: boolean;
}

/** Whoever asks for caution gets it: a repository can add to the editor's settings and take nothing away. */
export function guardOf(db: Database, context: string): Guard {
  const settings = clusterSettings(db, '');
  const matches = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchPart(pattern, context));
  const said = repositories(db, '')
    .flatMap(({ root }) => config(db, root).clusters)
    .filter(({ contexts }) => matches(contexts));
  return {
    protected: matches(settings.protected) || said.some((one) => one.protected),
    readOnly: matches(settings.readOnly) || said.some((one) => one.readOnly),
  };
}
