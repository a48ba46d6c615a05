/** What stands above the first line of a file: the overlays that build it, and the way to what it builds. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { directBuilders, overlaysOf } from '../model/kustomize/provenance/overlays.ts';
import { directoryOf, isComponent, isKustomizationFile, kustomizationOf } from '../model/kustomize/recognise.ts';
import { overlayNames } from './overlay-names.ts';

export type Lens =
  | { readonly is: 'used-by'; readonly title: string; readonly kustomizations: readonly FilePath[] }
  | { readonly is: 'rendered'; readonly title: string; readonly directory: FilePath };

/** Overlays that a lens says by name. */
const MAX_NAMES = 2;
/** Places that a lens leads to. */
const MAX_PLACES = 100;

export function lenses(db: Database, file: FilePath): readonly Lens[] {
  const isKustomization = isKustomizationFile(db, file);
  if (!isKustomization && directBuilders(db, file).length === 0) return [];
  const found: Lens[] = [];
  const overlays = overlaysOf(db, file).filter((overlay) => !isKustomization || overlay !== directoryOf(file));
  const kustomizations = overlays.slice(0, MAX_PLACES).flatMap((overlay) => kustomizationOf(db, overlay) ?? []);
  if (kustomizations.length > 0) found.push({ is: 'used-by', title: usedBy(db, overlays), kustomizations });
  if (isKustomization && !isComponent(db, file)) found.push({ is: 'rendered', title: 'rendered', directory: directoryOf(file) });
  return found;
}

function usedBy(db: Database, overlays: readonly FilePath[]): string {
  const names = [...overlayNames(db, overlays).values()].slice(0, MAX_NAMES);
  const more = overlays.length - names.length;
  return `used by ${names.join(', ')}${more > 0 ? `, +${more}` : ''}`;
}
