/** What can be written in a kustomization file where it points at something. */
import type { FilePath } from '../../base/paths.ts';
import { extname } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Expectation } from '../facts.ts';
import { OBJECT, PATH } from '../spaces.ts';
import { pathKind } from '../workspace/inputs.ts';
import { PATH_FIELDS, type PathField } from './file.ts';
import { directoryOf, kustomizationOf } from './recognise.ts';

/** Where paths stand below the field at the top; `*` is an index. Fields not named here are lists of paths. */
const INNER: Readonly<Partial<Record<string, readonly string[]>>> = {
  patches: ['*/path'],
  patchesJson6902: ['*/path'],
  replacements: ['*/path'],
  configMapGenerator: ['*/files/*', '*/envs/*', '*/env'],
  secretGenerator: ['*/files/*', '*/envs/*', '*/env'],
  openapi: ['path'],
};

export function expectedIn(file: FilePath, path: readonly (string | number)[]): readonly Expectation[] {
  const [top, ...rest] = path.map((step) => (typeof step === 'number' ? '*' : step));
  if (top === 'namespace' && rest.length === 0) return [{ space: OBJECT, role: 'kustomize/namespace', prefix: '/Namespace/' }];
  if (top === undefined || !isPathField(top)) return [];
  const inner = Object.hasOwn(INNER, top) ? INNER[top] : ['*'];
  if (!inner?.includes(rest.join('/'))) return [];
  return [{ space: PATH, role: `kustomize/${top}`, from: directoryOf(file), accepts: (db, target) => accepts(db, top, target) }];
}

function isPathField(name: string): name is PathField {
  return Object.hasOwn(PATH_FIELDS, name);
}

/** Generators read any file, all others manifests; directories have to be kustomizations. */
function accepts(db: Database, field: PathField, target: FilePath): boolean {
  const takes = PATH_FIELDS[field];
  if (pathKind(db, target) === 'directory') return takes !== 'file' && kustomizationOf(db, target) !== undefined;
  if (takes === 'directory') return false;
  return field.endsWith('Generator') || /^\.(?:ya?ml|json)$/.test(extname(target));
}
