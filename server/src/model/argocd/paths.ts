/** The directories and value files that Applications name and that are not there. */
import { type FilePath, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { nearPath } from '../near-path.ts';
import type { Place } from '../place.ts';
import { sourcePath } from '../this-repository.ts';
import { pathKind } from '../workspace/inputs.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { applicationsIn } from './applications.ts';
import { madeApplications, templatedTexts } from './sets/made.ts';
import { valueFilesOf, writtenAs } from './values.ts';

export interface MissingPath {
  readonly at: Place;
  /** The path that is missing: as written, or with a generator's values filled in. */
  readonly text: string;
  /** What to write in its stead, where something similar exists. */
  readonly meant: string | undefined;
  /** True where a generator filled it in. */
  readonly isMade: boolean;
  /** The generator's element that leads there. */
  readonly element: Place | undefined;
}

export function* missingPaths(db: Database, file: FilePath): Generator<MissingPath> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file)) return;
  for (const application of applicationsIn(db, file)) {
    for (const source of application.sources) {
      if (source.path === undefined || source.chart !== undefined) continue;
      const target = sourcePath(db, file, source);
      if (target === undefined || pathKind(db, target) !== undefined) continue;
      const near = nearPath(db, root, target, 'directory');
      const { at, text } = source.path;
      yield { at, text, meant: near === undefined ? undefined : relative(root, near), isMade: false, element: undefined };
    }
  }
  yield* missingInSets(db, file);
}

/** Of the Applications that a set makes, those whose path was filled in; each path once. */
function* missingInSets(db: Database, file: FilePath): Generator<MissingPath> {
  const made = madeApplications(db, file);
  if (made.length === 0) return;
  const told = new Set<string>();
  const templated = templatedTexts(db, file);
  const written = new Map(
    applicationsIn(db, file).flatMap(({ sources }) => sources.flatMap(({ path }) => (path ? [[path.node, path.at]] : []))),
  );
  for (const { sources, element, isPatched, open } of made) {
    // Whether clusters make such a one at all is not known.
    if (isPatched || open) continue;
    for (const source of sources) {
      if (source.path === undefined || source.chart !== undefined || !templated.has(source.path.node)) continue;
      const target = sourcePath(db, file, source);
      const { node, text } = source.path;
      const at = written.get(node) ?? { node };
      const key = `${source.path.node} ${text}`;
      if (target === undefined || pathKind(db, target) !== undefined || told.has(key)) continue;
      told.add(key);
      yield { at, text, meant: undefined, isMade: true, element: element === undefined ? undefined : { node: element } };
    }
  }
}

/** Value files that are missing from a chart or repository directory that is there. */
export function* missingValueFiles(db: Database, file: FilePath): Generator<Omit<MissingPath, 'element' | 'isMade'>> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file)) return;
  for (const application of applicationsIn(db, file)) {
    for (const value of valueFilesOf(db, file, application)) {
      if (value.optional || pathKind(db, value.path) !== undefined) continue;
      const near = nearPath(db, root, value.path, 'file');
      yield { at: value.at, text: value.text, meant: near === undefined ? undefined : writtenAs(value, near) };
    }
  }
}
