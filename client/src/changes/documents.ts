/** Read-only documents for comparing: objects as they are rendered on each side, and files as they were. */
import {
  Disposable,
  EventEmitter,
  Location,
  languages,
  Position,
  type TextDocumentContentProvider,
  Uri,
  workspace,
} from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import type { ChangesModel } from './model.ts';

const SCHEME = 'plumbline-impact';
const BASE_SCHEME = 'plumbline-base';

type Side = protocol.ImpactTextParams['side'];

export function registerDocuments(model: ChangesModel): Disposable {
  const provider = new ImpactDocuments(model);
  return Disposable.from(
    provider,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    workspace.registerTextDocumentContentProvider(BASE_SCHEME, {
      provideTextDocumentContent: async (uri) => (await model.base(uri.query)) ?? '',
    }),
    languages.registerDefinitionProvider(
      { scheme: SCHEME },
      {
        provideDefinition: async (document, position) => {
          const params = paramsOf(document.uri);
          const found = params === undefined ? undefined : await model.source({ ...params, line: position.line });
          return found ? locationOf(found) : undefined;
        },
      },
    ),
  );
}

/** One side of an object; the tab shows its kind and name. */
export function objectUri(application: protocol.ImpactApplicationItem, object: protocol.ImpactObjectItem, side: Side): Uri {
  const params: protocol.ImpactTextParams = { application: application.id, object: object.id, side };
  const part = (text: string): string => text.replace(/[/\\?#]+/g, '-');
  const path = `/${application.title}/${part(`${object.kind} ${object.name}`)}.yaml`;
  return Uri.from({ scheme: SCHEME, path, query: JSON.stringify(params) });
}

/** Where something stands; what is gone stands in the file as it was. */
export function locationOf({ uri, range, side }: protocol.ImpactLocation): Location {
  const at = new Position(range.start.line, range.start.character);
  return new Location(side === 'after' ? Uri.parse(uri) : baseUri(uri), at);
}

export function baseUri(uri: string): Uri {
  return Uri.from({ scheme: BASE_SCHEME, path: Uri.parse(uri).path, query: uri });
}

class ImpactDocuments implements TextDocumentContentProvider, Disposable {
  readonly #model: ChangesModel;
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(model: ChangesModel) {
    this.#model = model;
    this.#subscription = model.onDidChange(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) this.#changed.fire(uri);
    });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const params = paramsOf(uri);
    return params === undefined ? '' : ((await this.#model.text(params)) ?? '');
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function paramsOf(uri: Uri): protocol.ImpactTextParams | undefined {
  try {
    const read: unknown = JSON.parse(uri.query);
    if (typeof read !== 'object' || read === null) return undefined;
    const [application, object, side] = ['application', 'object', 'side'].map((name) => Reflect.get(read, name));
    if (typeof application !== 'string' || typeof object !== 'string') return undefined;
    return { application, object, side: side === 'before' ? 'before' : 'after' };
  } catch {
    return undefined;
  }
}
