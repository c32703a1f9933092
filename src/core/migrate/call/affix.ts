import { PythonUnsupported } from "../../python/syntax/error.ts";
import { isTrue } from "../../python/value.ts";
import { and, type Formula, HOLDS, ONLY_TEXT, or, test } from "../symbol/condition.ts";
import { literalText } from "../symbol/operand.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type ScalarSymbol,
  type Symbolic,
  textFrom,
  then,
  truth,
  truthOf,
} from "../symbol/symbol.ts";
import { sliceOf } from "./item.ts";

/** A call of a rule that asks how a text begins or ends. */
export type Affix = "starts_with" | "ends_with";

/** `startswith` and `endswith`, of one text or of one of a tuple. */
export function affix({ of }: ScalarSymbol, call: Affix, wanted: Symbolic): Outcomes {
  const one = (it: Symbolic): Outcomes => {
    if (it.is === "constant") {
      if (typeof it.value !== "string") return [];
      return always(truth(hasAffix(of, call, it.value)));
    }
    if (it.is !== "scalar" || !it.kinds.has("string")) return [];
    return [
      {
        when: hasKind(it, "string"),
        value: truth(test(`${call}(${of}, ${it.of})`, [of, ONLY_TEXT], [it.of, ONLY_TEXT])),
      },
    ];
  };
  const isTuple =
    wanted.is === "sequence"
      ? wanted.kind === "tuple"
      : wanted.is === "constant" &&
        itemsOf(wanted) !== undefined &&
        (wanted.value as { kind?: string }).kind === "tuple";
  if (!isTuple) return wanted.is === "sequence" ? [] : one(wanted);
  // One after another, until one fits.
  let [when, holds]: [Formula, Formula] = [HOLDS, { is: "constant", value: false }];
  for (const it of [...(itemsOf(wanted) ?? [])].reverse()) {
    const [outcome] = one(it);
    if (outcome === undefined) {
      when = { is: "constant", value: false };
      holds = { is: "constant", value: false };
      continue;
    }
    const fits = and(outcome.when, truthOf(outcome.value, isTrue));
    when = and(outcome.when, or(fits, when));
    holds = or(fits, and(outcome.when, holds));
  }
  return [{ when, value: truth(holds) }];
}

/** `startswith` and `endswith` of a part of the text: an empty one is not within every part. */
export function boundedAffix(
  self: ScalarSymbol,
  call: Affix,
  wanted: Symbolic,
  [from = constant(null), to = constant(null)]: readonly Symbolic[],
): Outcomes {
  const items = wanted.is === "constant" ? (itemsOf(wanted) ?? [wanted]) : undefined;
  const isPlain = items?.every(
    (it) => it.is === "constant" && typeof it.value === "string" && it.value !== "",
  );
  if (isPlain !== true)
    throw new PythonUnsupported("startswith() or endswith() between bounds, of such a text");
  return then(sliceOf(textFrom(self.of), [from, to, constant(null)]), (part) =>
    affix(part as ScalarSymbol, call, wanted),
  );
}

/** That a text begins or ends with another. */
export function hasAffix(of: string, call: Affix, part: string): Formula {
  const holds = (text: string) =>
    call === "starts_with" ? text.startsWith(part) : text.endsWith(part);
  return { ...test(`${call}(${of}, ${literalText(part)})`, [of, ONLY_TEXT]), known: { of, holds } };
}
