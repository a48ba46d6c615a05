/** What is deployed as one, and which of it a change can have reached. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { type DeployedDirectory, deployedDirectories } from '../graph/applications.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import { kustomizationFile } from '../kustomize/build/kustomization-files.ts';
import { directBuilders, isFinal } from '../kustomize/provenance/overlays.ts';
import { directoryOf, isComponent } from '../kustomize/recognise.ts';
import { buildersOf } from '../kustomize/uses.ts';
import { pathKind } from '../workspace/inputs.ts';
import { displayPath, repositoryOf } from '../workspace/repository.ts';

/** A directory with the one who deploys it; `kustomization` and `files` where nobody in the repository says so. */
export interface Unit {
  /** Equal for what is the same on both sides. */
  readonly key: string;
  readonly kind: DeployedDirectory['kind'] | 'kustomization' | 'files';
  readonly name: string;
  readonly namespace: string | undefined;
  readonly directory: FilePath;
  /** The controller's object; undefined where there is none. */
  readonly deployer: DeployedDirectory | undefined;
  /** Of `files`: the manifests that are meant. */
  readonly files: readonly FilePath[];
}

/** The units of one side that the changed files can have reached, by their keys. */
export function reachedUnits(db: Database, changed: Iterable<FilePath>): ReadonlyMap<string, Unit> {
  return new Reach(db).from(changed);
}

class Reach {
  readonly #db: Database;
  readonly #units = new Map<string, Unit>();
  readonly #byDirectory = new Map<FilePath, Map<FilePath, DeployedDirectory[]>>();

  constructor(db: Database) {
    this.#db = db;
  }

  from(changed: Iterable<FilePath>): ReadonlyMap<string, Unit> {
    const loose = new Map<FilePath, FilePath[]>();
    for (const file of changed) {
      const root = repositoryOf(this.#db, file)?.root;
      if (root === undefined) continue;
      // What the controllers' own objects say decides on what is deployed, whatever of it has changed.
      for (const one of this.#deployers(root).values()) for (const each of one) if (each.file === file) this.#addDeployed(each);
      if (this.#reach(root, file) || !this.#holdsObjects(file)) continue;
      const directory = dirname(file);
      loose.set(directory, [...(loose.get(directory) ?? []), file]);
    }
    for (const [directory, files] of loose) {
      const name = displayPath(this.#db, directory);
      this.#add({ key: `files ${directory}`, kind: 'files', name, namespace: undefined, directory, deployer: undefined, files });
    }
    return this.#units;
  }

  /** True where something deploys the file. */
  #reach(root: FilePath, file: FilePath): boolean {
    const db = this.#db;
    const direct = directBuilders(db, file);
    const built = [...new Set(direct.flatMap((one) => buildersOf(db, one)))];
    const directories = built.map(directoryOf);
    let isReached = false;
    for (const deployed of this.#above(root, file)) {
      if (!this.#takes(deployed, file, false)) continue;
      this.#addDeployed(deployed);
      isReached = true;
    }
    for (const [i, directory] of directories.entries()) {
      let isDeployed = false;
      for (const deployed of this.#above(root, directory)) {
        if (deployed.directory !== directory && !this.#takes(deployed, directory, true)) continue;
        this.#addDeployed(deployed);
        isDeployed = true;
      }
      isReached ||= isDeployed;
      const kustomization = built[i] ?? '';
      if (isDeployed || !isFinal(db, kustomization) || isComponent(db, kustomization)) continue;
      const name = displayPath(db, directory);
      const key = `kustomization ${directory}`;
      this.#add({ key, kind: 'kustomization', name, namespace: undefined, directory, deployer: undefined, files: [] });
    }
    return isReached || direct.length > 0;
  }

  /** True where a directory without a kustomization of its own hands this file, or this kustomization below it, to the cluster. */
  #takes(deployed: DeployedDirectory, path: FilePath, isKustomization: boolean): boolean {
    if (deployed.reads.includes(path)) return true;
    if (kustomizationFile(this.#db, deployed.directory) !== undefined) return false;
    if (isKustomization) return deployed.takes === 'generated';
    return isChart(this.#db, deployed.directory) || deployed.takes !== 'own' || dirname(path) === deployed.directory;
  }

  #holdsObjects(file: FilePath): boolean {
    return objectsIn(this.#db, file).some(({ partial, name }) => !partial && name !== undefined);
  }

  /** What is deployed from the directories at and above a path, and what names the path as a value file. */
  *#above(root: FilePath, path: FilePath): Generator<DeployedDirectory> {
    const deployers = this.#deployers(root);
    for (let directory = path; ; directory = dirname(directory)) {
      yield* deployers.get(directory) ?? [];
      if (directory === root || directory === dirname(directory)) break;
    }
  }

  #deployers(root: FilePath): Map<FilePath, DeployedDirectory[]> {
    const known = this.#byDirectory.get(root);
    if (known !== undefined) return known;
    const found = new Map<FilePath, DeployedDirectory[]>();
    const put = (path: FilePath, one: DeployedDirectory): void => void found.set(path, [...(found.get(path) ?? []), one]);
    for (const one of deployedDirectories(this.#db, root))
      for (const path of new Set([one.directory, ...one.reads])) put(path, one);
    this.#byDirectory.set(root, found);
    return found;
  }

  #addDeployed(deployer: DeployedDirectory): void {
    const { kind, name, namespace, directory, file, overrides, makes } = deployer;
    // What a set deploys several times in several ways is told apart by the Applications that it makes.
    const which = kind === 'ApplicationSet' && overrides !== '' ? ` ${makes.join()}` : '';
    const key = `${kind} ${namespace ?? ''} ${name} ${file} ${directory}${which}`;
    this.#add({ key, kind, name, namespace, directory, deployer, files: [] });
  }

  #add(unit: Unit): void {
    if (!this.#units.has(unit.key)) this.#units.set(unit.key, unit);
  }
}

/** True for a Helm chart. */
export function isChart(db: Database, directory: FilePath): boolean {
  return pathKind(db, `${directory}/Chart.yaml`) === 'file';
}
