/** What is known of custom kinds from outside of the repositories: told by the connected cluster, read from catalogues. */
import { deepEqual } from '../../base/equal.ts';
import { input } from '../../engine/database.ts';

/** One kind as somebody elsewhere describes it. */
export interface OutsideSchema {
  /** A structural schema as JSON. */
  readonly text: string;
  /** Who says so, as it stands in sentences: `cluster production`, `schemas.example.org`. */
  readonly by: string;
}

/** By `apiVersion kind`, what the connected cluster serves; nothing while none is connected. */
export const clusterSchema = input<string, OutsideSchema | undefined>('clusterSchema', undefined, deepEqual);

/** Every `apiVersion kind` of the {@link clusterSchema}, sorted; the key is always `''`. */
export const clusterKinds = input<'', readonly string[]>('clusterKinds', [], deepEqual);

/** The Kubernetes version of the connected cluster, such as `1.34`; the key is always `''`. */
export const clusterVersion = input<'', string | undefined>('clusterVersion', undefined);

/** By `apiVersion kind`, what a catalogue has. */
export const catalogueSchema = input<string, OutsideSchema | undefined>('catalogueSchema', undefined, deepEqual);
