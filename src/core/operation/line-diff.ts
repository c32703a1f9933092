/** Lines in a row that one text has in place of those of another. */
export interface LineChange {
  /** Line of the first text from which on they are, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What was changed in a text whose lines kept their order: the fewest lines that say it. */
export function lineDiff(before: string, after: string): readonly LineChange[] {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  // lengths[i][j]: how many lines old from i on and now from j on have in common, in their order.
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    const row = lengths[i] as Uint32Array;
    for (let j = now.length - 1; j >= 0; j--) {
      row[j] =
        old[i] === now[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
      continue;
    }
    const [line, from, until] = [i + 1, i, j];
    while ((i < old.length || j < now.length) && !(i < old.length && old[i] === now[j])) {
      if (j >= now.length || (i < old.length && common(i + 1, j) >= common(i, j + 1))) i++;
      else j++;
    }
    changes.push({ line, removed: old.slice(from, i), added: now.slice(until, j) });
  }
  return changes;
}
