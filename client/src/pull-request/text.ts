/** The preview of a pull request as a Markdown document: the title as its heading, the text below. */

/** A document for a title and a text. */
export function previewText(title: string, body: string): string {
  return `# ${title.replace(/\s+/g, ' ').trim()}\n\n${body.trim()}\n`;
}

/** Title and text of an edited document; undefined where it has no title. */
export function readPreview(document: string): { readonly title: string; readonly body: string } | undefined {
  const lines = document.replaceAll('\r\n', '\n').split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const title = (lines[first] ?? '').replace(/^#+\s*/, '').trim();
  if (title === '') return undefined;
  return {
    title,
    body: lines
      .slice(first + 1)
      .join('\n')
      .trim(),
  };
}
