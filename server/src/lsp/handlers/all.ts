/** Every request that the server answers, one file each. */
import type { Handler } from '../handler.ts';
import { documentDiagnostic } from './document-diagnostic.ts';
import { status } from './status.ts';
import { workspaceDiagnostic } from './workspace-diagnostic.ts';

export const HANDLERS: readonly Handler[] = [documentDiagnostic, workspaceDiagnostic, status];
