import { attributeOf } from "../../python/methods.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import { type PythonCallable, PythonDict, type PythonValue } from "../../python/value.ts";
import { and } from "../symbol/condition.ts";
import { evaluated } from "../symbol/evaluated.ts";
import type { EventTests } from "../symbol/membership.ts";
import { constant, hasKind, itemsOf, type Outcomes, type Symbolic } from "../symbol/symbol.ts";
import { constantTextMethod } from "./constant-text.ts";
import { inDict } from "./item.ts";
import { listMethod } from "./list-method.ts";
import { textMethod } from "./text-method.ts";

/** A method called on a value; nothing where Python raises. */
export function callMethod(
  self: Symbolic,
  name: string,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  const known = args.map((it) => (it.is === "constant" ? it.value : undefined));
  if (self.is === "constant" && !known.includes(undefined)) {
    return evaluated(() =>
      (attributeOf(self.value, name) as PythonCallable).call(known as PythonValue[], new Map()),
    );
  }
  if (self.is === "scalar") {
    if (!self.kinds.has("string")) return [];
    const made = textMethod(self, name, args);
    return made.map((it) => ({ when: and(hasKind(self, "string"), it.when), value: it.value }));
  }
  if (self.is === "constant" && typeof self.value === "string")
    return constantTextMethod(self.value, name, args);
  if (self.is === "constant" && self.value instanceof PythonDict && name === "get") {
    const [key, otherwise = constant(null)] = args;
    return inDict(self.value, key as Symbolic, [otherwise]);
  }
  if (itemsOf(self) !== undefined) return listMethod(self, name, args, event);
  // Booleans and None have none of these methods.
  if (self.is === "boolean" || (self.is === "constant" && self.value === null)) return [];
  throw new PythonUnsupported(`.${name}() of such a value`);
}
