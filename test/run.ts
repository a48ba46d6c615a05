/**
 * Runs test suites and closes with one line that counts: `N passed, N failed, N skipped`.
 * Usage: node test/run.ts fast | FOLDER… | FILE.ts…   (everything: `npm test`, which is test/all.ts)
 */
import { conclude, runFast, runSlow, runTests, slowSuites, testFiles } from './kit/suites.ts';

const names = process.argv.slice(2);
const results = names.includes('fast') ? [await runFast()] : [];
const others = names.filter((name) => name !== 'fast');
const [only] = others;
if (others.length === 1 && only !== undefined && Object.values(slowSuites()).flat().includes(only))
  results.push(await runSlow(only));
else if (others.length > 0) results.push(await runTests(testFiles(others), 'one'));
conclude(results);
