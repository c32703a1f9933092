import { readFileSync, writeFileSync } from "node:fs";
import type { FigureResult } from "./figure.ts";
import { FIGURES } from "./figures/all.ts";
import { readmeOf } from "./headline.ts";
import { figuresMarkdown } from "./page.ts";

const PAGE = new URL("../../infra/docs/reference/speed.md", import.meta.url);
const README = new URL("../../README.md", import.meta.url);

/** The figures as they were measured last: the page's tables are made from them alone. */
const RESULTS = new URL("./results.json", import.meta.url);
const BLOCK = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;

/** Puts what was measured into the page, the README and the results they are made from. */
export function writePage(measured: readonly FigureResult[]): void {
  const before = measuredFigures();
  const figures = FIGURES.flatMap(({ name }) => {
    const found = measured.find((it) => it.name === name) ?? before.find((it) => it.name === name);
    return found === undefined ? [] : [found];
  });
  writeFileSync(RESULTS, `${JSON.stringify({ figures }, null, 2)}\n`);
  writeFileSync(PAGE, pageOf(readFileSync(PAGE, "utf8"), figures));
  writeFileSync(README, readmeOf(readFileSync(README, "utf8"), figures));
}

/** The figures that were written last. */
export function measuredFigures(): readonly FigureResult[] {
  return JSON.parse(readFileSync(RESULTS, "utf8")).figures;
}

/** The page with its tables made anew. */
export function pageOf(page: string, figures: readonly FigureResult[]): string {
  return page.replace(BLOCK, (_, begin, end) => `${begin}${figuresMarkdown(figures)}\n${end}`);
}
