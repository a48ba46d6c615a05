/** What the client is told of where schemas of custom kinds come from: method names and types, nothing that runs. */

/** Who describes a kind: the workspace's own definitions, the connected cluster, a known project, a catalogue. */
export type SchemaSource = 'repository' | 'cluster' | 'project' | 'catalogue';

/** Sent whenever what is known of the workspace's custom kinds has changed. */
export const SCHEMAS = 'plumbline/schemas';

export interface SchemasParams {
  /** The Kubernetes version that files are held against where they name none themselves, such as `1.34`. */
  readonly version?: string;
  /** How many kinds each describes; `nobody` of them none. */
  readonly kinds: Readonly<Record<SchemaSource | 'nobody', number>>;
  /** Some kinds that nobody describes, as `apiVersion kind`. */
  readonly undescribed: readonly string[];
  /** Catalogues on servers that `.plumbline.yaml` names and nobody has agreed to. */
  readonly proposed: readonly { readonly location: string; readonly host: string }[];
}

/** Where catalogues are, for the status. */
export interface CatalogueState {
  readonly location: string;
  readonly is: 'folder' | 'agreed' | 'proposed';
  /** What went wrong last, as half a sentence. */
  readonly problem?: string;
}

/** A custom kind of the workspace, for the status. */
export interface KindState {
  readonly kind: string;
  readonly objects: number;
  /** Undefined where nobody describes it. */
  readonly source?: SchemaSource;
  /** Such as `Argo CD 3.6.1`; '' for the workspace itself. */
  readonly by: string;
}

/** What the connected cluster says of custom kinds, for the status. */
export interface ClusterKindsState {
  readonly context: string;
  readonly version?: string;
  /** Kinds that it describes, in their versions. */
  readonly kinds: number;
  /** True where its definitions may not be listed. */
  readonly isForbidden: boolean;
}
