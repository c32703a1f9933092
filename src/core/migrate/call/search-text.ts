import { PythonUnsupported } from "../../python/syntax/error.ts";
import { not, ONLY_TEXT, test } from "../symbol/condition.ts";
import { literalText } from "../symbol/operand.ts";
import {
  always,
  constant,
  type Outcomes,
  type ScalarSymbol,
  type Symbolic,
  scalar,
  textFrom,
} from "../symbol/symbol.ts";
import { hasAffix } from "./affix.ts";
import { knownText, raisesOr } from "./raises.ts";

/** `find`, `index` and those from the right: the place of a part, from 0. */
export function findPart({ of }: ScalarSymbol, args: readonly Symbolic[], name: string): Outcomes {
  const [first] = args;
  const search = knownText(first);
  if (args.length !== 1) throw new PythonUnsupported(`${name}() between bounds`);
  if (search === undefined) return raisesOr(first, `${name}() of a field`);
  const isLast = name.startsWith("r");
  if (search === "") return always(isLast ? scalar(`length(${of})`, "number") : constant(0n));
  const found = `find_${isLast ? "last" : "first"}(${of}, ${literalText(search)})`;
  const has = test(`contains(${of}, ${literalText(search)})`, [of, ONLY_TEXT]);
  const otherwise = { when: not(has), value: constant(-1n) };
  return [
    { when: has, value: scalar(found, "number") },
    ...(name.endsWith("index") ? [] : [otherwise]),
  ];
}

/** How often a part is in a text. */
export function countParts({ of }: ScalarSymbol, args: readonly Symbolic[]): Outcomes {
  const [first] = args;
  const search = knownText(first);
  if (args.length !== 1) throw new PythonUnsupported("count() between bounds");
  if (search === undefined) return raisesOr(first, "count() of a field");
  if (search === "") throw new PythonUnsupported("count() of nothing");
  return always(scalar(`(length(split(${of}, ${literalText(search)})) - \`1\`)`, "number"));
}

/** `replace`. */
export function replaced({ of }: ScalarSymbol, args: readonly Symbolic[]): Outcomes {
  const [first, second, third] = args;
  const [search, by] = [knownText(first), knownText(second)];
  const most = third?.is === "constant" ? third.value : undefined;
  if (args.length < 2 || args.length > 3) return [];
  if (args.length === 3 && typeof most !== "bigint")
    throw new PythonUnsupported("replace() so many times");
  if (search === undefined || by === undefined)
    return raisesOr(first?.is === "constant" ? second : first, "replace() with a field");
  if (search === "") throw new PythonUnsupported("replace() of nothing");
  const times = typeof most === "bigint" && most >= 0n ? `, \`${most}\`` : "";
  return always(textFrom(`replace(${of}, ${literalText(search)}, ${literalText(by)}${times})`));
}

/** `removeprefix` and `removesuffix`. */
export function removeAffix(
  { of }: ScalarSymbol,
  args: readonly Symbolic[],
  name: string,
): Outcomes {
  const part = knownText(args[0]);
  if (part === undefined || args.length !== 1) return raisesOr(args[0], `${name}() of a field`);
  if (part === "") return always(textFrom(of));
  const length = [...part].length;
  const isPrefix = name === "removeprefix";
  const holds = hasAffix(of, isPrefix ? "starts_with" : "ends_with", part);
  return [
    { when: holds, value: textFrom(isPrefix ? `${of}[${length}:]` : `${of}[:-${length}]`) },
    { when: not(holds), value: textFrom(of) },
  ];
}
