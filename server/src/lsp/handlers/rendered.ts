/** `plumbline/rendered`, `plumbline/renderedSource`, `plumbline/comparison`, `plumbline/kustomizations`: built kustomizations as documents. */
import { type Location, ProtocolRequestType } from 'vscode-languageserver';
import { comparison } from '../../ide/comparison.ts';
import { kustomizationsNear, kustomizationsOf } from '../../ide/kustomizations.ts';
import { renderedSource, renderedText } from '../../ide/rendered.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import {
  COMPARISON,
  type ComparisonParams,
  type ComparisonResult,
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

const CompareRequest = new ProtocolRequestType<ComparisonParams, ComparisonResult | null, never, void, void>(COMPARISON);

/** Differing objects that are told. */
const MAX_OBJECTS = 500;

export const compared = handler(CompareRequest, ({ db, convert }, params) => {
  const [left, right] = [convert.path({ uri: params.left }), convert.path({ uri: params.right })];
  if (left === undefined || right === undefined) return null;
  const { differing, same, isComplete } = comparison(db, left, right);
  return {
    same,
    isComplete,
    differing: differing.slice(0, MAX_OBJECTS).map((one) => ({
      label: visible(one.label),
      ...(one.left !== undefined && { left: one.left }),
      ...(one.right !== undefined && { right: one.right }),
    })),
  };
});

export const rendered = handler(RenderedRequest, ({ db, convert }, { directory, object }) => {
  const path = convert.path({ uri: directory });
  return path === undefined ? null : renderedText(db, path, object);
});

export const source = handler(SourceRequest, ({ db, convert }, { directory, line, object }) => {
  const path = convert.path({ uri: directory });
  const found = path === undefined ? undefined : renderedSource(db, path, line, object);
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
