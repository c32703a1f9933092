import { PythonUnsupported } from "../../python/syntax/error.ts";
import { isTrue, PythonSet } from "../../python/value.ts";
import { calculateSymbols } from "../symbol/calculate.ts";
import { compareSymbols, eachWithin, isWithinAll } from "../symbol/compare.ts";
import { and, not } from "../symbol/condition.ts";
import { equality } from "../symbol/equality.ts";
import type { EventTests } from "../symbol/membership.ts";
import {
  always,
  constant,
  itemsOf,
  merged,
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
    if (!isSet && name === "index") return placeAmong(items, arg);
  }
  throw new PythonUnsupported(`.${name}() of such a value`);
}

/** The first place of an item; Python raises where there is none. */
function placeAmong(items: readonly Symbolic[], item: Symbolic): Outcomes {
  const equal = items.map((it) => equality(it, item));
  return merged(
    equal.map((it, at) => ({
      when: and(it, ...equal.slice(0, at).map(not)),
      value: constant(BigInt(at)),
    })),
  );
}

function isConstantSet(value: Symbolic): boolean {
  return value.is === "constant" && value.value instanceof PythonSet;
}
