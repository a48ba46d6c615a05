/**
 * `npm run gen:schemas`: writes what is known of Kubernetes' built-in kinds and of the custom kinds of other projects, from the Go
 * modules that declare them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CUSTOM_FOLDER, customFiles } from './custom-files.ts';
import { SCHEMA_FILE, schemaFile } from './file.ts';

mkdirSync(dirname(SCHEMA_FILE), { recursive: true });
writeFileSync(SCHEMA_FILE, schemaFile());

const files = customFiles();
rmSync(CUSTOM_FOLDER, { recursive: true, force: true });
mkdirSync(CUSTOM_FOLDER);
for (const [path, text] of files) writeFileSync(path, text);
