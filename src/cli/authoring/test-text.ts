import pc from "picocolors";
import {
  coveredPercent,
  type FailedTest,
  type RuleCoverage,
  type TestReport,
} from "../../core/authoring/test-report.ts";
import { type ClauseStyle, clauseLines } from "../../core/explain/clause-text.ts";
import type { ClauseCoverage } from "../../core/explain/coverage.ts";
import { wantedOf } from "../../core/rule-file/rule-test.ts";
import { noteLines } from "../../core/rule-file/timeline-note.ts";
import { numbered } from "../../core/wording/counted.ts";
import { inLine } from "../terminal-text.ts";

/** Lines and paths of what a report tells. */
export interface Places {
  /** `my-rules/a.yaml:12`, of a test or of a rule's expression. */
  of(path: string, field: readonly (string | number)[]): string;
}

/** Writes what `test` prints for people, without what is wrong with the rules otherwise. */
export function testText(report: TestReport, places: Places, colour: boolean): string {
  const { green, red } = pc.createColors(colour);
  const { rules, tests, failures, coverage } = report;
  const verdict = failures.length === 0 ? green("all pass") : red(`${failures.length} fail`);
  return [
    ...failures.flatMap((it) => [...failureLines(it, places, colour), ""]),
    ...(coverage === undefined ? [] : [...coverageLines(coverage, places, colour), ""]),
    `${numbered(rules, "rule")}, ${numbered(tests, "test")}: ${verdict}`,
  ]
    .join("\n")
    .concat("\n");
}

function failureLines(failed: FailedTest, places: Places, colour: boolean): readonly string[] {
  const { bold, red } = pc.createColors(colour);
  const { path, ruleId, index, test, given } = failed;
  const lines =
    "clause" in failed
      ? clauseLines(failed.clause, styleOf(colour))
      : noteLines(failed.timeline).map(inLine);
  return [
    `${red("FAIL")}  ${bold(inLine(ruleId))}: ${inLine(test.name)}`,
    `      ${inLine(places.of(path, ["tests", index]))}`,
    `      must give ${wantedOf(test)}: it gives ${inLine(given)}`,
    ...lines.map((line) => `      ${line}`),
  ];
}

/** How clauses look on a terminal. */
function styleOf(colour: boolean): ClauseStyle {
  const { dim, green, red, yellow } = pc.createColors(colour);
  const colours = { true: green, false: yellow, fault: red };
  return { result: (text, result) => colours[result](text), aside: dim };
}

function coverageLines(
  coverage: readonly RuleCoverage[],
  places: Places,
  colour: boolean,
): readonly string[] {
  const { bold, yellow } = pc.createColors(colour);
  const count = coverage.reduce((sum, { clauses }) => sum + clauses.length, 0);
  const open = coverage.filter(({ clauses }) => clauses.some(isUndecided));
  return [
    bold(
      `coverage ${coveredPercent(coverage).toFixed(1)} %: ${numbered(count, "clause")}, each both ways`,
    ),
    ...open.flatMap(({ path, ruleId, clauses }) => [
      `  ${inLine(ruleId)}  ${inLine(places.of(path, ["match"]))}`,
      ...clauses
        .filter(isUndecided)
        .map((clause) => `    ${yellow(missing(clause))}: ${inLine(shortened(clause.text))}`),
    ]),
  ];
}

function isUndecided({ holds, fails }: ClauseCoverage): boolean {
  return !(holds && fails);
}

function missing({ holds, fails }: ClauseCoverage): string {
  if (holds) return "no test in which it fails";
  return fails ? "no test in which it holds" : "no test reaches it";
}

function shortened(text: string): string {
  return text.length > MAX_CLAUSE ? `${text.slice(0, MAX_CLAUSE)}…` : text;
}

/** Characters of a clause that are shown. */
const MAX_CLAUSE = 160;
