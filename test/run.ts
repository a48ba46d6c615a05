/**
 * Runs test suites and closes with one line that counts: `N passed, N failed, N skipped`.
 * Usage: node test/run.ts fast | FOLDER… | FILE.ts…   (everything: `npm test`, which is test/all.ts)
 */
import { conclude, FAST, runTests, testFiles } from './kit/suites.ts';

const names = process.argv.slice(2).flatMap((name) => (name === 'fast' ? FAST : [name]));
conclude([await runTests(testFiles(names), 'one')]);
