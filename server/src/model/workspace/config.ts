/** `.plumbline.yaml` at the repository's root: what editor and CI must agree on. It beats the editor's settings. */
import { compileGlob, type PathMatcher } from '../../base/glob.ts';
import { basename, dirname, type FilePath, join, relative } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { tree } from '../source.ts';
import { editorSettings, pathKind } from './inputs.ts';
import { repositoryOf } from './repository.ts';

/** The names the file may have; the first that exists counts. */
export const CONFIG_NAMES = ['.plumbline.yaml', '.plumbline.yml'] as const;

/** What a rule may be set to. */
export const LEVELS = ['error', 'warning', 'info', 'hint', 'off'] as const;
export type Level = (typeof LEVELS)[number];

/** Sets of rules that are off until a repository asks for them; each holds those before it. */
export const PROFILES = ['recommended', 'restricted'] as const;
export type Profile = (typeof PROFILES)[number];

/** Levels for the files that some patterns match. */
export interface Override {
  readonly paths: readonly string[];
  readonly rules: ReadonlyMap<string, Level>;
  /** `none` takes back what the whole repository asks for. */
  readonly profile: Profile | 'none' | undefined;
  readonly kubernetes: VersionChoice;
  readonly kustomize: VersionChoice;
}

/** The version of what files are for: of the clusters, or of what builds kustomizations. */
export interface VersionChoice {
  /** As written, such as `1.34`. */
  readonly version: string | undefined;
}

/** The keys of the file and what they are for; the schema and the rule on unknown keys are made from it. */
export const CONFIG_KEYS = {
  profile:
    'More rules: `recommended` practice for workloads and roles, or `restricted`, which holds pods to that pod security standard as well.',
  rules: 'Severity of single rules in the whole repository.',
  overrides:
    'Severities, the profile, and the versions of Kubernetes and Kustomize, for the files that some patterns match; the last entry that matches wins.',
  ignore: 'Patterns of files that are not checked.',
  kubernetes: 'The clusters that the manifests are for: `version` is their Kubernetes version, such as "1.34".',
  kustomize: 'What builds the kustomizations: `version` is its version, such as "5.4"; without it the usual one.',
  schemaLocations:
    'Catalogues with schemas of custom kinds: folders of the repository, or URLs that are asked only where a person agrees, with variables such as `{{ .Group }}` as kubeconform has them.',
  external: 'Objects that are made outside Git, as Kind/name or Kind/namespace/name, with * for any run of characters.',
  clusters: 'Caution in clusters: kubeconfig contexts in which actions ask for the name to be typed, or are refused.',
  baseline: 'A file of accepted findings, written by `plumbline check --write-baseline`.',
} as const;

/** What is said of the contexts that some patterns match, with `*` for any run of characters. */
export interface ClusterChoice {
  readonly contexts: readonly string[];
  readonly protected: boolean;
  readonly readOnly: boolean;
}

export interface Config {
  readonly profile: Profile | undefined;
  readonly rules: ReadonlyMap<string, Level>;
  readonly overrides: readonly Override[];
  /** Patterns of files that are not checked. */
  readonly ignore: readonly string[];
  readonly kubernetes: VersionChoice;
  readonly kustomize: VersionChoice;
  /** Catalogues of schemas, as written. */
  readonly schemaLocations: readonly string[];
  /** Objects made outside Git, as `Kind/name` or `Kind/namespace/name`, with `*` in each part. */
  readonly external: readonly string[];
  /** Contexts in which actions ask twice, or are refused. */
  readonly clusters: readonly ClusterChoice[];
  /** The file with accepted findings. */
  readonly baseline: FilePath | undefined;
}

const NOTHING: Config = {
  profile: undefined,
  rules: new Map(),
  overrides: [],
  ignore: [],
  kubernetes: { version: undefined },
  kustomize: { version: undefined },
  schemaLocations: [],
  external: [],
  clusters: [],
  baseline: undefined,
};

/** The configuration file of a repository (key: its root); undefined where there is none. */
export function configFile(db: Database, root: FilePath): FilePath | undefined {
  return CONFIG_NAMES.map((name) => join(root, name)).find((path) => pathKind(db, path) === 'file');
}

/** True for a configuration file at its repository's root. */
export function isConfigFile(db: Database, file: FilePath): boolean {
  return CONFIG_NAMES.some((name) => name === basename(file)) && repositoryOf(db, file)?.root === dirname(file);
}

