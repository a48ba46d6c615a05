/** The formats of `check`: what writes them and how much they show where the user does not say. */
import type { Report, Severity } from '../report.ts';
import type { World } from '../world.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

export interface Format {
  readonly leastShown: Severity;
  readonly write: (report: Report, world: World) => string;
}

export const PRETTY: Format = { leastShown: 'warning', write: pretty };

export const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['pretty', PRETTY],
  ['json', { leastShown: 'hint', write: json }],
  ['sarif', { leastShown: 'hint', write: sarif }],
  ['github', { leastShown: 'warning', write: github }],
  ['junit', { leastShown: 'warning', write: junit }],
]);
