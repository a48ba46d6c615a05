/** How eagerly the process gives memory back. */
import { setFlagsFromString } from 'node:v8';

/**
 * Sets the collector for a run that ends by itself. What is read of a file lives for a moment: a nursery that grows at once to
 * its full 16 MB has most of it die there, which spares a quarter of the processor time of a whole `check`. The heap behind it
 * is collected before it has grown to several times what is alive, which is the habit on machines with much memory. Measured on
 * 10,000 files and on 25 MB of CRDs: 360 and 500 MB resident. To be called first; both are read whenever the heap might grow.
 */
export function collectForOneRun(): void {
  setFlagsFromString('--semi-space-growth-factor=4');
  setFlagsFromString('--heap-growing-percent=60');
}