/** What the repository with this root has configured; unreadable parts count as absent and are findings of their own. */
export const config = query('config', (db, root: FilePath): Config => {
  const file = configFile(db, root);
  const top = file === undefined ? undefined : tree(db, file).documents[0]?.root;
  if (top === undefined) return NOTHING;
  const baseline = textOf(field(top, 'baseline'));
  return {
    profile: asProfile(textOf(field(top, 'profile'))),
    rules: levels(field(top, 'rules')),
    overrides: items(field(top, 'overrides')).map((one) => ({
      paths: texts(field(one, 'paths')),
      rules: levels(field(one, 'rules')),
      profile: overridingProfile(one),
      kubernetes: versionChoice(one, 'kubernetes'),
      kustomize: versionChoice(one, 'kustomize'),
    })),
    kubernetes: versionChoice(top, 'kubernetes'),
    kustomize: versionChoice(top, 'kustomize'),
    ignore: texts(field(top, 'ignore')),
    schemaLocations: texts(field(top, 'schemaLocations')),
    external: texts(field(top, 'external')),
    clusters: items(field(top, 'clusters')).map((one) => ({
      contexts: texts(field(one, 'contexts')),
      protected: textOf(field(one, 'protected')) === 'true',
      readOnly: textOf(field(one, 'readOnly')) === 'true',
    })),
    baseline: baseline === undefined ? undefined : join(root, baseline),
  };
});

interface Matchers {
  readonly ignore: readonly PathMatcher[];
  readonly overrides: readonly (Omit<Override, 'paths'> & { readonly paths: readonly PathMatcher[] })[];
}

const matchers = query('configMatchers', (db, root: FilePath): Matchers => {
  const { ignore, overrides } = config(db, root);
  return {
    ignore: ignore.map(compileGlob),
    overrides: overrides.map((one) => ({ ...one, paths: one.paths.map(compileGlob) })),
  };
});

/** What a rule is set to for a file; undefined where nobody has said anything. The last override that matches wins. */
export function configuredLevel(db: Database, file: FilePath, rule: string): Level | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root !== undefined) {
    const path = relative(root, file);
    for (const { paths, rules } of matchers(db, root).overrides.toReversed()) {
      const level = rules.get(rule);
      if (level !== undefined && paths.some((matches) => matches(path))) return level;
    }
    const level = config(db, root).rules.get(rule);
    if (level !== undefined) return level;
  }
  const { rules } = editorSettings(db, '');
  return Object.hasOwn(rules, rule) ? asLevel(rules[rule]) : undefined;
}

/** The profile that the configuration asks for in a file; the last override that matches and names one wins. */
export function configuredProfile(db: Database, file: FilePath): Profile | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return undefined;
  const path = relative(root, file);
  for (const { paths, profile } of matchers(db, root).overrides.toReversed())
    if (profile !== undefined && paths.some((matches) => matches(path))) return profile === 'none' ? undefined : profile;
  return config(db, root).profile;
}

/** True where some file of the repository may be asked a rule that is off by itself: by a profile, or by the rule's name. */
export const asksForMore = query('configAsksForMore', (db, root: FilePath): boolean => {
  const { profile, overrides, rules } = config(db, root);
  return (
    profile !== undefined ||
    rules.size > 0 ||
    overrides.some((one) => one.profile !== undefined || one.rules.size > 0) ||
    Object.keys(editorSettings(db, '').rules).length > 0
  );
});

/** The Kubernetes version that the configuration names for a file; the last override that matches and names one wins. */
export function configuredVersion(db: Database, file: FilePath): string | undefined {
  return configured(db, file, 'kubernetes');
}

/** The version of Kustomize that the configuration names for a kustomization's directory. */
export function configuredKustomize(db: Database, directory: FilePath): string | undefined {
  return configured(db, directory, 'kustomize');
}

function configured(db: Database, file: FilePath, of: 'kubernetes' | 'kustomize'): string | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return undefined;
  const { overrides } = matchers(db, root);
  if (overrides.length > 0) {
    const path = relative(root, file);
    for (const override of overrides.toReversed())
      if (override[of].version !== undefined && override.paths.some((matches) => matches(path))) return override[of].version;
  }
  return config(db, root)[of].version;
}

/** True where `.plumbline.yaml` leaves the file out. */
export function isIgnored(db: Database, file: FilePath): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  const { ignore } = matchers(db, root);
  return ignore.length > 0 && ignore.some((matches) => matches(relative(root, file)));
}

export function asProfile(text: string | undefined): Profile | undefined {
  return PROFILES.find((profile) => profile === text);
}

function overridingProfile(override: Node): Override['profile'] {
  const text = textOf(field(override, 'profile'));
  return text === 'none' ? text : asProfile(text);
}

export function asLevel(text: string | undefined): Level | undefined {
  return LEVELS.find((level) => level === text);
}

/** YAML 1.1 readers take a bare `off` for false, so both words mean it. */
function levels(node: Node | undefined): ReadonlyMap<string, Level> {
  const found = new Map<string, Level>();
  for (const { key, value } of asMapping(node)?.entries ?? []) {
    const text = textOf(value);
    const level = text === 'false' ? 'off' : asLevel(text);
    if (key.kind === 'scalar' && level !== undefined) found.set(key.value, level);
  }
  return found;
}

function versionChoice(node: Node | undefined, of: 'kubernetes' | 'kustomize'): VersionChoice {
  return { version: textOf(field(field(node, of), 'version')) };
}

function texts(node: Node | undefined): readonly string[] {
  return items(node).flatMap((item) => textOf(item) ?? []);
}
