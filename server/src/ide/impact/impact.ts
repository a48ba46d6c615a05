/** What a change does to what is deployed, as plain data for every face: the stable form of `plumbline impact --format json`. */
import { LineIndex, type Position } from '../../base/lines.ts';
import { basename, dirname, type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Pace } from '../../engine/sweep.ts';
import { ownersOf } from '../../model/codeowners/entries.ts';
import type { Danger } from '../../model/impact/dangers.ts';
import { type FieldChange, pathText } from '../../model/impact/fields.ts';
import { changedFiles, type ObjectImpact, type Sides, type UnitImpact, unitImpacts } from '../../model/impact/impact.ts';
import { identityOf } from '../../model/impact/objects.ts';
import type { BuiltObject } from '../../model/kustomize/build/build.ts';
import { located, problemSpan } from '../../model/kustomize/build/origins.ts';
import { type Json, toJson } from '../../model/kustomize/build/output.ts';
import type { BuildProblem } from '../../model/kustomize/build/problems.ts';
import { apiVersionOf } from '../../model/kustomize/build/resource.ts';
import { problemSentence } from '../../model/kustomize/build/sentences.ts';
import type { Spot, Value } from '../../model/kustomize/build/values.ts';
import { maskedPart } from '../../model/kustomize/provenance/masked.ts';
import { MASK, type Secrets } from '../../model/kustomize/provenance/secrets.ts';
import { environmentOf } from '../../model/workspace/environment.ts';
import { fileText, foundKind, repositories } from '../../model/workspace/inputs.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { objectSides } from './text.ts';

/** A place in a file of one side, relative to the repository; counted from 0. */
export interface ImpactPlace extends Position {
  readonly file: string;
  readonly path: FilePath;
}

export interface ImpactField {
  /** `spec.containers[web].image`. */
  readonly field: string;
  /** Undefined where the field is not there; Secret values are masked. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly isSecret: boolean;
  readonly beforeAt: ImpactPlace | undefined;
  readonly afterAt: ImpactPlace | undefined;
}

export interface ImpactObject {
  /** Unique within its application. */
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** The name on each side; they differ where the name ends in the hash of its content. */
  readonly name: string;
  readonly nameBefore: string | undefined;
  readonly fields: readonly ImpactField[];
  readonly beforeAt: ImpactPlace | undefined;
  readonly afterAt: ImpactPlace | undefined;
  /** The object as it is rendered on each side, line by line, values of Secrets masked. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where a line of a side, counted from 0, was set; undefined where nothing set it. */
  sourceOf(side: 'before' | 'after', line: number): ImpactPlace | undefined;
}

export interface ImpactApplication {
  readonly id: string;
  readonly kind: 'Application' | 'ApplicationSet' | 'Kustomization' | 'kustomization' | 'files';
  readonly name: string;
  readonly namespace: string | undefined;
  /** What is deployed, relative to the repository. */
  readonly directory: string;
  readonly environment: string | undefined;
  /** What people call it: the environment and the name where that tells it from others, else its directory. */
  readonly title: string;
  readonly objects: readonly ImpactObject[];
  /** Why it cannot be rendered as it is now, or could not before. */
  readonly problems: readonly { readonly side: 'before' | 'after'; readonly message: string; readonly at: ImpactPlace }[];
  /** True where Helm makes what is deployed: the files changed, and what that comes to is not known here. */
  readonly isChart: boolean;
}

export interface ImpactDanger {
  readonly id: string;
  readonly message: string;
  /** The titles of the applications that it is in. */
  readonly applications: readonly string[];
  readonly side: 'before' | 'after';
  readonly at: ImpactPlace;
}

export interface ImpactFile {
  readonly file: string;
  readonly path: FilePath;
  readonly change: 'added' | 'removed' | 'changed';
  readonly owners: readonly string[];
}

export interface Impact {
  readonly applications: readonly ImpactApplication[];
  readonly dangers: readonly ImpactDanger[];
  readonly owners: readonly { readonly owner: string; readonly files: readonly string[] }[];
  readonly terraform: readonly {
    readonly directory: string;
    readonly environment: string | undefined;
    readonly files: readonly string[];
  }[];
  readonly files: readonly ImpactFile[];
}

