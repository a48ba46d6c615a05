/** What a kind says of the place that a path leads to: its type, what it is for, what it takes, and in which releases. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import type { Node } from '../../../syntax/tree.ts';
import { definedAbout } from '../schema/custom.ts';
import { endOf } from '../schema/lifecycle.ts';
import { requiredFields } from '../schema/required.ts';
import { ANY_MINOR, builtInKinds } from '../schema/table.ts';
import { minorOf } from '../schema/version.ts';
import { demandedBy } from './demanded.ts';
import { type Descriptions, shortened } from './descriptions.ts';
import { typeText } from './fields.ts';
import { type Meant, type Path, type Spot, spotAt } from './spot.ts';

export interface About {
  readonly title: string;
  /** Type, default, whether it is required. */
  readonly facts: string;
  /** Sentences below, each for itself. */
  readonly lines: readonly string[];
}

/** Undefined where the kind is not known or says nothing of the place. */
export function aboutPlace(
  db: Database,
  file: FilePath,
  root: Node | undefined,
  path: Path,
  meant: Meant | undefined,
  descriptions: Descriptions | undefined,
): About | undefined {
  const spot = spotAt(db, file, root, path, meant);
  const { apiVersion, kind } = spot;
  if (apiVersion === undefined || kind === undefined) return undefined;
  const [only] = spot.path;
  if (spot.path.length === 1 && (only === 'kind' || only === 'apiVersion'))
    return aboutKind(db, file, apiVersion, kind, descriptions);
  return aboutField(db, spot, descriptions);
}

function aboutKind(
  db: Database,
  file: FilePath,
  apiVersion: string,
  kind: string,
  descriptions: Descriptions | undefined,
): About | undefined {
  const builtIn =
    builtInKinds(db, String(minorOf(db, file))).kind(apiVersion, kind) ??
    builtInKinds(db, String(ANY_MINOR)).kind(apiVersion, kind);
  const end = endOf(apiVersion, kind);
  const about = builtIn === undefined ? definedAbout(db, apiVersion, kind, []) : descriptions?.ofType(builtIn.shape.name);
  const lines = about === undefined ? [] : [shortened(about)];
  if (end !== undefined) {
    const next =
      end.replacement === undefined
        ? ''
        : ` ${end.replacement.kind === kind ? '' : `${end.replacement.kind} in `}${end.replacement.apiVersion} takes its place.`;
    const deprecated = end.deprecated === undefined ? '' : `Deprecated since Kubernetes 1.${end.deprecated}`;
    const removed = end.removed === undefined ? '' : `${deprecated === '' ? 'R' : ', r'}emoved in 1.${end.removed}`;
    if (deprecated + removed !== '') lines.push(`${deprecated}${removed}.${next}`);
  }
  if (builtIn === undefined && lines.length === 0) return undefined;
  const scope = builtIn === undefined ? '' : builtIn.namespaced ? ' · in a namespace' : ' · in no namespace';
  return { title: kind, facts: `${apiVersion}${scope}`, lines };
}

function aboutField(db: Database, spot: Spot, descriptions: Descriptions | undefined): About | undefined {
  const { owner, field: own, path, apiVersion = '', kind = '' } = spot;
  const last = path.at(-1);
  if (owner === undefined || own === undefined || typeof last !== 'string') return undefined;
  const isRequired =
    own.required || requiredFields(owner.name).includes(own.name) || owner.insistsOn?.includes(own.name) === true;
  const facts = [typeText(own.shape)];
  if (own.fallback !== '') facts.push(`default ${own.fallback}`);
  if (isRequired) facts.push('required');
  const builtInText =
    descriptions?.ofField(owner.name, own.name) ?? (own.shape.is === 'struct' ? descriptions?.ofType(own.shape.name) : undefined);
  const said =
    builtInText ??
    definedAbout(
      db,
      apiVersion,
      kind,
      path.map((step) => (typeof step === 'number' ? '*' : step)),
    );
  const lines = said === undefined ? [] : [shortened(said)];
  const { shape } = own;
  const words = shape.is === 'text' ? shape.values : shape.is === 'list' && shape.items.is === 'text' ? shape.items.values : [];
  if (words.length > 0) lines.push(`Takes ${listed(words.filter((one) => one !== ''))}.`);
  if (shape.is === 'whole' && shape.bounds !== undefined && isTelling(shape.bounds)) lines.push(boundsText(shape.bounds));
  lines.push(...demandedBy(db, `${apiVersion} ${kind}`, path));
  if (own.since !== undefined) lines.push(`Since Kubernetes 1.${own.since}.`);
  if (own.until !== undefined) lines.push(`Until Kubernetes 1.${own.until}.`);
  return { title: pathText(path), facts: facts.join(' · '), lines };
}

/** That a count is no less than nothing goes without saying. */
function isTelling({ least, most }: { readonly least: number; readonly most: number }): boolean {
  return least > 0 || most !== Number.POSITIVE_INFINITY;
}

function boundsText({ least, most }: { readonly least: number; readonly most: number }): string {
  if (least === Number.NEGATIVE_INFINITY) return `At most ${most}.`;
  return most === Number.POSITIVE_INFINITY ? `At least ${least}.` : `From ${least} to ${most}.`;
}

const MOST_WORDS = 12;

function listed(words: readonly string[]): string {
  const shown = words.slice(0, MOST_WORDS);
  if (shown.length < words.length) return `${shown.join(', ')} and ${words.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** As hovers on values write it. */
export function pathText(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
