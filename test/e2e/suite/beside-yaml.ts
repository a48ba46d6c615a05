/** Beside an extension with the id of Red Hat's YAML extension: what it reports of open documents is not reported twice. */
import { runMocha } from './run.ts';

export const run = (): Promise<void> => runMocha(() => import('./beside-yaml.tests.ts'));
