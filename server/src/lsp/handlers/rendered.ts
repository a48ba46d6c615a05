/** `plumbline/rendered`, `plumbline/renderedSource`, `plumbline/kustomizations`: built kustomizations as documents. */
import { type Location, ProtocolRequestType } from 'vscode-languageserver';
import { kustomizationsNear, kustomizationsOf } from '../../ide/kustomizations.ts';
import { renderedSource, renderedText } from '../../ide/rendered.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import {
  KUSTOMIZATIONS,
  type KustomizationChoice,
  type KustomizationsParams,
  RENDERED,
  RENDERED_SOURCE,
  type RenderedParams,
  type RenderedSourceParams,
} from '../protocol.ts';

const RenderedRequest = new ProtocolRequestType<RenderedParams, string | null, never, void, void>(RENDERED);
const SourceRequest = new ProtocolRequestType<RenderedSourceParams, Location | null, never, void, void>(RENDERED_SOURCE);
const ChoicesRequest = new ProtocolRequestType<KustomizationsParams, readonly KustomizationChoice[], never, void, void>(
  KUSTOMIZATIONS,
);

export const rendered = handler(RenderedRequest, ({ db, convert }, { directory }) => {
  const path = convert.path({ uri: directory });
  return path === undefined ? null : renderedText(db, path);
});

export const source = handler(SourceRequest, ({ db, convert }, { directory, line }) => {
  const path = convert.path({ uri: directory });
  const found = path === undefined ? undefined : renderedSource(db, path, line);
  return found === undefined ? null : convert.location(found.file, found.span);
});

export const kustomizations = handler(ChoicesRequest, ({ db, convert }, { of, near }) => {
  const file = of === undefined ? undefined : convert.path({ uri: of });
  const from = near === undefined ? undefined : convert.path({ uri: near });
  const found = file === undefined ? kustomizationsNear(db, from) : kustomizationsOf(db, file);
  return found.map(({ directory, name, path }) => ({
    directory: convert.uri(directory),
    name: visible(name),
    path: visible(path),
  }));
});
