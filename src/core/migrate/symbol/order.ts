import { compare as compareValues } from "../../python/operator.ts";
import { and, ofKind, test } from "./condition.ts";
import { evaluated } from "./evaluated.ts";
import { texts } from "./joined.ts";
import { numberOperand, numeric } from "./numeric.ts";
import { always, type Outcomes, type Symbolic, then, truth } from "./symbol.ts";

/** An operator of order. */
export type Order = "<" | "<=" | ">" | ">=";

/** Both numbers (booleans among them) or both texts; else Python raises. */
export function order(by: Order, left: Symbolic, right: Symbolic): Outcomes {
  const sides = [numeric(left), numeric(right)] as const;
  const numbers = then(sides[0], (a) =>
    then(sides[1], (b) => {
      if (a.is === "constant" && b.is === "constant")
        return evaluated(() => compareValues(by, a.value, b.value));
      const guard = [a, b].flatMap((it) =>
        it.is === "scalar" ? [[it.of, new Set(["number"] as const)] as const] : [],
      );
      return always(truth(test(`${numberOperand(a)} ${by} ${numberOperand(b)}`, ...guard)));
    }),
  );
  const [a, b] = [texts(left), texts(right)];
  if (a === undefined || b === undefined) return numbers;
  const [x, y] = [a.of, b.of];
  const guards = [...a.guards, ...b.guards];
  const written = guards.map(([of]) => `type(${of}) == 'string' && `).join("");
  const first = by.startsWith("<") ? "min" : "max";
  const strict = by.length === 1 ? ` && ${x} != ${y}` : "";
  const ordered = test(`(${written}${first}([${x}, ${y}]) == ${x}${strict})`, ...guards);
  const when = and(...guards.map(([of]) => ofKind(of, "string")));
  return [...numbers, { when, value: truth(ordered) }];
}
