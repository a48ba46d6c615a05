/** What kustomizations need that is not in the repository: remote entries and charts, and what to do about one at the cursor. */
import type { FilePath } from '../base/paths.ts';
import { overlaps, type Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { kustomizeBuild } from '../model/kustomize/build/build.ts';
import { kustomizationFile, PATH_FIELDS } from '../model/kustomize/file.ts';
import { directoryOf, isKustomizationFile } from '../model/kustomize/recognise.ts';
import { remoteSource } from '../model/kustomize/remote.ts';
import { layout } from '../model/source.ts';
import { fetched } from '../model/workspace/fetched.ts';
import { spanOf } from '../syntax/tree.ts';
import { spanAt } from './text.ts';

/** Whom an entry is fetched from, and which branch, tag or commit of it. */
export function sourceOf(entry: string, takesDirectories: boolean): { readonly host: string; readonly ref: string } {
  return remoteSource(entry, takesDirectories);
}

/** Something that a person may have brought here. */
export type Offer = { readonly is: 'fetch'; readonly entry: string; readonly host: string } | { readonly is: 'charts' };

/** What is missing at a place of a kustomization file. */
export function offersAt(db: Database, file: FilePath, span: Span): readonly Offer[] {
  if (!isKustomizationFile(db, file)) return [];
  const read = kustomizationFile(db, file);
  if (read === undefined) return [];
  const offers: Offer[] = [];
  for (const { field, path, written, place } of read.paths) {
    if (path !== undefined || fetched(db, written) !== undefined || !overlaps(spanAt(db, file, place), span)) continue;
    offers.push({ is: 'fetch', entry: written, host: sourceOf(written, PATH_FIELDS[field] !== 'file').host });
  }
  const places = layout(db, file);
  const isAtCharts = read.fields.some(
    ({ name, key, value }) =>
      /^helmChart(?:s|InflationGenerator)$/.test(name) &&
      (overlaps(spanOf(places, key), span) || overlaps(spanOf(places, value), span)),
  );
  if (
    isAtCharts &&
    kustomizeBuild(db, directoryOf(file)).problems.some((problem) => problem.code === 'helm' && problem.file === file)
  )
    offers.push({ is: 'charts' });
  return offers;
}
