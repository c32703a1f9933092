import type { FigureResult } from "./figure.ts";

/** The figures as a table in Markdown, then how they grow. */
export function figuresMarkdown(figures: readonly FigureResult[]): string {
  const grown = figures.filter(({ growth = [] }) => growth.length > 0);
  return [
    "| figure | by | median | middle half | goal | holds |",
    "|---|---|---|---|---|---|",
    ...figures.map(rowOf),
    "",
    "How they grow, each by the same yardstick:",
    "",
    "| figure | load | median |",
    "|---|---|---|",
    ...grown.flatMap(({ name, growth = [] }) =>
      growth.map(({ load, ratio }) => `| ${name} | ${load} | ${numberText(ratio)} |`),
    ),
  ].join("\n");
}

function rowOf({ name, what, yardstick, ratio, spread, goal, holds, skipped }: FigureResult) {
  const median = ratio === null ? `not measured: ${skipped}` : numberText(ratio);
  const middle = spread?.map(numberText).join(" to ") ?? "";
  const mark = holds === null ? "" : holds ? "yes" : "**no**";
  const most = goal === null ? "" : `<= ${numberText(goal)}`;
  return `| \`${name}\`: ${what} | ${yardstick} | ${median} | ${middle} | ${most} | ${mark} |`;
}

function numberText(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
