/** What `terraform validate` has said of a file, as long as the file is what it was then. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { fileText, type ToolReport, toolReports } from '../workspace/inputs.ts';

export const validated = query(
  'terraformValidated',
  (db, file: FilePath): readonly ToolReport[] => {
    // The text is read only where something was said of it: otherwise typing would run this query.
    const told = toolReports(db, file);
    return told !== undefined && told.text === fileText(db, file) ? told.reports : [];
  },
  { equal: deepEqual },
);
