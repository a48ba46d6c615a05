/** Every recorded case of Kustomize's own test suite that needs nothing but files gives the same objects, or fails for the same cause. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { join } from '../../../server/src/base/paths.ts';
import { type BuildResult, build } from '../../../server/src/model/kustomize/build/build.ts';
import type { ProblemCode } from '../../../server/src/model/kustomize/build/problems.ts';
import { CASE_ROOT, databaseOf, objectsOf, type PluginCase, type RecordedCase, recorded } from './recorded.ts';

/** What Kustomize says, and the cause that we give for it. The first that fits counts. */
const CAUSES: readonly (readonly [RegExp, ProblemCode])[] = [
  [/unable to find one of 'kustomization.yaml'/, 'missing-kustomization'],
  [/Found multiple kustomization files/, 'several-kustomizations'],
  [/expected kind != 'Component'/, 'unexpected-component'],
  [/expected kind 'Component'/, 'expected-component'],
  [/apiVersion for \w+ should be/, 'wrong-api-version'],
  [/git fetch/, 'remote'],
  [/new root .* cannot be absolute/, 'absolute-path'],
  [/security; file/, 'outside-root'],
  [/may not add resource with an already registered id/, 'duplicate-id'],
  [/loader.New .*is not directory/, 'not-a-directory'],
  [/MalformedYAMLError/, 'malformed-yaml'],
  [/mapping key .* already defined/, 'duplicate-key'],
  [/namespace is blank/, 'blank-namespace'],
  [/behavior must be merge or replace/, 'generator-behavior'],
  [/multiple matches for Id/, 'patch-target-ambiguous'],
  [/no matches for Id/, 'patch-target-missing'],
  [/patch appears to be empty/, 'patch-empty'],
  [/must specify a target for JSON patch/, 'patch-no-target'],
  [/Multiple Strategic-Merge Patches in one/, 'patch-many-with-target'],
  [/multiple possible referrals/, 'reference-ambiguous'],
  [/unable to disambiguate/, 'var-ambiguous'],
  [/var '.*' already encountered/, 'var-duplicate'],
  [/OpenAPI version is not built in|builtin version and custom schema/, 'openapi'],
  [/sortOptions\./, 'sort-options'],
  [/unable to load builtin/, 'unknown-builtin'],
  [/external plugins disabled/, 'plugin'],
  [/ID conflict/, 'namespace-conflict'],
  [/must target scalar nodes/, 'field-path'],
  [/does not match a config with the following GVK/, 'replicas-no-match'],
  [/doesn't exist|no such file/, 'missing-path'],
];

function check(
  result: BuildResult,
  expected: { readonly yaml?: string; readonly error?: string },
  objects: readonly unknown[],
): void {
  const [problem] = result.problems;
  if (expected.error === undefined) {
    assert.deepEqual(result.problems, []);
    assert.deepEqual(objects, objectsOf(expected.yaml ?? ''));
    return;
  }
  const cause = CAUSES.find(([said]) => said.test(expected.error ?? ''));
  assert.ok(cause, `no cause is known for: ${expected.error}`);
  assert.equal(problem?.code, cause[1], expected.error);
}

const cases = recorded<RecordedCase>('cases.json');
const skip = cases === undefined ? 'needs ../shared/kustomize-cases beside the repository' : false;

suite('recorded builds', { skip }, () => {
  for (const one of cases?.filter(({ core }) => core) ?? []) {
    test(one.name, () => {
      const db = databaseOf(one.files, one.binary_base64);
      const result = build(db, join(CASE_ROOT, one.target.replace(/^\/+/, '')), {
        reorder: one.options.reorder === 'none' ? 'none' : 'legacy',
        restriction: one.options.loadRestrictions === 'LoadRestrictionsNone' ? 'none' : 'root-only',
        edition: 'next',
        managedByLabel: one.options.addManagedbyLabel,
      });
      const { yamlError, ...expected } = one.expected;
      check(
        result,
        yamlError === undefined ? expected : { error: yamlError },
        result.objects.map(({ object }) => object),
      );
    });
  }
});

/** The suite ran plugins alone; here they are part of a build, which does more in these cases. */
const DOES_MORE: ReadonlyMap<string, string> = new Map([
  ['TestNamespaceTransformer1#1', 'a whole build also corrects the references to the objects that were moved'],
]);

suite('recorded built-in plugins', { skip }, () => {
  const plugins = recorded<PluginCase>('builtin-plugins.json') ?? [];
  for (const [index, one] of plugins.entries()) {
    if (DOES_MORE.has(one.name)) continue;
    test(one.name, () => {
      const isGenerator = one.kind === 'generate';
      const root = folderOf(one, plugins[index - 1]);
      const isSort = one.plugin === 'sortordertransformer';
      const options = isSort ? one.config.slice(one.config.indexOf('sortOptions:')) : '';
      const files = {
        ...one.files,
        [`${root}/plugin-config.yaml`]: one.config.replace('behavior: merge', ''),
        ...(isGenerator ? {} : { [`${root}/plugin-input.yaml`]: one.input }),
        [`${root}/kustomization.yaml`]: [
          `resources: [${isGenerator ? '' : 'plugin-input.yaml'}]`,
          isSort ? options : `${isGenerator ? 'generators' : 'transformers'}: [plugin-config.yaml]`,
        ].join('\n'),
      };
      const result = build(databaseOf(files), join(CASE_ROOT, root), { reorder: 'none', edition: 'next' });
      const expected = one.expected.yaml === undefined ? one.expected : { yaml: withoutNotes(one.expected.yaml) };
      const objects = result.objects.map(({ object }): unknown => JSON.parse(withoutHash(JSON.stringify(object), isGenerator)));
      check(result, expected, objects);
    });
  }
});

/** Cases of one test share a file system: the folder of a case is the one that the case before it did not have. */
function folderOf(one: PluginCase, before: PluginCase | undefined): string {
  const folders = (some: PluginCase | undefined): readonly string[] =>
    Object.keys(some?.files ?? {}).flatMap((file) => /^(.+)\/patch0.yaml$/.exec(file)?.[1] ?? []);
  const known = new Set(folders(before));
  const own = folders(one);
  return own.find((folder) => !known.has(folder)) ?? own[0] ?? '.';
}

/** The suite sees the notes that a build keeps among the annotations while it works. */
function withoutNotes(yaml: string): string {
  const lines = yaml.split('\n').filter((line) => !line.trim().startsWith('internal.config.kubernetes.io/'));
  return lines.filter((line, i) => !(line.trim() === 'annotations:' && !/^\s{4}/.test(lines[i + 1] ?? ''))).join('\n');
}

function withoutHash(json: string, isGenerator: boolean): string {
  return isGenerator ? json.replace(/("name":"[^"]+)-[0-9a-z]{10}"/, '$1"') : json;
}
