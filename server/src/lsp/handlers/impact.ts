/** `plumbline/impact` and what belongs to it: what the working tree changes, side by side, and where that is set. */
import { type Location, ProtocolRequestType } from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import { repositoryRootOf } from '../../ide/files.ts';
import type { Impact, ImpactObject, ImpactPlace } from '../../ide/impact/impact.ts';
import { headline, impactMarkdown } from '../../ide/impact/markdown.ts';
import { applicationWords, objectTitle, objectWords } from '../../ide/impact/words.ts';
import { textOf } from '../../ide/text.ts';
import type { Known } from '../changes.ts';
import type { Converter } from '../convert.ts';
import { type Context, handler } from '../handler.ts';
import { visible, visibleLine } from '../markdown.ts';
import {
  IMPACT,
  IMPACT_BASE,
  IMPACT_MARKDOWN,
  IMPACT_SOURCE,
  IMPACT_TEXT,
  type ImpactBaseParams,
  type ImpactLocation,
  type ImpactObjectItem,
  type ImpactOverview,
  type ImpactParams,
  type ImpactResult,
  type ImpactSourceParams,
  type ImpactTextParams,
} from '../protocol.ts';

const ImpactRequest = new ProtocolRequestType<ImpactParams, ImpactResult, never, void, void>(IMPACT);
const TextRequest = new ProtocolRequestType<ImpactTextParams, string, never, void, void>(IMPACT_TEXT);
const SourceRequest = new ProtocolRequestType<ImpactSourceParams, ImpactLocation | null, never, void, void>(IMPACT_SOURCE);
const BaseRequest = new ProtocolRequestType<ImpactBaseParams, string, never, void, void>(IMPACT_BASE);
const MarkdownRequest = new ProtocolRequestType<null, string | null, never, void, void>(IMPACT_MARKDOWN);

export const impact = handler(ImpactRequest, async (context, { refresh }): Promise<ImpactResult> => {
  if (!context.session.isTrusted) return { state: 'untrusted' };
  const known = await context.session.changes.now(context.pace, refresh);
  if ('error' in known) return { state: 'unknown', reason: visible(known.error) };
  return { state: 'known', ...overview(context, known) };
});

export const impactText = handler(TextRequest, async (context, params) => {
  const object = await objectOf(context, params);
  return (object?.[params.side] ?? []).map((line) => `${line}\n`).join('');
});

export const impactSource = handler(SourceRequest, async (context, params) => {
  const place = (await objectOf(context, params))?.sourceOf(params.side, params.line);
  return place === undefined ? null : locationOf(context.convert, params.side, place);
});

export const impactBase = handler(BaseRequest, async ({ session, convert }, { uri }) => {
  const path = convert.path({ uri });
  const before = session.changes.latest?.compared.before;
  return path === undefined || before === undefined ? '' : textOf(before, path);
});

export const impactMarkdownText = handler(MarkdownRequest, async ({ session, pace }) => {
  const known = await session.changes.now(pace, false);
  return 'error' in known ? null : impactMarkdown(known.impact, visibleLine);
});

async function objectOf(
  { session, pace }: Context,
  { application, object }: ImpactTextParams,
): Promise<ImpactObject | undefined> {
  const known = session.changes.latest ?? (await session.changes.now(pace, false));
  if ('error' in known) return undefined;
  return known.impact.applications.find(({ id }) => id === application)?.objects.find(({ id }) => id === object);
}

function overview({ db, convert }: Context, { impact: found, compared }: Known): ImpactOverview {
  const at = (side: 'before' | 'after', place: ImpactPlace): ImpactLocation => locationOf(convert, side, place);
  return {
    base: visible([...new Set(compared.bases.map(({ ref }) => ref))].join(', ')),
    headline: headline(found),
    dangers: found.dangers.map(({ message, applications, side, at: place }) => ({
      message: visible(message),
      applications: applications.map(visible),
      at: at(side, place),
    })),
    applications: found.applications.map((application) => ({
      id: application.id,
      title: visible(application.title),
      words: visible(applicationWords(application)),
      environment: application.environment,
      directory: visible(application.directory),
      objects: application.objects.map((object) => itemOf(object, at)),
      problems: application.problems.map(({ side, message, at: place }) => ({ message: visible(message), at: at(side, place) })),
    })),
    terraform: found.terraform.map(({ directory, files }) => ({ directory: visible(directory), files: files.map(visible) })),
    owners: found.owners.map(({ owner }) => visible(owner)),
    files: filesOf(found, convert, (path) => repositoryRootOf(db, path)),
  };
}

function filesOf(found: Impact, convert: Converter, rootOf: (path: FilePath) => FilePath | undefined): ImpactOverview['files'] {
  return found.files.map(({ file, path, change, owners }) => {
    const root = rootOf(path);
    return {
      uri: convert.uri(path),
      file: visible(file),
      change,
      owners: owners.map(visible),
      repository: root === undefined ? '' : convert.uri(root),
    };
  });
}

function itemOf(object: ImpactObject, at: (side: 'before' | 'after', place: ImpactPlace) => ImpactLocation): ImpactObjectItem {
  const { id, change, kind, name, namespace, fields, beforeAt, afterAt } = object;
  const [first] = fields;
  const after = first?.afterAt ?? (first?.beforeAt === undefined ? afterAt : undefined);
  const before = first?.beforeAt ?? beforeAt;
  return {
    id,
    change,
    kind: visible(kind),
    name: visible(name),
    namespace: visible(namespace),
    title: visible(objectTitle(object)),
    words: visible(objectWords(object)),
    at: after !== undefined ? at('after', after) : before !== undefined ? at('before', before) : undefined,
  };
}

function locationOf(convert: Converter, side: 'before' | 'after', { path, line, character }: ImpactPlace): ImpactLocation {
  const start = { line, character };
  const location: Location = { uri: convert.uri(path), range: { start, end: start } };
  return { ...location, side };
}
