/** The tests of the activation alone, for the proof that they can fail. */
import { runMocha } from './run.ts';

export const run = (): Promise<void> => runMocha(() => import('./activation.tests.ts'));
