/** How the names of modules are matched: keys are `directory//address`. */
import type { FilePath } from '../../base/paths.ts';

export const NAME = 'terraform';

export function keyOf(directory: FilePath, address: string): string {
  return `${directory}//${address}`;
}
