/** When API versions of built-in kinds were deprecated and removed, and what replaces them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Lifecycle {
  readonly apiVersion: string;
  readonly kind: string;
  /** Minors of Kubernetes 1; undefined where none is set. */
  readonly deprecated: number | undefined;
  readonly removed: number | undefined;
  /** `apiVersion` and kind that take its place. */
  readonly replacement: string | undefined;
}

/** Removed before the packages said so themselves (kubernetes.io/docs/reference/using-api/deprecation-guide). */
const EARLIER: readonly Lifecycle[] = [
  ...old('autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2'),
  ...old('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2'),
  ...old('policy/v1beta1', 'PodSecurityPolicy', 21, 25, undefined),
  ...old('extensions/v1beta1', 'PodSecurityPolicy', 11, 16, undefined),
  ...old('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 16, 22, 'apiextensions.k8s.io/v1'),
  ...old('apiregistration.k8s.io/v1beta1', 'APIService', 19, 22, 'apiregistration.k8s.io/v1'),
  ...old('batch/v2alpha1', 'CronJob', 8, 21, 'batch/v1'),
];

function old(
  apiVersion: string,
  kind: string,
  deprecated: number,
  removed: number,
  replacement: string | undefined,
): readonly Lifecycle[] {
  return [
    { apiVersion, kind, deprecated, removed, replacement: replacement === undefined ? undefined : `${replacement} ${kind}` },
  ];
}

/** Reads the `zz_generated.prerelease-lifecycle.go` files of modules `k8s.io/api`; what is read first counts. */
export function lifecycles(directories: readonly string[]): readonly Lifecycle[] {
  const found = new Map<string, Lifecycle>();
  for (const directory of directories) {
    for (const file of globSync('*/*/zz_generated.prerelease-lifecycle.go', { cwd: directory }).sort()) {
      const [folder = '', version = ''] = file.replaceAll('\\', '/').split('/');
      const register = readFileSync(join(directory, folder, version, 'register.go'), 'utf8');
      const group = /GroupName = "([^"]*)"/.exec(register)?.[1];
      if (group === undefined) throw new Error(`${folder}/${version} does not say the name of its group.`);
      const source = readFileSync(join(directory, file), 'utf8');
      for (const one of readFile(group === '' ? version : `${group}/${version}`, source)) {
        const key = `${one.apiVersion} ${one.kind}`;
        if (!found.has(key)) found.set(key, one);
      }
    }
  }
  for (const one of EARLIER) found.set(`${one.apiVersion} ${one.kind}`, one);
  return [...found.values()].filter(
    ({ kind, deprecated, removed }) => !kind.endsWith('List') && (deprecated ?? removed) !== undefined,
  );
}

function readFile(apiVersion: string, source: string): readonly Lifecycle[] {
  const kinds = new Set([...source.matchAll(/^func \(in \*(\w+)\)/gm)].map((match) => match[1] ?? ''));
  return [...kinds].map((kind): Lifecycle => {
    const minor = (method: string): number | undefined => {
      const found = new RegExp(`\\(in \\*${kind}\\) APILifecycle${method}\\(\\)[^{]*\\{\\s*return 1, (\\d+)`).exec(source)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const next = new RegExp(
      `\\(in \\*${kind}\\) APILifecycleReplacement\\(\\)[^{]*\\{\\s*return schema\\.GroupVersionKind\\{Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"`,
    ).exec(source);
    return {
      apiVersion,
      kind,
      deprecated: minor('Deprecated'),
      removed: minor('Removed'),
      // Upstream names the list of the kind in one place.
      replacement:
        next === null
          ? undefined
          : `${next[1] === '' ? '' : `${next[1]}/`}${next[2]} ${next[3] === `${kind}List` ? kind : next[3]}`,
    };
  });
}
