import { compare as compareValues } from "../../python/operator.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import type { CompareOperator } from "../../python/syntax/node.ts";
import { and, FAILS, not } from "./condition.ts";
import { equality, identity } from "./equality.ts";
import { evaluated } from "./evaluated.ts";
import { type EventTests, membership } from "./membership.ts";
import { type Order, order } from "./order.ts";
import { isContainer, sequenceKind } from "./sequence.ts";
import {
  always,
  holdsOf,
  itemsOf,
  type Outcomes,
  type Symbolic,
  then,
  thenAll,
  truth,
} from "./symbol.ts";

/** What a comparison gives; nothing where Python raises. */
export function compareSymbols(
  by: CompareOperator,
  a: Symbolic,
  b: Symbolic,
  event: EventTests,
): Outcomes {
  if (a.is === "constant" && b.is === "constant") {
    return evaluated(() => compareValues(by, a.value, b.value));
  }
  switch (by) {
    case "==":
      return always(truth(equality(a, b)));
    case "!=":
      return always(truth(not(equality(a, b))));
    case "is":
      return always(truth(identity(a, b)));
    case "is not":
      return always(truth(not(identity(a, b))));
    case "in":
      return membership(a, b, event);
    case "not in":
      return then(membership(a, b, event), (it) => always(truth(not(holdsOf(it) ?? FAILS))));
    default:
      if (isContainer(a) && isContainer(b)) return setOrder(by, a, b, event);
      return order(by, a, b);
  }
}

/** Sets, or the keys of the event, of which one has all of another. */
function setOrder(by: Order, a: Symbolic, b: Symbolic, event: EventTests): Outcomes {
  const isSet = (it: Symbolic) =>
    sequenceKind(it) === "set" || (it.is === "view" && it.of === "keys");
  if (!isSet(a) || !isSet(b) || by.length === 1) {
    throw new PythonUnsupported(`lists or sets compared with ${by}`);
  }
  return by === "<=" ? isWithinAll(a, b, event) : isWithinAll(b, a, event);
}

/** Whether each of some items is in a container. */
export function isWithinAll(items: Symbolic, container: Symbolic, event: EventTests): Outcomes {
  return then(eachWithin(items, container, event), (all) =>
    always(truth(and(...(itemsOf(all) ?? []).map((it) => holdsOf(it) ?? FAILS)))),
  );
}

/** For each item whether it is in a container. */
export function eachWithin(items: Symbolic, container: Symbolic, event: EventTests): Outcomes {
  const known = itemsOf(items);
  if (known === undefined) throw new PythonUnsupported("a set that is made of the event");
  return thenAll(
    known.map((it) => compareSymbols("in", it, container, event)),
    (found) => always({ is: "sequence", kind: "list", items: found }),
  );
}
