/** The form in which a configuration file's content is kept: with places, without offsets. */
import type { NodeId } from '../../syntax/tree.ts';
import type { Place } from '../place.ts';
import type { Uses } from './uses.ts';

export type Kind = 'variable' | 'local' | 'output' | 'module' | 'resource' | 'data' | 'ephemeral' | 'provider';

/** Something that the module's expressions, its callers or its values can name. */
export interface Declared {
  readonly kind: Kind;
  /** `var.region`, `local.tags`, `output.id`, `module.network`, `aws_instance.web`, `data.aws_ami.base`, `provider.aws.west`. */
  readonly address: string;
  readonly name: string;
  /** Of resources: the type. */
  readonly type: string;
  readonly typeAt: Place | undefined;
  readonly at: Place;
  readonly whole: Place;
  /** Of variables: a value has to be given. */
  readonly required: boolean;
  /** Of modules, resources: `count` or `for_each` makes several of it. */
  readonly repeated: boolean;
}

/** A text with its place. */
export interface Said {
  readonly text: string;
  readonly at: Place;
}

export interface ModuleCall {
  readonly name: string;
  readonly head: NodeId;
  readonly nameAt: Place;
  /** Undefined where it is missing or no plain text. */
  readonly source: Said | undefined;
  readonly version: Said | undefined;
  readonly hasVersion: boolean;
  readonly arguments: readonly Said[];
  readonly repeated: boolean;
}

/** `backend "s3" { … }` or `cloud { … }`, whose type is then `cloud`. */
export interface Backend {
  readonly type: string;
  readonly head: NodeId;
  /** The arguments that are plain texts, numbers or booleans; `workspaces.name` for those of inner blocks. */
  readonly arguments: ReadonlyMap<string, Said>;
  /** Names of all arguments and blocks. */
  readonly names: readonly string[];
  /** Where an argument can be added: the last one that is there. */
  readonly last: Place | undefined;
}

export interface RequiredProvider {
  readonly name: string;
  readonly nameAt: Place;
  readonly source: Said | undefined;
  readonly version: Said | undefined;
  /** True where a version is asked for that is no plain text. */
  readonly unclear: boolean;
  readonly aliases: readonly string[];
}

export interface Content extends Uses {
  readonly declared: readonly Declared[];
  readonly calls: readonly ModuleCall[];
  readonly backends: readonly Backend[];
  readonly required: readonly RequiredProvider[];
  readonly requiredHeads: readonly NodeId[];
  readonly requiredVersion: readonly Said[];
  /** True where the file has a `terraform` block. */
  readonly hasSettings: boolean;
  /** The providers that are configured here, with the place of the block's head. */
  readonly providers: readonly { readonly name: string; readonly head: NodeId; readonly version: Said | undefined }[];
  /** True where the text has mistakes after which names may be missing, or is in a language that is not read in full. */
  readonly lossy: boolean;
  readonly broken: boolean;
}

export const NO_CONTENT: Content = {
  declared: [],
  calls: [],
  backends: [],
  required: [],
  requiredHeads: [],
  requiredVersion: [],
  hasSettings: false,
  providers: [],
  uses: [],
  bare: [],
  lossy: false,
  broken: false,
};
