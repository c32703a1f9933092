import pc from "picocolors";
import type { Level } from "../../core/authoring/finding.ts";
import type { Budgets, BusShare } from "../../core/authoring/pattern-findings.ts";
import { digits, numbered } from "../../core/wording/counted.ts";
import type { PlacedFinding } from "./check-rules.ts";

/** What a check says at its end. */
export interface CheckSummary {
  readonly rules: number;
  readonly ignoreRules: number;
  readonly budgets: Budgets | undefined;
}

/** Writes what `check` prints for people: each finding with its place and name, then what was checked. */
export function checkText(
  findings: readonly PlacedFinding[],
  { rules, ignoreRules, budgets }: CheckSummary,
  colour: boolean,
): string {
  const { green } = pc.createColors(colour);
  const counts = LEVELS.flatMap((level) => {
    const count = findings.filter((it) => it.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 || level === "style" ? "" : "s"}`];
  });
  const said = counts.length === 0 ? green("nothing found") : counts.join(", ");
  return [
    ...findings.map((finding) => `${findingText(finding, colour)}\n`),
    `${numbered(rules, "rule")}, ${numbered(ignoreRules, "ignore rule")}: ${said}`,
    ...(budgets === undefined ? [] : [budgetText(budgets)]),
  ]
    .join("\n")
    .concat("\n");
}

const LEVELS: readonly Level[] = ["error", "warning", "style"];

function findingText(finding: PlacedFinding, colour: boolean): string {
  const { path, line, field, message, excerpt, id, level } = finding;
  const { bold, red, yellow, cyan } = pc.createColors(colour);
  const paint = { error: red, warning: yellow, style: cyan }[level];
  const place = `${path}:${line}:${field === "" ? "" : ` ${field}:`}`;
  const below = excerpt === "" ? "" : `\n${excerpt}`;
  return `${bold(place)} ${paint(`${level}[${id}]`)}: ${message}${below}`;
}

function budgetText({ busRules, wildcards, characters }: Budgets): string {
  const of = ({ used, limit }: BusShare): string => `${digits(used)} of ${digits(limit)}`;
  return `On the bus: ${of(busRules)} AWS rules, ${of(wildcards)} with a wildcard, the longest pattern ${of(characters)} characters`;
}
