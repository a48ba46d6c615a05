/** `textDocument/codeAction`: fixes and suppressions for findings, all safe fixes of a file at once, and rewrites. */
import { type CodeAction, CodeActionKind, CodeActionRequest } from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import { type Action, codeActions, fixAll, rewrites } from '../../ide/actions.ts';
import { conversionsAt, type OfferedConversion } from '../../ide/conversion/conversions.ts';
import { type DriftMark, driftMarks } from '../../ide/drift/marks.ts';
import { type Offer, offersAt } from '../../ide/outside.ts';
import type { Converter } from '../convert.ts';
import { type Context, handler } from '../handler.ts';
import { inert, visible } from '../markdown.ts';
import { CONVERT, type ConvertArguments, FIX_ALL } from '../protocol.ts';
import { IGNORE_COMMAND, TAKE_COMMAND } from '../protocol-drift.ts';
import { CHARTS_COMMAND, FETCH_COMMAND } from '../protocol-kustomize.ts';
import { workspaceEdit } from '../workspace-edit.ts';

const KINDS: Readonly<Record<Action['kind'], string>> = {
  fix: CodeActionKind.QuickFix,
  suppress: CodeActionKind.QuickFix,
  fixAll: FIX_ALL,
  rewrite: CodeActionKind.RefactorRewrite,
};

export const codeAction = handler(CodeActionRequest.type, (context, params) => {
  const { db, session, convert } = context;
  const file = convert.path(params.textDocument);
  if (file === undefined || !session.client.literalCodeActions) return null;
  const { only } = params.context;
  const found: Action[] = [];
  if (wants(only, CodeActionKind.QuickFix)) found.push(...codeActions(db, file, convert.span(file, params.range)));
  if (wants(only, CodeActionKind.RefactorRewrite)) found.push(...rewrites(db, file, convert.span(file, params.range)));
  const all = only !== undefined && wants(only, FIX_ALL) ? fixAll(db, file) : undefined;
  if (all !== undefined) found.push(all);
  const conversions =
    session.client.appliesEdits && true
      ? conversionsAt(db, file, convert.span(file, params.range)).filter(({ kind }) => wants(only, CONVERSIONS[kind]))
      : [];
  const edits = found.flatMap((action): CodeAction[] => {
    const edit = workspaceEdit(session, convert, action.change);
    if (edit === undefined) return [];
    return [
      {
        title: action.title,
        kind: KINDS[action.kind],
        edit,
        ...(action.diagnostic && { diagnostics: [convert.diagnostic(action.diagnostic)] }),
        ...(action.preferred && { isPreferred: true }),
      },
    ];
  });
  const offers =
    session.isTrusted && session.hasCommands && wants(only, CodeActionKind.QuickFix)
      ? offersAt(db, file, convert.span(file, params.range))
      : [];
  const drift =
    session.hasCommands && wants(only, CodeActionKind.QuickFix)
      ? driftActions(context, file, convert.span(file, params.range))
      : [];
  return [...edits, ...drift, ...offers.map(offerAction), ...conversions.map((one) => conversionAction(convert, one))];
});

/** On the lines of a file's drift marks. */
function driftActions({ db, session, convert }: Context, file: FilePath, span: Span): readonly CodeAction[] {
  const { context } = session.live.facts;
  if (context === undefined) return [];
  const { start, end } = convert.range(file, span);
  const isHere = ({ span: one }: DriftMark): boolean => {
    const at = convert.range(file, one);
    return at.start.line <= end.line && at.end.line >= start.line;
  };
  const now = Date.parse(session.world.runtime.timestamp());
  return driftMarks(db, file, now, context)
    .filter(isHere)
    .flatMap(({ application, object, field, title }) => {
      if (field === undefined) return [];
      const action = (words: string, command: string): CodeAction => ({
        title: `${words} ${inert(title)}…`,
        kind: CodeActionKind.QuickFix,
        command: { title: words, command, arguments: [application, object, field] },
      });
      return [action('Take into Git:', TAKE_COMMAND), action('Ignore difference:', IGNORE_COMMAND)];
    });
}

/** Fetching and rendering ask the person first, or are what the person asks for. */
function offerAction(offer: Offer): CodeAction {
  const [title, command, ...args] =
    offer.is === 'fetch'
      ? ([`Fetch from ${visible(offer.host)}…`, FETCH_COMMAND, [offer.entry]] as const)
      : (['Render Helm charts with helm', CHARTS_COMMAND] as const);
  return { title, kind: CodeActionKind.QuickFix, command: { title, command, arguments: args } };
}

const CONVERSIONS = { rewrite: CodeActionKind.RefactorRewrite, extract: CodeActionKind.RefactorExtract } as const;

/** Made and proven only when it is chosen. */
function conversionAction(convert: Converter, { title, kind, conversion }: OfferedConversion): CodeAction {
  const kustomization = convert.uri(conversion.kustomization);
  const sent: ConvertArguments =
    conversion.is === 'patch'
      ? { kustomization, index: conversion.index, to: conversion.to }
      : { kustomization, to: 'component', other: convert.uri(conversion.other) };
  return { title, kind: CONVERSIONS[kind], command: { title, command: CONVERT, arguments: [sent] } };
}

/** A kind is wanted where nothing, it itself or one that holds it was asked for. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
}
