/** What a rule is: an identity, its documentation, its sentences, and a question to the model. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { Place } from '../model/place.ts';
import type { NewField } from '../model/sketch.ts';
import { PROFILES, type Profile } from '../model/workspace/config.ts';

/**
 * error: a controller, the API server, Kustomize or Terraform would reject it or break. warning: works, but is very
 * likely not meant. info: conventions of the repository. hint: taste.
 */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A change to a file's text, said in places; `ide/edits.ts` makes offsets of it. */
export type Edit =
  /** Puts `text` in the place's stead. */
  | { readonly do: 'replace'; readonly file: FilePath; readonly at: Place; readonly text: string }
  /** Takes out a sequence's item or a mapping's entry (named by its key node), with its lines; a collection left empty goes too. */
  | { readonly do: 'remove'; readonly file: FilePath; readonly node: number }
  /** Adds an item to a block or flow sequence, or an entry to a mapping; `text` is YAML without indentation. */
  | { readonly do: 'append'; readonly file: FilePath; readonly node: number; readonly text: string }
  /** Sets fields of a mapping, or of the empty value that becomes one, in the style of the file; a value that says nothing is replaced. */
  | { readonly do: 'put'; readonly file: FilePath; readonly node: number; readonly fields: readonly NewField[] }
  /** Writes a mapping anew, with these fields and no others, in its own style; not where comments stand in it. */
  | { readonly do: 'rewrite'; readonly file: FilePath; readonly node: number; readonly fields: readonly NewField[] }
  /** Adds a line behind the place, indented as the line that the place starts on. */
  | { readonly do: 'addLine'; readonly file: FilePath; readonly at: Place; readonly text: string }
  /** Makes a new file. */
  | { readonly do: 'create'; readonly file: FilePath; readonly text: string }
  /** Takes out the comment that holds the place, with its sign, and its line where nothing else stands there. */
  | { readonly do: 'removeComment'; readonly file: FilePath; readonly at: Place }
  /** Takes out the whole lines that the place touches. */
  | { readonly do: 'removeLines'; readonly file: FilePath; readonly at: Place };

export interface Fix {
  readonly title: string;
  /** Safe fixes keep the meaning and may be applied in bulk; others are suggestions. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

export interface Related {
  readonly file: FilePath;
  readonly at: Place;
  readonly message: string;
}

/** What a rule yields. */
export interface Report<M extends string = string> {
  readonly message: M;
  /** Values for the `{names}` in the sentence. */
  readonly args?: Readonly<Record<string, string | number>>;
  readonly at: Place;
  /** Where the place is, when not in the checked file. */
  readonly file?: FilePath;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
  /** Where this case is milder than the rule's others; what the repository has configured counts all the same. */
  readonly severity?: Severity;
}

export interface RuleDocs {
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** What it costs. */
  readonly why: string;
  /** What the rule cannot see, and how to tell it. */
  readonly limits?: string;
  /** Ids of other tools' checks that this rule covers, as `tool:id`. */
  readonly covers?: readonly string[];
}

export interface Rule<M extends string = string> {
  /** `domain/kebab-name`: file name, docs page, settings key and suppression word. */
  readonly id: string;
  /** The release that brought it. */
  readonly since: string;
  readonly severity: Severity;
  /** Off until the repository asks for this profile, or switches the rule on. */
  readonly profile?: Profile;
  /** `kustomization`: asked only of files with a name that Kustomize looks for. Absent: of all that its domain may read. */
  readonly files?: 'kustomization';
  /** False for files of which {@link check} would say nothing; so cheap that it pays to ask it of every file first. */
  concerns?(db: Database, file: FilePath): boolean;
  readonly docs: RuleDocs;
  readonly messages: Readonly<Record<M, string>>;
  check(db: Database, file: FilePath): Iterable<Report<NoInfer<M>>>;
}

/** True for rules that are always on, and for those of the profile or of one that it holds. */
export function isInProfile({ profile }: Rule, asked: Profile | undefined): boolean {
  return profile === undefined || (asked !== undefined && PROFILES.indexOf(profile) <= PROFILES.indexOf(asked));
}

export function defineRule<const M extends string>(rule: Rule<M>): Rule<M> {
  return rule;
}

/** Characters of one value that a sentence shows; names from a repository may be of any length. */
const LONGEST_VALUE = 200;

/** The sentence with its values put in; long ones are cut. */
export function sentence(rule: Rule, report: Report): string {
  const template = rule.messages[report.message] ?? report.message;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const args = report.args ?? {};
    if (!Object.hasOwn(args, name)) return whole;
    const value = String(args[name]);
    return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  });
}
