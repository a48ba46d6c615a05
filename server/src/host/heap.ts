/** How eagerly the process gives memory back. */
import { setFlagsFromString } from 'node:v8';

/**
 * Makes the collector work before the heap has grown to several times what is alive, which is its habit on machines with
 * much memory, and keeps its nursery small. A nursery of 16 MB would spare up to a tenth of the processor time of a whole
 * `check`; measured on 10,000 files and on 25 MB of CRDs, it takes 366 and 475 MB resident instead of 267 and 380. To be
 * called first; both settings are read whenever the heap might grow.
 */
export function collectEarly(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}
