import { attributeOf } from "../../python/methods.ts";
import { BLANKS } from "../../python/number-text.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import { and, ONLY_TEXT, test } from "../symbol/condition.ts";
import { literalText } from "../symbol/operand.ts";
import {
  always,
  type Outcomes,
  type ScalarSymbol,
  type Symbolic,
  textFrom,
  truth,
} from "../symbol/symbol.ts";
import { affix, boundedAffix } from "./affix.ts";
import { raisesOr } from "./raises.ts";
import { countParts, findPart, removeAffix, replaced } from "./search-text.ts";
import { partition, rpartition, splitText } from "./split-text.ts";

/** A method of text that is known only with the event; of what is no text it raises before. */
export function textMethod(self: ScalarSymbol, name: string, args: readonly Symbolic[]): Outcomes {
  const method = METHODS[name];
  if (method !== undefined) return method(self, args, name);
  refuseMethod(name);
  // It raises an AttributeError.
  return [];
}

type TextMethod = (self: ScalarSymbol, args: readonly Symbolic[], name: string) => Outcomes;

const METHODS: Readonly<Record<string, TextMethod | undefined>> = {
  startswith: startsOrEnds,
  endswith: startsOrEnds,
  lower: otherCase,
  upper: otherCase,
  isdigit: isDigits,
  isdecimal: isDigits,
  strip,
  lstrip: strip,
  rstrip: strip,
  split: splitText,
  rsplit: splitText,
  partition,
  rpartition,
  replace: replaced,
  find: findPart,
  index: findPart,
  rfind: findPart,
  rindex: findPart,
  count: countParts,
  removeprefix: removeAffix,
  removesuffix: removeAffix,
};

function startsOrEnds(self: ScalarSymbol, args: readonly Symbolic[], name: string): Outcomes {
  const [first, ...bounds] = args;
  if (first === undefined || bounds.length > 2) return [];
  const call = name === "startswith" ? "starts_with" : "ends_with";
  return bounds.length > 0 ? boundedAffix(self, call, first, bounds) : affix(self, call, first);
}

function otherCase({ of }: ScalarSymbol, args: readonly Symbolic[], name: string): Outcomes {
  return args.length > 0 ? [] : always(textFrom(`${name}(${of})`));
}

function isDigits({ of }: ScalarSymbol, args: readonly Symbolic[]): Outcomes {
  if (args.length > 0) return [];
  // Digits of other scripts count to Python, and not here.
  const only = test(`trim_left(${of}, '0123456789') == ''`, [of, ONLY_TEXT]);
  return always(truth(and(test(`${of}[:1] != ''`), only)));
}

function strip(self: ScalarSymbol, args: readonly Symbolic[], name: string): Outcomes {
  const [first, ...more] = args;
  const { of } = self;
  const isBlank = first === undefined || (first.is === "constant" && first.value === null);
  const chars = isBlank ? BLANKS : first.is === "constant" ? first.value : undefined;
  if (typeof chars !== "string" || more.length > 0) return raisesOr(first, `${name}() of a field`);
  if (/[\ud800-\udfff]/.test(chars)) throw new PythonUnsupported(`${name}() of such characters`);
  if (chars === "") return always(self.kinds.size === 1 ? self : textFrom(of));
  const call = { strip: "trim", lstrip: "trim_left", rstrip: "trim_right" }[name];
  const written = isBlank ? `\`${JSON.stringify(chars)}\`` : literalText(chars);
  return always(textFrom(`${call}(${of}, ${written})`));
}

/** @throws {PythonUnsupported} If text has a method of this name. */
function refuseMethod(name: string): void {
  try {
    attributeOf("", name);
  } catch (error) {
    if (error instanceof PythonUnsupported) throw error;
    return;
  }
  throw new PythonUnsupported(`.${name}() of a field`);
}
