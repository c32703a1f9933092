import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PageScripts } from "./report-page.ts";

/** Reads what the report's page is made with: from beside this file, or from the bundle's folder. */
export function pageScripts(): PageScripts {
  const isSource = import.meta.url.endsWith(".ts");
  const read = (url: string | URL): string => readFileSync(fileURLToPath(url), "utf8");
  const own = (name: string) =>
    read(new URL(isSource ? `./${name}` : `./report/${name}`, import.meta.url));
  const library = (name: string) =>
    isSource ? read(import.meta.resolve(`uplot/dist/${name}`)) : own(name);
  return {
    charts: library("uPlot.iife.min.js"),
    chartStyle: library("uPlot.min.css"),
    page: own("report.js"),
  };
}