/** Looks at what differs between the sides; pauses between units of work. */
export async function impactOf(sides: Sides, pace: Pace): Promise<Impact> {
  const changed = changedFiles(sides);
  const units = await unitImpacts(sides, changed, pace);
  const plain = new Plain(sides);
  const titles = titlesOf(sides, units);
  const applications = units.map((unit) => plain.application(unit, titles));
  return {
    applications: [...applications].sort(byEnvironment),
    dangers: plain.dangers(units, titles),
    ...plain.files(changed),
  };
}

/** Production first, since it matters most; then by title. */
function byEnvironment(a: ImpactApplication, b: ImpactApplication): number {
  const rank = ({ environment }: ImpactApplication): number =>
    environment === undefined ? 2 : /^(?:prod|prd|live)/i.test(environment) ? 0 : 1;
  return rank(a) - rank(b) || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);
}

function titlesOf(sides: Sides, units: readonly UnitImpact[]): ReadonlyMap<UnitImpact, string> {
  const short = units.map((unit) => {
    const one = unit.after ?? unit.before;
    if (one === undefined) return '';
    if (one.deployer === undefined) return one.name === '.' ? 'repository root' : one.name;
    return unit.environment === undefined || one.name.includes(unit.environment) ? one.name : `${unit.environment}/${one.name}`;
  });
  const counts = new Map<string, number>();
  for (const title of short) counts.set(title, (counts.get(title) ?? 0) + 1);
  return new Map(
    units.map((unit, i) => {
      const title = short[i] ?? '';
      const one = unit.after ?? unit.before;
      if (one === undefined || (counts.get(title) ?? 0) < 2) return [unit, title];
      if (one.kind === 'files') return [unit, `${title} (in no kustomization)`];
      const directory = displayPath(unit.after === undefined ? sides.before : sides.after, one.directory);
      return [unit, directory === title ? title : `${title} (${directory})`];
    }),
  );
}

class Plain {
  readonly #sides: Sides;
  readonly #lines = { before: new Map<FilePath, LineIndex>(), after: new Map<FilePath, LineIndex>() };

  constructor(sides: Sides) {
    this.#sides = sides;
  }

