/** `plumbline render`: what a kustomization builds, and which line set each field. */
import { type FilePath, relative } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { kustomizationsBelow, type Rendered, type RenderedObject, type RenderedPlace, render } from '../ide/render.ts';
import { type Arguments, lastValue, UsageError } from './arguments.ts';
import { Progress } from './progress.ts';
import { visible, visibleJson } from './visible.ts';
import type { World } from './world.ts';

const BUILT = 0;
const NOT_BUILT = 1;

export async function renderCommand(given: Arguments, world: World): Promise<number> {
  const [argument = '.', second] = given.positionals;
  if (second !== undefined) throw new UsageError('render takes one directory at a time');
  const directory = world.resolve(argument);
  const kind = world.kindOf(directory);
  if (kind !== 'directory') throw new UsageError(`${argument} ${kind === undefined ? 'does not exist' : 'is no directory'}`);
  const progress = new Progress(world.err);
  const db = await world.loadForBuild(directory, (done, total) => progress.tell('Reading', done, total));
  progress.clear();
  if (given.options.has('enable-helm'))
    await world.renderCharts(db, given.options.has('all') ? kustomizationsBelow(db, directory) : [directory], {
      program: lastValue(given, 'helm-command'),
    });
  else if (given.options.has('helm-command')) throw new UsageError('--helm-command goes with --enable-helm');
  const command = new RenderRun(db, world, lastValue(given, 'format') ?? 'yaml', given.options.has('provenance'));
  return given.options.has('all') ? command.all(directory) : command.one(directory);
}

class RenderRun {
  readonly #db: Database;
  readonly #world: World;
  readonly #format: string;
  readonly #origins: boolean;

  constructor(db: Database, world: World, format: string, origins: boolean) {
    this.#db = db;
    this.#world = world;
    this.#format = format;
    this.#origins = origins;
  }

  one(directory: FilePath): number {
    const result = render(this.#db, directory, this.#origins);
    this.#tell(result);
    if (hasFailed(result)) return NOT_BUILT;
    if (this.#format === 'json') this.#line({ objects: this.#objects(result) });
    else this.#world.out.write(this.#yaml(result));
    return result.problems.length > 0 ? NOT_BUILT : BUILT;
  }

  /** Every kustomization below the directory; one that fails stops no other. */
  all(directory: FilePath): number {
    let status = BUILT;
    let isFirst = true;
    for (const one of kustomizationsBelow(this.#db, directory)) {
      const result = render(this.#db, one, this.#origins);
      const dir = relative(this.#world.cwd, one);
      if (result.problems.length > 0) status = NOT_BUILT;
      if (this.#format === 'json') {
        const error = result.problems.map(said).join('; ');
        this.#line(
          hasFailed(result) ? { dir, error } : { dir, objects: this.#objects(result), ...(error !== '' && { missing: error }) },
        );
        continue;
      }
      this.#tell(result);
      if (hasFailed(result)) continue;
      this.#world.out.write(`${isFirst ? '' : '---\n'}# ${visible(dir)}\n${this.#yaml(result)}`);
      isFirst = false;
    }
    return status;
  }

  #objects(result: Rendered): readonly unknown[] {
    return this.#origins ? result.objects.map(withOrigins) : result.objects.map(({ object }) => object);
  }

  #yaml(result: Rendered): string {
    return result.objects.map(({ yaml }) => yaml).join('---\n');
  }

  #line(document: unknown): void {
    this.#world.out.write(`${visibleJson(JSON.stringify(document))}\n`);
  }

  #tell(result: Rendered): void {
    for (const problem of result.problems) this.#world.err.write(`plumbline: ${visible(said(problem))}.\n`);
  }
}

function hasFailed(result: Rendered): boolean {
  return result.problems.some(({ isPartial }) => !isPartial);
}

function said({ file, position, text }: Rendered['problems'][number]): string {
  return `${file}${position === undefined ? '' : `:${position.line + 1}:${position.character + 1}`}: ${text}`;
}

/** Lines and characters count from 0, as everywhere in JSON output. */
function withOrigins({ object, origin, fields }: RenderedObject): unknown {
  const place = ({ file, line, character, via }: RenderedPlace): unknown => ({ file, line, character, via });
  return {
    object,
    origin: { file: origin.file, line: origin.line },
    fields: Object.fromEntries([...fields].map(([pointer, at]) => [pointer, place(at)])),
  };
}
