/** Files that look like YAML by their name, but are text for a template engine. */
import { dirname, type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { fileText, pathKind } from '../workspace/inputs.ts';

/**
 * True where the file is rendered before it is YAML: the templates of a Helm chart (a `templates` directory beside a
 * `Chart.yaml`, helm.sh/docs/topics/charts), and text with the tags of Go templates or Jinja outside of strings where YAML cannot hold them.
 */
export const isTemplate = query(
  'isTemplate',
  (db, file: FilePath): boolean => isChartTemplate(db, file) || hasTemplateLines(fileText(db, file)),
);

function isChartTemplate(db: Database, file: FilePath): boolean {
  for (let directory = dirname(file); directory !== '/' && directory !== '.'; directory = dirname(directory)) {
    if (!directory.endsWith('/templates')) continue;
    if (pathKind(db, join(dirname(directory), 'Chart.yaml')) === 'file') return true;
  }
  return false;
}

/** A line that begins with a template tag (`{{- if …}}`, `{% for …%}`) is no YAML in any document. */
function hasTemplateLines(text: string | undefined): boolean {
  return text !== undefined && text.includes('{') && /^[ \t]*(?:\{\{[^{]|\{%)/m.test(text);
}
