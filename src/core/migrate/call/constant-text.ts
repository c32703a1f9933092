import { PythonUnsupported } from "../../python/syntax/error.ts";
import { amongValues, and, FAILS, type Formula, ONLY_TEXT, test } from "../symbol/condition.ts";
import { joinOf } from "../symbol/joined.ts";
import { literalText } from "../symbol/operand.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type Symbolic,
  textFrom,
  truth,
} from "../symbol/symbol.ts";
import { knownText } from "./raises.ts";

/** A method of a constant text that is given what only the event tells. */
export function constantTextMethod(
  self: string,
  name: string,
  args: readonly Symbolic[],
): Outcomes {
  const [arg] = args;
  if (args.length !== 1 || arg === undefined) throw new PythonUnsupported(`.${name}() with fields`);
  if (name === "join") {
    if (arg.is === "pieces") return always(textFrom(`join(${literalText(self)}, ${arg.of})`));
    const items = itemsOf(arg);
    if (items === undefined) throw new PythonUnsupported("join() of such a list");
    const known = items.flatMap((it) => knownText(it) ?? []);
    if (known.length === items.length) return always(constant(known.join(self)));
    const guards: Formula[] = [];
    const parts: string[] = [];
    for (const [index, it] of items.entries()) {
      if (
        it.is === "constant"
          ? typeof it.value !== "string"
          : it.is !== "scalar" || !it.kinds.has("string")
      )
        return [];
      if (index > 0 && self !== "") parts.push(literalText(self));
      if (it.is === "scalar") guards.push(hasKind(it, "string"));
      parts.push(it.is === "scalar" ? it.of : literalText((it as { value: unknown }).value));
    }
    return [{ when: and(...guards), value: textFrom(joinOf(parts)) }];
  }
  if ((name === "startswith" || name === "endswith") && arg.is === "scalar") {
    if (!arg.kinds.has("string")) return [];
    if (self === "") return [{ when: hasKind(arg, "string"), value: truth(isEmpty(arg.of)) }];
    const call = `${name === "startswith" ? "starts_with" : "ends_with"}(${literalText(self)}, ${arg.of})`;
    return [{ when: hasKind(arg, "string"), value: truth(test(call, [arg.of, ONLY_TEXT])) }];
  }
  throw new PythonUnsupported(`.${name}() with fields`);
}

/** That a text is empty; what is joined of others with a letter between never is. */
function isEmpty(of: string): Formula {
  return /^join\('', \[(.*, )?'[^']+'/.test(of) ? FAILS : amongValues(of, [""]);
}
