import { PythonUnsupported } from "../../python/syntax/error.ts";
import { PythonCallable } from "../../python/value.ts";
import { type Formula, type Kind, ofKind, or, test } from "../symbol/condition.ts";
import { usualKinds } from "../symbol/operand.ts";
import {
  always,
  constant,
  itemsOf,
  type Outcomes,
  type Symbolic,
  truth,
} from "../symbol/symbol.ts";

/** `isinstance()`. */
export function isInstance(value: Symbolic, wanted: Symbolic): Outcomes {
  const classes = wanted.is === "constant" ? (itemsOf(wanted) ?? [wanted]) : itemsOf(wanted);
  const names = (classes ?? []).map((it) =>
    it.is === "constant" && it.value instanceof PythonCallable ? it.value.name : "",
  );
  const kinds: Record<string, readonly Kind[]> = {
    str: ["string"],
    bool: ["boolean"],
    list: [],
    dict: [],
    tuple: [],
    set: [],
  };
  if (value.is === "event") return always(constant(names.some((it) => it === "dict")));
  const both = names.includes("int") && names.includes("float");
  // A number without a fraction is an int.
  let whole: Formula = { is: "constant", value: false };
  if (names.includes("int") || names.includes("float")) {
    kinds.int = both ? ["number", "boolean"] : ["boolean"];
    kinds.float = [];
    const { of } = value as { of: string };
    if (
      !both &&
      value.is === "scalar" &&
      value.kinds.has("number") &&
      usualKinds(of).includes("number")
    ) {
      const by = names.includes("int") ? "==" : "!=";
      const number = new Set(["number"] as const);
      whole = test(`(type(${of}) == 'number' && floor(${of}) ${by} ${of})`, [of, number]);
    }
  }
  const found = names.map((it) => kinds[it]);
  if (value.is === "boolean")
    return always(constant(names.includes("bool") || names.includes("int")));
  if (value.is !== "scalar" || found.includes(undefined))
    throw new PythonUnsupported("isinstance() of such a class");
  const all = [...new Set((found as Kind[][]).flat())].filter((it) => value.kinds.has(it));
  return always(truth(or(ofKind(value.of, ...all), whole)));
}
