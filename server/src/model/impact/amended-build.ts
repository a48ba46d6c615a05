/** What a directory comes to once the object that deploys it has its say: its own patches, images, names and variables. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { asMapping, at, field, items } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { madeTemplate } from '../argocd/sets/made.ts';
import { amendedByArgo, amendedByFlux } from '../drift/amended.ts';
import { afterBuild, kustomizationOf, variablesFrom } from '../drift/flux-rendering.ts';
import { fluxObjects } from '../flux/objects.ts';
import { variableSources } from '../flux/variables.ts';
import { type DeployedDirectory, directoriesOf } from '../graph/applications.ts';
import { bodyOf } from '../kubernetes/objects.ts';
import { type BuildResult, BuiltObject, build } from '../kustomize/build/build.ts';
import { kustomizationFile, kustomizationIn } from '../kustomize/build/kustomization-files.ts';
import { loaded } from '../kustomize/build/load.ts';
import { BuildFailure } from '../kustomize/build/problems.ts';
import { asMap, at as fieldAt, type MapValue, textOf } from '../kustomize/build/values.ts';
import { isUnrestricted } from '../kustomize/provenance/overlays.ts';
import { repositoryOf } from '../workspace/repository.ts';

/** Directories whose builds are kept. */
const KEPT = 64;

/** Undefined where the object adds nothing, or what it adds is not evaluated here: then the directory's own build counts. */
export function amendedBuild(db: Database, deployer: DeployedDirectory): BuildResult | undefined {
  if (deployer.overrides === '') return undefined;
  const index = directoriesOf(db, deployer.file).findIndex(
    (one) =>
      one.node === deployer.node &&
      one.source === deployer.source &&
      one.directory === deployer.directory &&
      one.overrides === deployer.overrides,
  );
  return index < 0 ? undefined : amended(db, `${index}:${deployer.file}`);
}

const amended = query(
  'impactAmendedBuild',
  (db, key: string): BuildResult | undefined => {
    const colon = key.indexOf(':');
    const deployer = directoriesOf(db, key.slice(colon + 1))[Number(key.slice(0, colon))];
    if (deployer === undefined) return undefined;
    try {
      return deployer.kind === 'Kustomization' ? byFlux(db, deployer) : byArgo(db, deployer);
    } catch (error) {
      if (error instanceof BuildFailure) return { objects: [], problems: [error.problem] };
      throw error;
    }
  },
  { retain: KEPT },
);

function byArgo(db: Database, { file, node, made, source, directory }: DeployedDirectory): BuildResult | undefined {
  if (kustomizationFile(db, directory) === undefined) return undefined;
  const spec = field(made === undefined ? bodyOf(db, file, { node }) : madeTemplate(db, file, made), 'spec');
  const several = items(field(spec, 'sources'));
  const block = mapOf(at(several.length > 0 ? several[source] : field(spec, 'source'), 'kustomize'), file);
  if (block === undefined || textOf(block.get('commonAnnotationsEnvsubst')) === 'true') return undefined;
  const restriction = isUnrestricted(db, directory) ? 'none' : 'root-only';
  return build(db, directory, { restriction, kustomization: amendedByArgo(kustomizationIn(db, directory), block) });
}

function byFlux(db: Database, { file, node, directory }: DeployedDirectory): BuildResult | undefined {
  const spec = mapOf(field(bodyOf(db, file, { node }), 'spec'), file);
  const root = repositoryOf(db, directory)?.root;
  const object = fluxObjects(db, file).find((one) => one.node === node);
  if (spec === undefined || root === undefined || object === undefined) return undefined;
  const base = kustomizationOf(db, root, directory, spec, false);
  if (typeof base === 'string') return undefined;
  const { objects, problems } = build(db, directory, {
    restriction: 'none',
    kustomization: amendedByFlux(base.kustomization, spec),
  });
  const read = variableSources(db, file, object).map((one) => one?.values);
  const variables = variablesFrom(read, asMap(fieldAt(spec, 'postBuild')));
  return { problems, objects: objects.map((one) => finished(one, spec, variables)) };
}

/** Where it is not known what the variables come to, the object stays as it is built, variables and all. */
function finished(one: BuiltObject, spec: MapValue, variables: ReturnType<typeof variablesFrom>): BuiltObject {
  const value = afterBuild(one.value, spec, variables);
  if (typeof value === 'string') return one;
  const name = textOf(fieldAt(value, 'metadata', 'name'));
  const namespace = textOf(fieldAt(value, 'metadata', 'namespace')) || one.id.namespace;
  const stableName = one.stableName === one.id.name ? name : one.stableName;
  return new BuiltObject({ ...one.id, name, namespace }, value, stableName);
}

function mapOf(node: Node | undefined, file: FilePath): MapValue | undefined {
  const mapping = asMapping(node);
  return mapping === undefined ? undefined : asMap(loaded(mapping, { file, via: 'transformer' }));
}
