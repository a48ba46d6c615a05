/** The environments that a workspace is laid out in, and what of one stands where in another. */
import { basename, dirname, extname, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { objectsIn } from '../../model/kubernetes/objects.ts';
import { isFinal } from '../../model/kustomize/provenance/overlays.ts';
import { allKustomizations, directoryOf, isComponent } from '../../model/kustomize/recognise.ts';
import { includedBy } from '../../model/kustomize/uses.ts';
import { environmentOf } from '../../model/workspace/environment.ts';
import { fileList } from '../../model/workspace/inputs.ts';
import { displayPath, repositoryOf } from '../../model/workspace/repository.ts';

/** From one environment into another. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

/** What is deployed to an environment as one: what a directory builds, or the objects of a file that no build takes. */
export type Part = { readonly directory: FilePath } | { readonly file: FilePath };

export interface Counterparts {
  readonly from: Part;
  readonly to: Part;
}

/** The steps that something in the workspace could be promoted by, in the order in which people take them. */
export function promotionSteps(db: Database): readonly Step[] {
  const parts = partsOf(db);
  const names = [...new Set(parts.map((part) => environmentAt(db, part)).filter((one) => one !== undefined))];
  const paths = new Set(parts.map(pathOf));
  const steps: Step[] = [];
  for (const from of names)
    for (const to of names) {
      if (from === to || !areAlike(from, to)) continue;
      const isMet = parts.some(
        (part) => environmentAt(db, part) === from && paths.has(counterpart(db, pathOf(part), { from, to })),
      );
      if (isMet) steps.push({ from, to });
    }
  const order = ({ from, to }: Step): number => (rank(from) < rank(to) ? rank(from) : 100 + rank(from));
  return steps.sort(
    (a, b) => order(a) - order(b) || rank(a.to) - rank(b.to) || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
  );
}

/** What there is of both environments, in the order of the paths. */
export function counterparts(db: Database, step: Step): readonly Counterparts[] {
  const parts = new Map(partsOf(db).map((part) => [pathOf(part), part]));
  const found: Counterparts[] = [];
  for (const [path, from] of parts) {
    if (environmentAt(db, from) !== step.from) continue;
    const to = parts.get(counterpart(db, path, step));
    if (to !== undefined && 'file' in to === 'file' in from) found.push({ from, to });
  }
  return found.sort((a, b) => (pathOf(a.to) < pathOf(b.to) ? -1 : 1));
}

export function pathOf(part: Part): FilePath {
  return 'file' in part ? part.file : part.directory;
}

/** That of the directory, else the word in a file's name. */
function environmentAt(db: Database, part: Part): string | undefined {
  const path = displayPath(db, pathOf(part));
  if ('directory' in part) return environmentOf(path);
  const words = basename(path).split(/[-_.]/);
  return environmentOf(dirname(path)) ?? words.map(environmentOf).find((word) => word !== undefined);
}

/** True for `staging` and `production`, `staging-eu` and `prod-eu`, `prod-eu` and `prod-us`, `qa` and `staging-us`; not for `prod` and `prod-eu`. */
function areAlike(from: string, to: string): boolean {
  const [ours, theirs] = [from.split(/[-_.]/), to.split(/[-_.]/)];
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  if (short.length === 1 && long.length === 2) return !long.includes(from) && !long.includes(to);
  return ours.length === theirs.length && ours.filter((word, i) => word !== theirs[i]).length === 1;
}

function partsOf(db: Database): readonly Part[] {
  const built = allKustomizations(db, '').filter((one) => !isComponent(db, one) && isFinal(db, one));
  const directories = built.map((one): Part => ({ directory: directoryOf(one) }));
  const files = fileList(db, '').filter(
    (file) =>
      ['.yaml', '.yml', '.json'].includes(extname(file)) &&
      environmentAt(db, { file }) !== undefined &&
      includedBy(db, file).length === 0 &&
      objectsIn(db, file).some(({ partial, name }) => !partial && name !== undefined),
  );
  return [...directories, ...files.map((file): Part => ({ file }))];
}

/** The path with the name of the one environment in the place of that of the other, also as a word of longer names. */
export function renamed(text: string, { from, to }: Step): string {
  return text
    .split('/')
    .map((part) => (part === from ? to : part.replace(wordOf(from), `$1${to.replaceAll('$', '$$$$')}`)))
    .join('/');
}

function wordOf(name: string): RegExp {
  return new RegExp(`(^|[-_.])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=$|[-_.])`, 'g');
}

function counterpart(db: Database, path: FilePath, step: Step): FilePath {
  const root = repositoryOf(db, path)?.root ?? '';
  const inside = path.slice(root.length + 1);
  return join(root, renamed(inside, step));
}

/** How near to the people who depend on it, by its name. */
function rank(name: string): number {
  const index = ORDER.findIndex((words) => words.test(name));
  return index < 0 ? ORDER.length / 2 : index;
}

const ORDER: readonly RegExp[] = [
  /lab|sandbox/i,
  /dev/i,
  /preview|test|integration/i,
  /qa/i,
  /accept|uat/i,
  /pre-?prod/i,
  /stag|stg/i,
  /prod|prd|live/i,
];
