import { PythonUnsupported } from "../../python/syntax/error.ts";
import { isTrue, type PythonCallable, type PythonValue } from "../../python/value.ts";
import { calculateSymbols } from "../symbol/calculate.ts";
import { compareSymbols } from "../symbol/compare.ts";
import { and, not, or } from "../symbol/condition.ts";
import { evaluated } from "../symbol/evaluated.ts";
import type { EventTests } from "../symbol/membership.ts";
import { numeric } from "../symbol/numeric.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type Symbolic,
  scalar,
  then,
  truth,
  truthOf,
} from "../symbol/symbol.ts";
import { asFloat, asInt, asText } from "./conversion.ts";
import { isInstance } from "./instance.ts";

/** A built-in function called with what is known only with the event. */
export function callBuiltin(
  { name, call }: PythonCallable,
  args: readonly Symbolic[],
  event: EventTests,
): Outcomes {
  if (args.every((it) => it.is === "constant")) {
    return evaluated(() =>
      call(
        args.map((it) => (it as { value: PythonValue }).value),
        new Map(),
      ),
    );
  }
  const [arg, second] = args as readonly [Symbolic, Symbolic?];
  if (name === "isinstance" && second !== undefined && args.length === 2)
    return isInstance(arg, second);
  if (name === "min" || name === "max") return extremeOf(name, args, event);
  if (name === "int" && second?.is === "constant" && second.value === 10n && arg.is === "scalar") {
    return asInt({ ...arg, kinds: new Set([...arg.kinds].filter((it) => it === "string")) });
  }
  if (args.length !== 1) throw new PythonUnsupported(`${name}() with fields`);
  switch (name) {
    case "any":
    case "all": {
      const items = itemsOf(arg);
      if (items === undefined) throw new PythonUnsupported(`${name}() of such a list`);
      const each = items.map((it) => truthOf(it, isTrue));
      return always(truth(name === "any" ? or(...each) : and(...each)));
    }
    case "bool":
      return always(truth(truthOf(arg, isTrue)));
    case "len":
      if (arg.is === "pieces") return always(scalar(`length(${arg.of})`, "number"));
      if (arg.is === "scalar") {
        if (!arg.kinds.has("string")) return [];
        return [{ when: hasKind(arg, "string"), value: scalar(`length(${arg.of})`, "number") }];
      }
      if (arg.is === "sequence" && arg.kind !== "set")
        return always(constant(BigInt(arg.items.length)));
      if (arg.is === "boolean") return [];
      throw new PythonUnsupported("len() of such a value");
    case "str":
      return asText(arg);
    case "int":
      return asInt(arg);
    case "float":
      return asFloat(arg);
    case "abs":
      return numeric(arg).map((it) =>
        it.value.is === "scalar"
          ? { ...it, value: scalar(`abs(${it.value.of})`, "number") }
          : { ...it, value: constant((it.value as { value: bigint }).value) },
      );
    case "sum": {
      const items = itemsOf(arg);
      if (items === undefined) throw new PythonUnsupported("sum() of such a list");
      return items.reduce<Outcomes>(
        (sum, it) => then(sum, (sofar) => calculateSymbols("+", sofar, it)),
        always(constant(0n)),
      );
    }
    case "set":
      if (arg.is === "sequence") return always({ ...arg, kind: "set" });
      if (arg.is === "event") return always({ is: "view", of: "keys" });
      if (arg.is === "view" && arg.of === "keys") return always(arg);
      break;
    case "list":
    case "tuple":
      if (arg.is === "sequence" && arg.kind !== "set") return always({ ...arg, kind: name });
      if (arg.is === "view") return always(arg);
      break;
  }
  throw new PythonUnsupported(`${name}() of a field`);
}

/** `min` and `max`: one item after another, as Python compares them. */
function extremeOf(name: "min" | "max", args: readonly Symbolic[], event: EventTests): Outcomes {
  const items = args.length === 1 ? itemsOf(args[0] as Symbolic) : args;
  const [first, ...others] = items ?? [];
  if (first === undefined) throw new PythonUnsupported(`${name}() of such a list`);
  return others.reduce<Outcomes>(
    (sofar, it) =>
      then(sofar, (best) =>
        then(compareSymbols(name === "min" ? "<" : ">", it, best, event), (better) => {
          const holds = truthOf(better, isTrue);
          return [
            { when: holds, value: it },
            { when: not(holds), value: best },
          ];
        }),
      ),
    always(first),
  );
}
