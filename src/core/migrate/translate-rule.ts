import { PythonSyntaxError, PythonUnsupported } from "../python/syntax/error.ts";
import type { PythonNode } from "../python/syntax/node.ts";
import { parsePython } from "../python/syntax/parse.ts";
import type { UnknownField } from "../record/record-field.ts";
import { expressionProblems } from "../rule/expression-check.ts";
import { nullAsMissing } from "./event-reads.ts";
import { inOtherWords } from "./rewrite.ts";
import { amongValues, and, type Formula, or } from "./symbol/condition.ts";
import { conditionText, usualKinds } from "./symbol/operand.ts";
import { holdsOf, merged } from "./symbol/symbol.ts";
import { withoutCopies, withoutSlips } from "./symbol/usual.ts";
import { type Raise, Translation } from "./translate.ts";
import { withoutChange } from "./turn/change-turn.ts";

/** What becomes of one expression of the module. */
export type Translated =
  | {
      readonly verdict: "same";
      readonly match: string;
      readonly condition: Formula;
      readonly node: PythonNode;
      /** Flat keys that it reads. */
      readonly reads: readonly string[];
      /** Where the two would differ, on records that CloudTrail does not write. */
      readonly remarks: readonly string[];
      /** Whether values are left out that CloudTrail never writes. */
      readonly hasSlips: boolean;
    }
  /** It never matched in the module. */
  | { readonly verdict: "never"; readonly reason: string; readonly at: number | undefined }
  /** There is no rule that says the same, or none is known. */
  | { readonly verdict: "cannot"; readonly reason: string; readonly at: number | undefined };

/** Finds the rule that matches what a Python expression is True of. */
export function translateRule(text: string): Translated {
  let node: PythonNode;
  try {
    node = parsePython(text);
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      return {
        verdict: "never",
        reason: `Python does not take it, ${error.kind}: ${error.message}`,
        at: error.at,
      };
    }
    return cannot(error);
  }
  try {
    const unchanged = withoutChange(node);
    if (unchanged === undefined) return translateNode(inOtherWords(node));
    const translated = translateNode(inOtherWords(unchanged));
    return translated.verdict === "same"
      ? { ...translated, remarks: [...translated.remarks, CHANGE] }
      : translated;
  } catch (error) {
    return cannot(error);
  }
}

const CHANGE =
  "setdefault() and pop() changed the event for the module's rules after this one: no rule does";

function cannot(error: unknown): Translated {
  if (!(error instanceof PythonUnsupported)) throw error;
  return { verdict: "cannot", reason: `there is no translation of ${error.message}`, at: error.at };
}

function translateNode(node: PythonNode): Translated {
  if (node.type === "lambda")
    return { verdict: "never", reason: "it is a function, which nothing calls", at: node.start };
  const translation = new Translation();
  const outcomes = translation.outcomes(node);
  const isTrue = or(
    ...merged(outcomes).map(({ when, value }) => {
      if (value.is !== "scalar") return holdsOf(value) ?? NONE;
      const canBeTrue = value.kinds.has("boolean") && usualKinds(value.of).includes("boolean");
      return canBeTrue ? and(when, amongValues(value.of, [true])) : NONE;
    }),
  );
  const { condition: asked, keys } = nullAsMissing(isTrue);
  const { condition, reasons: slips } = withoutSlips(asked);
  const usual = withoutCopies(condition);
  const { missing } = translation.event;
  if (usual.condition.is === "constant" && !usual.condition.value) {
    const reasons = [...[...missing.values()].map(missingText), ...slips, ...usual.reasons];
    return {
      verdict: "never",
      reason: reasons.join("; ") || neverReason(translation.raises, outcomes.length),
      at: translation.raises[0]?.at,
    };
  }
  const match = condition.is === "constant" ? "exists(eventName)" : conditionText(condition);
  const problems = expressionProblems(match);
  if (problems.length > 0) {
    return {
      verdict: "cannot",
      reason: `trailbridge refuses what it would be, ${match}: ${problems.join("; ")}`,
      at: undefined,
    };
  }
  const nullable = keys.filter((key) => !NEVER_NULL.includes(key));
  const remarks = [
    ...nullable.map((key) => `a record with ${key}: null counts as one without ${key}`),
    ...[...missing].map(([key, why]) => `a record with ${key}: ${missingText(why)}`),
    ...translation.remarks,
    ...slips,
  ];
  return {
    verdict: "same",
    match,
    condition,
    node,
    remarks,
    reads: [...translation.event.keys],
    hasSlips: slips.length > 0,
  };
}

function missingText({ reason, suggestion }: UnknownField): string {
  return suggestion === undefined ? reason : `${reason}; did you mean ${suggestion}?`;
}

const NONE: Formula = { is: "constant", value: false };

function neverReason(raises: readonly Raise[], outcomes: number): string {
  const [raise] = raises;
  if (raise !== undefined)
    return `Python raises on every event, ${raise.message}, and the module took that for no match`;
  if (outcomes > 0)
    return "it is never True: what it gives is False, or neither True nor False, which the module took for no match";
  return "Python raises on every event, and the module took that for no match";
}

/** Fields that every record has. */
const NEVER_NULL: readonly string[] =
  "eventName eventSource eventTime awsRegion eventID eventType".split(" ");
