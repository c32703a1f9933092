import { calculate } from "../../python/operator.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import type { BinaryOperator } from "../../python/syntax/node.ts";
import { and, HOLDS, not, ofKind, or, test, untold } from "./condition.ts";
import { evaluated } from "./evaluated.ts";
import { joinOf, texts } from "./joined.ts";
import { numberOperand, numeric } from "./numeric.ts";
import { isContainer } from "./sequence.ts";
import {
  always,
  constant,
  hasKind,
  holdsOf,
  type Outcomes,
  type Symbolic,
  scalar,
  textFrom,
  then,
  truth,
} from "./symbol.ts";

/** What a calculation gives. */
export function calculateSymbols(by: BinaryOperator, a: Symbolic, b: Symbolic): Outcomes {
  if (a.is === "constant" && b.is === "constant")
    return evaluated(() => calculate(by, a.value, b.value));
  const [x, y] = [holdsOf(a), holdsOf(b)];
  if (x !== undefined && y !== undefined && "|&^".includes(by)) {
    return always(
      truth(by === "|" ? or(x, y) : by === "&" ? and(x, y) : or(and(x, not(y)), and(not(x), y))),
    );
  }
  if ("|&^".includes(by)) throw new PythonUnsupported(`the operator ${by} of what is no condition`);
  const joined = by === "+" ? joinedTexts(a, b) : [];
  if (isContainer(a) || isContainer(b)) {
    if (by === "%" && texts(a) !== undefined) throw new PythonUnsupported("text formatted by %");
    throw new PythonUnsupported(`the operator ${by} of lists`);
  }
  const made =
    by === "%"
      ? formattedText(a)
      : by === "*"
        ? [...repeatedText(a, b), ...repeatedText(b, a)]
        : joined;
  const numbers = then(numeric(a), (left) =>
    then(numeric(b), (right) => {
      if (left.is === "constant" && right.is === "constant")
        return evaluated(() => calculate(by, left.value, right.value));
      return calculatedNumber(by, left, right);
    }),
  );
  return [...numbers, ...made];
}

/** A calculation of numbers of which one is known only with the event; it never faults. */
function calculatedNumber(by: BinaryOperator, left: Symbolic, right: Symbolic): Outcomes {
  const divides = ["/", "//", "%"].includes(by);
  if (!divides && !["+", "-", "*"].includes(by))
    throw new PythonUnsupported(`the operator ${by} with a field`);
  const [x, y] = [numberOperand(left), numberOperand(right)];
  const divisor = right.is === "constant" ? Number(right.value) : undefined;
  if (divides && divisor === 0) return [];
  // Of fractions a rounded quotient can be another than Python's.
  if (by.length > 1 || by === "%") {
    if (divisor === undefined || !Number.isInteger(divisor) || divisor < 0)
      throw new PythonUnsupported(`the operator ${by} with such a divisor`);
  }
  // A remainder has the divisor's sign in Python, the dividend's in a rule.
  const isCount = x.startsWith("length(");
  const text = by === "%" && !isCount ? `(${x} % ${y} + ${y}) % ${y}` : `${x} ${by} ${y}`;
  const guards = [left, right].flatMap((it) =>
    it.is === "scalar" && /^[\w".]+$/.test(it.of) ? [`type(${it.of}) == 'number'`] : [],
  );
  const isDivisible = divides && right.is === "scalar";
  const safe = [...guards, ...(isDivisible ? [`${y} != \`0\``] : [])].join(" && ");
  return [
    {
      when: isDivisible ? not(test(`${y} == \`0\``)) : HOLDS,
      value: scalar(safe === "" ? `(${text})` : `(${safe} ? ${text} : \`null\`)`, "number"),
    },
  ];
}

/** `text % value`: it raises unless the text has a %. */
function formattedText(text: Symbolic): Outcomes {
  if (text.is === "constant" && typeof text.value === "string")
    throw new PythonUnsupported("text formatted by %");
  if (text.is !== "scalar" || !text.kinds.has("string")) return [];
  return [
    { when: and(hasKind(text, "string"), untold("text formatted by %")), value: textFrom("''") },
  ];
}

/** `text * count`. */
function repeatedText(text: Symbolic, count: Symbolic): Outcomes {
  const it = texts(text);
  if (it === undefined) return [];
  const when = and(...it.guards.map(([of]) => ofKind(of, "string")));
  return then(numeric(count), (times) => {
    if (times.is !== "constant")
      return [{ when: and(when, untold("a text that is repeated")), value: textFrom("''") }];
    if (typeof times.value !== "bigint") return [];
    if (times.value <= 0n) return [{ when, value: constant("") }];
    if (times.value > 8n)
      return [{ when: and(when, untold("a text that is repeated")), value: textFrom("''") }];
    const parts = Array.from({ length: Number(times.value) }, () => it.of);
    return [{ when, value: textFrom(joinOf(parts)) }];
  });
}

/** `+` of texts. */
function joinedTexts(a: Symbolic, b: Symbolic): Outcomes {
  const [x, y] = [texts(a), texts(b)];
  if (x === undefined || y === undefined) return [];
  const when = and(...[...x.guards, ...y.guards].map(([of]) => ofKind(of, "string")));
  return [{ when, value: textFrom(joinOf([x.of, y.of])) }];
}
