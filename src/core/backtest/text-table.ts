import { digits } from "../wording/counted.ts";

/** By how much a number changed: `+1,234`, `−5`; empty if it did not. */
export function difference([before, after]: readonly [number, number]): string {
  const by = after - before;
  return by === 0 ? "" : `${by > 0 ? "+" : "−"}${digits(Math.abs(by))}`;
}

/** An instant in ISO 8601 as people read it, to the minute: `2026-11-02 09:05`. */
export function minute(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

/**
 * Draws a table for a terminal: the first column to the left, numbers to the right.
 *
 * @param rows Each as long as the head.
 */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumeric = head.map((_, column) =>
    rows.every((row) => /^[+−]?[\d,]*$/.test(row[column] ?? "")),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column > 0 && isNumeric[column] ? cell.padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
