/** What can be rewritten at a place as a whole; whether it keeps what is built is proven only once it is asked for. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { isKustomizationFile } from '../../model/kustomize/recognise.ts';
import type { WorkspaceChange } from '../edits.ts';
import type { Refusal } from '../rename.ts';
import { convertPatch } from './convert-patch.ts';
import { extractablesAt, extractComponent } from './extract-component.ts';
import { patchEntryAt } from './patch-entry.ts';

/** A conversion by what it needs to be found again. */
export type Conversion =
  | { readonly is: 'patch'; readonly kustomization: FilePath; readonly index: number; readonly to: 'merge' | 'json' }
  | { readonly is: 'component'; readonly kustomization: FilePath; readonly other: FilePath };

export interface OfferedConversion {
  readonly title: string;
  readonly kind: 'rewrite' | 'extract';
  readonly conversion: Conversion;
}

export function conversionsAt(db: Database, file: FilePath, span: Span): readonly OfferedConversion[] {
  return [...patchConversions(db, file, span), ...componentConversions(db, file, span)];
}

function patchConversions(db: Database, file: FilePath, span: Span): readonly OfferedConversion[] {
  const entry = patchEntryAt(db, file, span);
  if (entry === undefined) return [];
  const { kustomization, index, form } = entry;
  const to = form === 'merge' ? 'json' : 'merge';
  const title = to === 'json' ? 'Convert to a JSON 6902 patch' : 'Convert to a strategic merge patch';
  return [{ title, kind: 'rewrite', conversion: { is: 'patch', kustomization, index, to } }];
}

function componentConversions(db: Database, file: FilePath, span: Span): readonly OfferedConversion[] {
  if (!isKustomizationFile(db, file)) return [];
  return extractablesAt(db, file, span).map(({ other, name, count }) => ({
    title: `Extract ${count === 1 ? 'the entry' : `the ${count} entries`} shared with ${name} into a component`,
    kind: 'extract',
    conversion: { is: 'component', kustomization: file, other },
  }));
}

/** The change, or the sentence that says why it cannot be made. */
export function convert(db: Database, conversion: Conversion, pace: Pace): Promise<WorkspaceChange | Refusal> {
  return conversion.is === 'patch'
    ? convertPatch(db, conversion.kustomization, conversion.index, conversion.to, pace)
    : extractComponent(db, conversion.kustomization, conversion.other, pace);
}
