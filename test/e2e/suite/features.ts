/** The suite that holds the packaged extension to its word, inside the extension host of the real workbench. */
import { runMocha } from './run.ts';

export const run = (): Promise<void> =>
  runMocha(async () => {
    await import('./activation.tests.ts');
    await import('./findings.tests.ts');
    await import('./navigation.tests.ts');
    await import('./rendered.tests.ts');
    await import('./server.tests.ts');
  });
