import { relative } from "node:path";
import { MAX_PATTERN_CHARACTERS } from "../../src/core/pattern/match.ts";
import type { CheckedSynthesis } from "./synthesize-checked.ts";

/** What `npm run synth` says of a synthesis that all checks let pass, and what to do next. */
export function synthesisText(synthesis: CheckedSynthesis): string {
  const { ruleSet, patternCharacters } = synthesis;
  const largest = Math.max(0, ...patternCharacters);
  const judging: readonly Row[] = [
    ["Rules", `${ruleSet.rules.length}, and ${counted(ruleSet.ignoreRules.length, "ignore rule")}`],
    [
      "Patterns",
      `${counted(patternCharacters.length, "event pattern")}, the largest ${number(largest)} of ${number(MAX_PATTERN_CHARACTERS)} characters`,
    ],
  ];
  const rows: readonly Row[] = [
    ["Template", relative(process.cwd(), synthesis.templatePath)],
    ["Resources", String(synthesis.resources)],
    ...(patternCharacters.length > 0 ? judging : []),
    ["Checked by", synthesis.checkedBy.join(", ") || "nothing, as CDK_VALIDATION is false"],
    ["Next", `npm run deploy -- -c settings=${synthesis.settingsFile}`],
  ];
  return rows.map(([what, text]) => `${what.padEnd(12)}${text}\n`).join("");
}

type Row = readonly [what: string, text: string];

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
