import { PythonUnsupported } from "../../python/syntax/error.ts";
import { isTrue, PythonSet } from "../../python/value.ts";
import { calculateSymbols } from "../symbol/calculate.ts";
import { compareSymbols, eachWithin, isWithinAll } from "../symbol/compare.ts";
import { and, not } from "../symbol/condition.ts";
import type { EventTests } from "../symbol/membership.ts";
import {
  always,
  constant,
  itemsOf,
  type Outcomes,
  type Symbolic,
  then,
  thenAll,
  truth,
  truthOf,
} from "../symbol/symbol.ts";

/** A method of a list, a tuple or a set whose length is known. */
export function listMethod(
  self: Symbolic,
  name: string,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  const items = itemsOf(self) ?? [];
  const [arg] = args;
  const isSet = self.is === "sequence" ? self.kind === "set" : isConstantSet(self);
  if (arg !== undefined && args.length === 1) {
    if (isSet && name === "issubset") return isWithinAll(self, arg, event);
    if (isSet && name === "issuperset") return isWithinAll(arg, self, event);
    if (isSet && name === "isdisjoint") {
      return then(eachWithin(self, arg, event), (each) =>
        always(truth(and(...(itemsOf(each) ?? []).map((it) => not(truthOf(it, isTrue)))))),
      );
    }
    if (!isSet && name === "count") {
      return items.reduce<Outcomes>(
        (sum, it) =>
          thenAll([sum, compareSymbols("==", it, arg, event)], ([a, b]) =>
            calculateSymbols("+", a as Symbolic, b as Symbolic),
          ),
        always(constant(0n)),
      );
    }
  }
  throw new PythonUnsupported(`.${name}() of such a value`);
}

function isConstantSet(value: Symbolic): boolean {
  return value.is === "constant" && value.value instanceof PythonSet;
}
