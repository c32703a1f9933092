import type { FigureResult } from "./figure.ts";

const BLOCK = /(<!-- figures -->)[\s\S]*?(<!-- \/figures -->)/;

/** What the README says of some figures; of one that was not measured nothing. */
const SAID: readonly (readonly [name: string, text: (value: string) => string])[] = [
  [
    "splitter-http",
    (value) =>
      `The splitter takes ${value} times the CPU of a bare SDK loop that puts the same events`,
  ],
  ["memory", (value) => `a log file of 1 GB fits into ${value} MB`],
  [
    "cost-all",
    (value) =>
      `a million records cost $${value} from the bucket to the bus and the notifier's queue`,
  ],
  ["cost-matched", (value) => `$${value} where only what rules could match is published`],
  ["cost-alerts", (value) => `ten thousand alerts in Slack and on the bus cost $${value}`],
];

/** The README with its sentence of figures made anew. */
export function readmeOf(readme: string, figures: readonly FigureResult[]): string {
  const parts = SAID.flatMap(([name, text]) => {
    const ratio = figures.find((figure) => figure.name === name)?.ratio ?? null;
    return ratio === null ? [] : [text(String(ratio))];
  });
  return readme.replace(BLOCK, (_, begin, end) => `${begin}${parts.join("; ")}.${end}`);
}
