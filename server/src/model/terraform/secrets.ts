/** Readable secrets in values and configuration, told by names and by the form of well-known tokens. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Expression, Item } from '../../syntax/hcl/tree.ts';
import type { Place } from '../place.ts';
import { hclFile } from '../source.ts';
import { keyText, textOf } from './expressions.ts';
import { isConfig, isJsonConfig, isValues } from './files.ts';
import { isShown } from './shown.ts';

export interface Readable {
  readonly name: string;
  /** What the form gives away, such as "an AWS access key"; undefined where only the name does. */
  readonly form: string | undefined;
  readonly at: Place;
}

const NAMES = /(?:^|_)(?:password|passwd|pwd|secret|secret_key|access_key|api_?key|private_key|token|client_secret)$/i;

/** Tokens that say themselves what they are. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:AKIA|ASIA)[0-9A-Z]{16}$/, 'an AWS access key'],
  [/^(?:ghp|gho|ghs|ghr)_[A-Za-z0-9]{36}$|^github_pat_[A-Za-z0-9_]{60,}$/, 'a GitHub token'],
  [/^glpat-[A-Za-z0-9_-]{20,}$/, 'a GitLab token'],
  [/^xox[abprs]-[A-Za-z0-9-]{20,}$/, 'a Slack token'],
  [/^[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}$/, 'an HCP Terraform token'],
  [/^hvs\.[A-Za-z0-9_-]{24,}$/, 'a Vault token'],
  [/^sk_live_[A-Za-z0-9]{20,}$/, 'a Stripe key'],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/, 'a private key'],
];

/** AWS writes this one into its documentation. */
const EXAMPLE_KEY = /EXAMPLE$/;

/** Values that name where a secret is, or that wait to be replaced. */
const HARMLESS =
  /^(?:arn:|https?:|vault:|ssm:|op:|secret(?:s)?[:/]|projects\/|\/|\.|\$|<|\{|@)|change|replace|example|placeholder|dummy|sample|redacted|todo|your|insert|fake|test|xxx|\*\*\*|\.\.\./i;

/** Long enough, of letters and digits, and no words with spaces. */
const SECRET_LIKE = /^(?=.*[A-Za-z])(?=.*[0-9])\S{8,200}$/;
/** Several words make the name of something rather than a secret. */
const WORDS = /^[A-Za-z0-9]+(?:[-_/:.][A-Za-z0-9]+){2,}$/;

export function* readableSecrets(db: Database, file: FilePath): Generator<Readable> {
  const isHcl = isValues(file) || (isConfig(file) && !isJsonConfig(file));
  if (!isHcl || isShown(db, dirname(file))) return;
  for (const [name, value] of named(hclFile(db, file).items)) {
    const text = textOf(value);
    if (value.kind !== 'template' || text === undefined || text === '') continue;
    const form = EXAMPLE_KEY.test(text) ? undefined : FORMS.find(([pattern]) => pattern.test(text))?.[1];
    const at = value.heredoc ? { node: value.id, from: 0, to: 2 } : { node: value.id };
    if (form !== undefined) yield { name, form, at };
    else if (!value.heredoc && NAMES.test(name) && SECRET_LIKE.test(text) && !WORDS.test(text) && !HARMLESS.test(text))
      yield { name, form, at };
  }
}

/** Every value with the name it goes by: of its argument, key, or, for a variable's default, of the variable. */
function* named(items: readonly Item[], variable?: string): Generator<readonly [string, Expression]> {
  for (const item of items) {
    if (item.kind === 'block') yield* named(item.items, item.type.text === 'variable' ? item.labels[0]?.text : undefined);
    else yield* valuesOf(variable !== undefined && item.name.text === 'default' ? variable : item.name.text, item.value);
  }
}

function* valuesOf(name: string, value: Expression): Generator<readonly [string, Expression]> {
  if (value.kind === 'object') for (const entry of value.entries) yield* valuesOf(keyText(entry.key) ?? '', entry.value);
  else if (value.kind === 'tuple') for (const item of value.items) yield* valuesOf(name, item);
  else yield [name, value];
}

const STATE = /\.tfstate(?:\.\d+)?(?:\.backup)?$/;

/** What a file is that should not be in Git: `state` or `plan`; undefined for all others. Tests keep some on purpose. */
export function savedBy(db: Database, file: FilePath): 'state' | 'plan' | undefined {
  const kind = STATE.test(file) ? 'state' : file.endsWith('.tfplan') ? 'plan' : undefined;
  return kind === undefined || file.includes('/.terraform/') || isShown(db, dirname(file)) ? undefined : kind;
}
