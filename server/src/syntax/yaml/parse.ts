/** YAML text to a tree with a layout; never fails, one broken section does not blind the others. */
import { YAMLException } from 'js-yaml';
import { type Directive, type Document, LayoutBuilder, type Parsed, type Problem } from '../tree.ts';
import { readEvents } from './events.ts';
import { splitDocuments } from './split.ts';

const DIRECTIVE = /#[ \t]*(plumbline-ignore\b[^\r\n]*)/g;

/** Parses a whole file. */
export function parseYaml(text: string): Parsed {
  const layout = new LayoutBuilder();
  const documents = splitDocuments(text).map((section) =>
    parseSection(text.slice(section.start, section.end), section.start, layout),
  );
  const directives: Directive[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const words = (match[1] ?? '').trimEnd();
    const start = match.index + match[0].indexOf(words);
    directives.push({ id: layout.add(start, start + words.length), text: words });
  }
  const templated = documents.some(({ problems }) => problems.length > 0) && hasTemplateTags(text);
  return { tree: { documents, directives, templated }, layout: layout.build() };
}

function parseSection(text: string, base: number, layout: LayoutBuilder): Document {
  const id = layout.add(base, base + text.length);
  try {
    return { id, root: readEvents(text, base, layout), problems: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = base + (error.mark?.position ?? 0);
    const problem: Problem = { id: layout.add(at, at + 1), code: 'syntax', message: error.reason };
    return { id, root: undefined, problems: [problem] };
  }
}

function hasTemplateTags(text: string): boolean {
  const expression = text.indexOf('{{');
  if (expression >= 0 && text.indexOf('}}', expression) > 0) return true;
  const statement = text.indexOf('{%');
  return statement >= 0 && text.indexOf('%}', statement) > 0;
}