  application(unit: UnitImpact, titles: ReadonlyMap<UnitImpact, string>): ImpactApplication {
    const one = unit.after ?? unit.before;
    if (one === undefined) throw new Error('A unit stands on neither side.');
    const side = unit.after === undefined ? 'before' : 'after';
    const seen = new Map<string, number>();
    const objects = unit.objects.map((object) => this.#object(object, unit, seen));
    return {
      id: one.key,
      kind: one.kind,
      name: one.name,
      namespace: one.namespace,
      directory: displayPath(this.#sides[side], one.directory),
      environment: unit.environment,
      title: titles.get(unit) ?? one.name,
      objects,
      problems: this.#bothProblems(unit),
      isChart: unit.isChart,
    };
  }

  dangers(units: readonly UnitImpact[], titles: ReadonlyMap<UnitImpact, string>): readonly ImpactDanger[] {
    const found = new Map<string, { danger: Danger; applications: string[] }>();
    for (const unit of units) {
      for (const danger of unit.dangers) {
        const key = `${danger.id} ${danger.message} ${unit.environment ?? ''}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { danger, applications: [titles.get(unit) ?? ''] });
        else known.applications.push(titles.get(unit) ?? '');
      }
    }
    return [...found.values()].map(({ danger: { id, message, side, spot }, applications }) => {
      return { id, message, applications, side, at: this.#place(side, spot) };
    });
  }

  files(changed: readonly FilePath[]): Pick<Impact, 'owners' | 'terraform' | 'files'> {
    const { before, after } = this.#sides;
    const owners = new Map<string, string[]>();
    const roots = new Map<FilePath, string[]>();
    // Hosts ask those whom the file of the target branch names.
    const known = repositories(before, '').length > 0 ? before : after;
    const files = changed.map((path): ImpactFile => {
      const file = displayPath(after, path);
      const own = [...new Set(ownersOf(known, path).flatMap(({ owners: names }) => names))];
      for (const owner of own) owners.set(owner, [...(owners.get(owner) ?? []), file]);
      if (/\.(?:tf|tfvars|tf\.json|tfvars\.json|tofu)$|\/\.terraform\.lock\.hcl$/.test(path))
        roots.set(dirname(path), [...(roots.get(dirname(path)) ?? []), basename(path)]);
      const change =
        foundKind(before, path) === undefined ? 'added' : foundKind(after, path) === undefined ? 'removed' : 'changed';
      return { file, path, change, owners: own };
    });
    return {
      files,
      owners: [...owners].map(([owner, of]) => ({ owner, files: of })).sort((a, b) => b.files.length - a.files.length),
      terraform: [...roots].map(([path, of]) => {
        const directory = displayPath(after, path);
        return { directory, environment: environmentOf(directory), files: of };
      }),
    };
  }

  #object({ before, after, changes }: ObjectImpact, unit: UnitImpact, seen: Map<string, number>): ImpactObject {
    const one = after ?? before;
    if (one === undefined) throw new Error('An object stands on neither side.');
    const { secrets } = unit;
    const sides = objectSides(before, after, changes, secrets);
    const identity = identityOf(one);
    const twins = seen.get(identity) ?? 0;
    seen.set(identity, twins + 1);
    return {
      id: twins === 0 ? identity : `${identity}#${twins}`,
      change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
      apiVersion: apiVersionOf(one.id),
      kind: one.id.kind,
      namespace: one.id.namespace,
      name: one.id.name,
      nameBefore: before === undefined || after === undefined || before.id.name === after.id.name ? undefined : before.id.name,
      fields:
        before === undefined || after === undefined ? [] : changes.map((change) => this.#field(before, after, change, secrets)),
      beforeAt: before === undefined ? undefined : this.#place('before', before.value),
      afterAt: after === undefined ? undefined : this.#place('after', after.value),
      before: sides.before.lines,
      after: sides.after.lines,
      sourceOf: (side, line) => {
        const origin = sides[side].origins[line];
        return origin === undefined ? undefined : this.#place(side, origin);
      },
    };
  }

  #field(before: BuiltObject, after: BuiltObject, change: FieldChange, secrets: UnitImpact['secrets']): ImpactField {
    const shown = (
      object: BuiltObject,
      known: Secrets,
      value: Value | undefined,
      path: FieldChange['beforePath'],
    ): Json | undefined => (value === undefined ? undefined : toJson(maskedPart(object, known, value, path)));
    const old = shown(before, secrets.before, change.before, change.beforePath);
    const now = shown(after, secrets.after, change.after, change.afterPath);
    return {
      field: pathText(change.path),
      before: old,
      after: now,
      isSecret: old === MASK || now === MASK,
      beforeAt: change.before === undefined ? undefined : this.#place('before', change.before),
      afterAt: change.after === undefined ? undefined : this.#place('after', change.after),
    };
  }

  /** What keeps a side from being built; what both suffer from is told of the new one. */
  #bothProblems({ problems }: UnitImpact): ImpactApplication['problems'] {
    const after = this.#problems('after', problems.after);
    const told = new Set(after.map(({ message, at }) => `${at.file} ${message}`));
    return [
      ...this.#problems('before', problems.before).filter(({ message, at }) => !told.has(`${at.file} ${message}`)),
      ...after,
    ];
  }

  #problems(side: 'before' | 'after', problems: readonly BuildProblem[]): ImpactApplication['problems'] {
    const db = this.#sides[side];
    return problems.map((problem) => {
      const span = problemSpan(db, problem);
      const at = this.#lineOf(side, problem.file, span?.start ?? 0);
      return { side, message: problemSentence(problem), at };
    });
  }

  #place(side: 'before' | 'after', spot: Spot): ImpactPlace {
    const { file, span } = located(this.#sides[side], spot);
    return this.#lineOf(side, file, span.start);
  }

  #lineOf(side: 'before' | 'after', file: FilePath, offset: number): ImpactPlace {
    const db: Database = this.#sides[side];
    let lines = this.#lines[side].get(file);
    if (lines === undefined) {
      lines = new LineIndex(fileText(db, file) ?? '');
      this.#lines[side].set(file, lines);
    }
    return { file: displayPath(db, file), path: file, ...lines.positionAt(offset) };
  }
}

/** The applications in which some object comes from the file, on either side. */
export function applicationsFrom(impact: Impact, path: FilePath): { readonly applications: number; readonly objects: number } {
  const comesFrom = (at: ImpactPlace | undefined): boolean => at !== undefined && (at.path === path || isInside(path, at.path));
  let [applications, objects] = [0, 0];
  for (const application of impact.applications) {
    const touched = application.objects.filter(
      ({ beforeAt, afterAt, fields }) =>
        comesFrom(beforeAt) || comesFrom(afterAt) || fields.some((one) => comesFrom(one.beforeAt) || comesFrom(one.afterAt)),
    );
    objects += touched.length;
    if (touched.length > 0) applications++;
  }
  return { applications, objects };
}
