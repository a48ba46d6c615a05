/** Recognises text that a template engine has yet to turn into what its name says. */
import { descendants } from './navigate.ts';
import type { Node } from './tree.ts';

/** Whether the text holds `{{ … }}` (Helm, Go templates, Jinja), `{% … %}`, `<#if …>` (FreeMarker), `<% … %>` (ERB), `@NAME@` or `%NAME%`. */
export function hasTemplateTags(text: string): boolean {
  const expression = text.indexOf('{{');
  if (expression >= 0 && text.indexOf('}}', expression) > 0) return true;
  const statement = text.indexOf('{%');
  if (statement >= 0 && text.indexOf('%}', statement) > 0) return true;
  return /([@%])[A-Z][A-Z0-9_]{1,60}\1|<\/?#[a-z]+[ >]|<%[-=]? [^%\n]{0,200}%>/.test(text);
}

/** A word in capitals that somebody is to replace: `<LB_ADDRESSES>` on a line of its own, or as a value without quotes. */
const WORD_TO_REPLACE = /(?:^|[=,[(:-])[ \t]*<[A-Z][A-Z0-9_]{1,60}>[ \t]*(?:$|[,\])#])/;

/** So many mistakes are looked at; more stand on the lines of the first ones. */
const MAX_BREAKS = 20;

/**
 * Whether the text breaks where a template engine has its say: on the line of a mistake, or beside it. What stands in quotes
 * further off, as in manifests that hold templates for others, breaks nothing.
 */
export function breaksAtTemplateTag(text: string, mistakes: readonly number[]): boolean {
  return mistakes.slice(0, MAX_BREAKS).some((at) => {
    const lines = linesAround(text, at);
    return hasTemplateTags(lines) || lines.split(/\r?\n/).some((line) => WORD_TO_REPLACE.test(line));
  });
}

/** The line of an offset with the ones before and behind it. */
function linesAround(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const before = start === 0 ? start : text.lastIndexOf('\n', start - 2) + 1;
  const end = endOfLine(text, at);
  return text.slice(Math.max(before, start - LONGEST_LINE), Math.min(endOfLine(text, end + 1), at + LONGEST_LINE));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const LONGEST_LINE = 500;

/** Whether comments hold the code of ytt (carvel.dev/ytt): values stand in them, and keys of which only one is taken. */
function hasYttCode(text: string): boolean {
  return text.includes('#@') && /(?:^|[ \t])#@(?:[ \t]|$|(?:overlay|data|schema|library|yaml)\/)/m.test(text);
}

/**
 * Whether a value is an expression without quotes (`name: {{ .Release.Name }}`), to YAML a mapping whose key is a mapping, or a
 * statement alone (`{% set a %}`): no reader of manifests takes them. Or whether code stands in a comment, as ytt has it.
 */
export function hasBareExpressions(text: string, roots: readonly (Node | undefined)[]): boolean {
  if (hasYttCode(text)) return true;
  if (!text.includes('{{') && !text.includes('{%')) return false;
  for (const root of roots)
    for (const node of descendants(root))
      if (node.kind === 'mapping' && node.entries.some(({ key }) => isExpression(key, node.flow))) return true;
  return false;
}

function isExpression(key: Node, isInBraces: boolean): boolean {
  return key.kind === 'mapping' || (isInBraces && key.kind === 'scalar' && key.style === 'plain' && key.value.startsWith('%'));
}
