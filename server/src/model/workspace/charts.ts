/** What helm has answered, on request, for the charts of kustomizations. */
import { deepEqual } from '../../base/equal.ts';
import { input } from '../../engine/database.ts';

/** The text of its objects, or why there is none; the sentence has no full stop. */
export type ChartOutput = { readonly text: string } | { readonly failed: string };

/** By the key of the chart's run; undefined where nobody has asked helm. */
export const chartOutput = input<string, ChartOutput | undefined>('chartOutput', undefined, deepEqual);
