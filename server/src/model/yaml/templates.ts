/** Files that look like YAML by their name, but are text for a template engine. */
import { dirname, type FilePath, isInside, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { tree } from '../source.ts';
import { fileList, pathKind } from '../workspace/inputs.ts';

/**
 * True where the file is rendered before it is YAML: the templates of a Helm chart (a `templates` directory beside a
 * `Chart.yaml`, helm.sh/docs/topics/charts), and text with template tags that is no YAML as it stands.
 */
export function isTemplate(db: Database, file: FilePath): boolean {
  return isChartTemplate(db, file) || tree(db, file).templated;
}

function isChartTemplate(db: Database, file: FilePath): boolean {
  return file.includes('/templates/') && liesInChart(db, file);
}

const liesInChart = query('isChartTemplate', (db, file: FilePath): boolean => {
  for (let directory = dirname(file); directory !== '/' && directory !== '.'; directory = dirname(directory)) {
    if (!directory.endsWith('/templates')) continue;
    if (pathKind(db, join(dirname(directory), 'Chart.yaml')) === 'file') return true;
  }
  return false;
});

/**
 * True below a directory called `templates` or the like in which some file has the tags of a template engine: the files
 * are copied to where they belong when they are filled in, and what they point at is there and not here.
 */
export function liesAmongTemplates(db: Database, file: FilePath): boolean {
  for (let directory = dirname(file); directory !== '/' && directory !== '.'; directory = dirname(directory)) {
    if (/\/(?:templates?|skeletons?|scaffold(?:ing)?|cookiecutters?)$/i.test(directory) && holdsTemplates(db, directory))
      return true;
  }
  return false;
}

const holdsTemplates = query('holdsTemplates', (db, directory: FilePath): boolean =>
  fileList(db, '').some((file) => isInside(directory, file) && tree(db, file).templated),
);
