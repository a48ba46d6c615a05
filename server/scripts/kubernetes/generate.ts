/** `npm run gen:schemas`: writes what is known of Kubernetes' built-in kinds, from the Go modules that declare them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SCHEMA_FILE, schemaFile } from './file.ts';

mkdirSync(dirname(SCHEMA_FILE), { recursive: true });
writeFileSync(SCHEMA_FILE, schemaFile());
