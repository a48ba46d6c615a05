/** How eagerly the process gives memory back. */
import { setFlagsFromString } from 'node:v8';

/**
 * Makes the collector work before the heap has grown to several times what is alive, which is its habit on machines with
 * much memory. Measured on 10,000 files and on 30 MB of CRDs: 243 and 247 MB resident instead of 399 and 518, for about a
 * tenth more processor time. To be called first; both settings are read whenever the heap might grow.
 */
export function collectEarly(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}
