/**
 * Bundles the extension, the language server and the command line: `node esbuild.mjs [--watch] [--development]`.
 * `--development` keeps names and writes source maps; without it the output is what ships.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { context } from 'esbuild';
import { descriptions } from './server/src/host/descriptions.ts';

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');

/** What is built: from which entry, to where, and what stays outside. */
const BUNDLES = [
  { entry: 'client/src/extension.ts', out: 'client/dist/extension.cjs', external: ['vscode'] },
  { entry: 'server/src/main.ts', out: 'server/dist/server.cjs', external: [] },
  { entry: 'server/src/host/cluster/clusters.ts', out: 'server/dist/cluster.cjs', external: [] },
  { entry: '@kubernetes/client-node/dist/config.js', out: 'server/dist/kubernetes-client.cjs', external: [] },
  { entry: 'server/src/host/descriptions.ts', out: 'server/dist/descriptions.cjs', external: [] },
  { entry: 'server/src/cli.ts', out: 'server/dist/cli.cjs', external: [], banner: '#!/usr/bin/env node' },
];

/** What is loaded only when it is asked for stands in a bundle of its own, beside the one that asks. */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /\/host\/cluster\/clusters\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './cluster.cjs', external: true } : undefined,
    );
    build.onResolve({ filter: /\/host\/descriptions\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './descriptions.cjs', external: true } : undefined,
    );
    // The command line checks far more often than it serves an editor.
    build.onResolve({ filter: /\/main\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './server.cjs', external: true } : undefined,
    );
    // Half of the command line and nearly all of what clusters need; loaded with the first module that connects.
    build.onResolve({ filter: /^@kubernetes\/client-node\/dist\/config\.js$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: './kubernetes-client.cjs', external: true } : undefined,
    );
    // What the package says is packed in the stead of what reads the package.
    build.onLoad({ filter: /\/host\/descriptions\.ts$/ }, () => ({
      contents: `const text = ${JSON.stringify(descriptions())};\nexport const descriptions = () => text;`,
    }));
  },
};

/** Bundles that are being built; when none is left, the background task in `.vscode/tasks.json` counts as ready. */
let building = 0;

const report = (bundle) => ({
  name: 'report',
  setup(build) {
    build.onStart(() => {
      building++;
      if (watch) process.stdout.write(`[watch] building ${bundle.out}\n`);
    });
    build.onEnd(({ errors }) => {
      building--;
      if (errors.length === 0) {
        if (bundle.banner) chmodSync(bundle.out, 0o755);
        process.stdout.write(`built ${bundle.out} (${Math.round(statSync(bundle.out).size / 1024)} kB)\n`);
      }
      if (watch && building === 0) process.stdout.write('[watch] ready\n');
    });
  },
});

/** Writes the licences of all that is bundled: they ask to go with every copy. */
function writeNotices(inputs) {
  const packages = new Set(inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter(Boolean));
  const notices = [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const file = readdirSync(path).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(path, file), 'utf8').trim() : 'No licence text is part of the package.'}\n`;
  });
  writeFileSync('client/dist/NOTICES.txt', `Software of others in this package\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`);
}

const contexts = await Promise.all(
  BUNDLES.map((bundle) => {
    for (const stale of [bundle.out, `${bundle.out}.map`]) rmSync(stale, { force: true });
    return context({
      entryPoints: [bundle.entry],
      outfile: bundle.out,
      external: bundle.external,
      ...(bundle.banner ? { banner: { js: bundle.banner } } : {}),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // VS Code 1.105 runs extensions on Node 22.
      target: 'node22',
      mainFields: ['module', 'main'],
      minify: !development,
      keepNames: development,
      sourcemap: development ? 'linked' : false,
      legalComments: 'none',
      metafile: true,
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'warning',
      plugins: [apart, report(bundle)],
    });
  }),
);

if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  // A failed build has been printed by esbuild; the status is what is left to say.
  const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
  else writeNotices(results.flatMap(({ value }) => Object.keys(value.metafile.inputs)));
}
