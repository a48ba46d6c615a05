/** A suite with a test that passes and one that fails, to prove that the harness tells them apart. */
import { runMocha } from './run.ts';

export const run = (): Promise<void> => runMocha(() => import('./failing.tests.ts'));
