/** The shortest way from one list of lines to another, in bounded time (Myers, "An O(ND) difference algorithm"). */

export interface DiffLine {
  readonly is: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Differences that are looked for; lists further apart are told as replaced. */
const MAX_DISTANCE = 1000;

export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ is: 'same', text }));
  return [
    ...same(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function middle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const trail = search(before, after);
  if (trail === undefined) {
    return [
      ...before.map((text): DiffLine => ({ is: 'removed', text })),
      ...after.map((text): DiffLine => ({ is: 'added', text })),
    ];
  }
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let d = trail.length - 1; d >= 0; d--) {
    const reached = trail[d] ?? new Map<number, number>();
    const k = x - y;
    const isDown = k === -d || (k !== d && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));
    const from = isDown ? k + 1 : k - 1;
    const [px, py] = d === 0 ? [0, 0] : [reached.get(from) ?? 0, (reached.get(from) ?? 0) - from];
    while (x > px && y > py) {
      lines.push({ is: 'same', text: before[--x] ?? '' });
      y--;
    }
    if (d === 0) break;
    if (isDown) lines.push({ is: 'added', text: after[--y] ?? '' });
    else lines.push({ is: 'removed', text: before[--x] ?? '' });
  }
  return lines.reverse();
}

/** How far each diagonal reaches before each step; undefined where the lists are too far apart. */
function search(before: readonly string[], after: readonly string[]): readonly ReadonlyMap<number, number>[] | undefined {
  const trail: ReadonlyMap<number, number>[] = [];
  const reached = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(MAX_DISTANCE, before.length + after.length); d++) {
    trail.push(new Map([...reached].filter(([k]) => k >= -d - 1 && k <= d + 1)));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));
      let x = isDown ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      reached.set(k, x);
      if (x >= before.length && x - k >= after.length) return trail;
    }
  }
  return undefined;
}

/** A line of a diff that is shown: `skipped` stands for lines that are alike and far from any change. */
export type HunkLine = DiffLine | { readonly is: 'skipped'; readonly count: number };

/** Only what lies within so many lines of a change. */
export function hunks(lines: readonly DiffLine[], context: number): readonly HunkLine[] {
  const near = new Uint8Array(lines.length);
  for (const [i, { is }] of lines.entries())
    if (is !== 'same') near.fill(1, Math.max(0, i - context), Math.min(lines.length, i + context + 1));
  const shown: HunkLine[] = [];
  let skipped = 0;
  const skip = (): void => {
    if (skipped > 0) shown.push({ is: 'skipped', count: skipped });
    skipped = 0;
  };
  for (const [i, line] of lines.entries()) {
    if (near[i] === 0) {
      skipped++;
      continue;
    }
    skip();
    shown.push(line);
  }
  skip();
  return shown;
}
