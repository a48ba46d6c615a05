/**
 * The suite of the extension host in the desktop's VS Code, which `@vscode/test-electron` downloads: `npm run test:desktop`.
 * `npm test` runs the same suite in the browser-hosted workbench, which needs no download of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { layExample } from '../../scripts/example.ts';
import { conclude } from '../kit/suites.ts';
import { packedExtension } from './workbench/packed.ts';
import { bundleSuite, readResults } from './workbench/suites.ts';

const home = mkdtempSync(join(tmpdir(), 'plumbline-desktop-'));
const results = join(home, 'results');
const places = [`--extensions-dir=${join(home, 'extensions')}`, `--user-data-dir=${join(home, 'user')}`];
try {
  const vscode = await downloadAndUnzipVSCode(process.argv[2] ?? 'stable');
  const [cli = vscode, ...args] = resolveCliArgsFromVSCodeExecutablePath(vscode);
  const shell = process.platform === 'win32';
  const installed = spawnSync(cli, [...args, ...places, '--install-extension', packedExtension()], { stdio: 'inherit', shell });
  if (installed.status !== 0) throw new Error('The packed extension could not be installed.');
  const status = await runTests({
    vscodeExecutablePath: vscode,
    extensionDevelopmentPath: resolve(import.meta.dirname, 'driver'),
    extensionTestsPath: await bundleSuite('features'),
    extensionTestsEnv: { PLUMBLINE_E2E_RESULTS: results },
    launchArgs: [
      layExample(join(home, 'example')),
      ...places,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
    ],
  }).catch(() => 1);
  const said = readResults(results, status);
  for (const result of said)
    process.stdout.write(`${result.kind}: ${result.title}\n${result.kind === 'failed' ? `${result.error}\n` : ''}`);
  const of = (kind: string): readonly string[] => said.filter((result) => result.kind === kind).map(({ title }) => title);
  conclude([{ passed: of('passed').length, failed: of('failed'), skipped: of('skipped') }]);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
