import { PythonSyntaxError } from "../../python/syntax/error.ts";
import { parsePython } from "../../python/syntax/parse.ts";
import type { Meaning, MigratedRule } from "../rule-file.ts";
import { translateRule } from "../translate-rule.ts";
import { meaningOf } from "./meaning.ts";

/**
 * Says of rules that never worked what was meant, as far as that can be told: of pieces that a
 * separator inside a rule has made, the rule as it was before it was split.
 */
export function withMeaning(
  rules: readonly MigratedRule[],
  separator: string,
  kind: "rule" | "ignore",
): readonly MigratedRule[] {
  const made: MigratedRule[] = [];
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at] as MigratedRule;
    const whole = rule.verdict === "never" ? wholeOf(rules, at, separator) : undefined;
    if (rule.verdict === "never" && isTuple(rule.python)) {
      made.push({
        ...rule,
        reason: `Python makes a tuple of it, which is never True: it has commas, and the module splits at ${JSON.stringify(separator)}, ignore rules too`,
        at: undefined,
      });
      continue;
    }
    if (whole === undefined) {
      made.push(
        rule.verdict === "same" ? rule : { ...rule, meant: rule.meant ?? meaningOf(rule.python) },
      );
      continue;
    }
    const pieces = rules.slice(at, at + whole.count);
    made.push({
      ...rule,
      kind,
      python: whole.text,
      at: undefined,
      reason: `the module splits it at ${JSON.stringify(separator)}, into ${pieces.map((it) => `\`${it.python.trim()}\``).join(" and ")}: each is a SyntaxError for every event, so it never matched`,
      meant: asWhole(whole.text),
    });
    at += whole.count - 1;
  }
  return made;
}

/** What was meant by a rule that was split: the whole of it, or that without its slips. */
function asWhole(text: string): Meaning {
  const python = text.trim();
  const translated = translateRule(python);
  if (translated.verdict === "same") return { python, match: translated.match };
  return meaningOf(python) ?? { python, match: undefined };
}

/** The shortest run of pieces from here on that Python takes, none of which it takes alone. */
function wholeOf(
  rules: readonly MigratedRule[],
  from: number,
  separator: string,
): { readonly text: string; readonly count: number } | undefined {
  if (isPython((rules[from] as MigratedRule).python)) return undefined;
  for (let to = from + 2; to <= Math.min(rules.length, from + MOST_PIECES); to++) {
    // A piece that matches is a rule of its own.
    if (rules[to - 1]?.verdict !== "never") return undefined;
    const text = rules
      .slice(from, to)
      .map((it) => it.python)
      .join(separator);
    if (isPython(text)) return { text, count: to - from };
  }
  return undefined;
}

const MOST_PIECES = 100;

function isPython(text: string): boolean {
  try {
    parsePython(text.trim());
    return true;
  } catch (error) {
    // What is Python, though not understood here, is whole.
    return !(error instanceof PythonSyntaxError);
  }
}

/** Several expressions with commas between them. */
function isTuple(text: string): boolean {
  try {
    const node = parsePython(text.trim());
    return node.type === "tuple" && !text.trim().startsWith("(");
  } catch {
    return false;
  }
}
