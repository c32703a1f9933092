import { trackedEventProblems } from "../../rule/setting-check.ts";
import { type Gaps, isKnown, isList, type TerraformValue, Unknown } from "../../terraform/value.ts";
import { withMeaning } from "../meaning/split-rule.ts";
import { type MigratedRule, migrateRule } from "../rule-file.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import type { ModuleInputs, MoveReport } from "./report.ts";

/** A module's rules, as it evaluates them. */
export interface ModuleRules {
  readonly rules: readonly MigratedRule[];
  readonly eventsToTrack: readonly string[];
  readonly useDefaults: boolean;
}

/** Takes the module's rules, ignore rules and events over. */
export function moduleRules(
  inputs: ModuleInputs,
  report: MoveReport,
  taken: Set<string>,
): ModuleRules {
  const separator = separatorOf(inputs, report);
  const useDefaults = inputs.boolean("use_default_rules", "rules.packs") ?? true;
  const functionName = inputs.value("function_name");
  const functionNames = typeof functionName === "string" ? [functionName] : [];
  const defaults = { functionNames, areInUse: useDefaults };
  const of = (name: "rules" | "ignore_rules", kind: "rule" | "ignore"): readonly MigratedRule[] => {
    const pieces = piecesIn(inputs.value(name), name, separator, report);
    const rules = pieces.map(({ text }) => {
      const unknown = report.gaps.namesIn(text);
      if (unknown.length > 0) return openRule(text, kind, unknown, report.gaps);
      return migrateRule(text, kind, taken, defaults);
    });
    return withMeaning(rules, separator, kind).map((it) => ({
      ...it,
      python: report.gaps.written(it.python),
      ...("reason" in it && { reason: report.gaps.written(it.reason) }),
    }));
  };
  const rules = [...of("rules", "rule"), ...of("ignore_rules", "ignore")];
  return { rules, useDefaults, eventsToTrack: eventsOf(inputs.value("events_to_track"), report) };
}

/** What the rules are split at; of one that is not known its place in a text. */
function separatorOf(inputs: ModuleInputs, report: MoveReport): string {
  const given = inputs.value("rules_separator");
  if (given instanceof Unknown) return report.gaps.markOf(given);
  return inputs.text("rules_separator", "rules") ?? ",";
}

/** A rule with a part that nobody knows before an apply. */
function openRule(
  text: string,
  kind: "rule" | "ignore",
  unknown: readonly string[],
  gaps: Gaps,
): MigratedRule {
  return {
    id: "",
    kind,
    python: gaps.written(text),
    verdict: "cannot",
    reason: `it holds ${unknown.join(" and ")}, which these files do not tell`,
    at: undefined,
    remarks: [],
  };
}

function piecesIn(
  value: TerraformValue | undefined,
  name: string,
  separator: string,
  report: MoveReport,
): readonly Piece[] {
  if (value === undefined || value === "") return [];
  // Early versions of the module took a list.
  if (isList(value))
    return value.flatMap((it) => (typeof it === "string" ? [{ text: it, line: 1 }] : []));
  if (typeof value !== "string") {
    report.open(
      name === "rules" ? "rules" : "ignore rules",
      name,
      isKnown(value) ? "is no text" : report.unknown(value),
    );
    return [];
  }
  if (separator === "") {
    report.todo.push(
      `see to ${name}: rules_separator is empty, and Python splits at nothing by an error, so the module never ran`,
    );
    return [];
  }
  // Whether it is one rule or many is not known either.
  if (!isKnown(separator) && !value.includes(separator)) {
    report.open(
      name === "rules" ? "rules" : "ignore rules",
      name,
      `is one rule or many: rules_separator ${report.unknown(separator)}`,
    );
    return [];
  }
  return piecesOf(value, separator).filter(({ text }) => text.trim() !== "");
}

/** The module takes blanks out and splits at commas; line ends stay, and what holds one never matches. */
function eventsOf(value: TerraformValue | undefined, report: MoveReport): readonly string[] {
  if (value === undefined) return [];
  const name = "events_to_track";
  const text = isList(value) ? value.filter((it) => typeof it === "string").join(",") : value;
  if (typeof text !== "string") {
    report.open("rules.eventsToTrack", name, report.unknown(value));
    return [];
  }
  const events = [...new Set(text.replaceAll(" ", "").split(","))].filter((it) => it !== "");
  return events.flatMap((event) => {
    const unknown = report.gaps.namesIn(event);
    if (unknown.length > 0) {
      report.open(
        "rules.eventsToTrack",
        name,
        `holds ${unknown.join(" and ")}, which these files do not tell`,
      );
      return [];
    }
    const meant = event.trim();
    if (meant === "") return [];
    if (meant !== event) {
      report.todo.push(
        `see to ${name}: ${JSON.stringify(event)} never matched in the module, which keeps line ends and tabs in a name; if ${meant} was meant, add it to rules.eventsToTrack`,
      );
      return [];
    }
    const problems = trackedEventProblems(event);
    if (problems.length === 0) return [event];
    report.todo.push(`see to ${name}: ${problems.join("; ")}`);
    return [];
  });
}
