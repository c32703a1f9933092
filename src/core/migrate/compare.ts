/* One file: the operators between two values, which share how each is read. */
import { calculate, compare as compareValues } from "../python/operator.ts";
import { PythonError, PythonUnsupported } from "../python/syntax/error.ts";
import type { BinaryOperator, CompareOperator } from "../python/syntax/node.ts";
import { isTrue, PythonDict } from "../python/value.ts";
import {
  amongValues,
  and,
  FAILS,
  type Formula,
  HOLDS,
  not,
  ofKind,
  or,
  test,
} from "./condition.ts";
import { equals, isScalarOnly, jsonNumber, literalText, usualKinds } from "./operand.ts";
import {
  always,
  constant,
  hasKind,
  holdsOf,
  itemsOf,
  type Outcomes,
  type Symbolic,
  scalar,
  textFrom,
  then,
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
      return order(by, a, b);
  }
}

/** What only the event as a whole answers. */
export interface EventTests {
  hasKey(key: Symbolic): Formula;
  hasValue(value: Symbolic): Formula;
}

/** The value, or nothing if it raises. */
export function evaluated(evaluate: () => Parameters<typeof constant>[0]): Outcomes {
  try {
    return always(constant(evaluate()));
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}

function equality(a: Symbolic, b: Symbolic): Formula {
  if (a.is === "constant" && b.is !== "constant") return equality(b, a);
  if (a.is === "constant" && b.is === "constant")
    return compareValues("==", a.value, b.value) ? HOLDS : FAILS;
  if (a.is === "boolean" || b.is === "boolean") {
    const [side, other] =
      a.is === "boolean" ? [a, b] : [b as Extract<Symbolic, { is: "boolean" }>, a];
    const otherHolds = other.is === "boolean" ? other.holds : undefined;
    const yes = otherHolds ?? equality(other, constant(true));
    const no = otherHolds === undefined ? equality(other, constant(false)) : not(otherHolds);
    return or(and(side.holds, yes), and(not(side.holds), no));
  }
  if (a.is === "scalar" && b.is === "constant") {
    if (b.value === null) return a.kinds.has("none") ? ofKind(a.of, "none") : FAILS;
    return amongValues(
      a.of,
      equals(
        b.value,
        usualKinds(a.of).filter((it) => a.kinds.has(it)),
      ),
    );
  }
  if (a.is === "scalar" && b.is === "scalar") return scalarsEqual(a, b);
  const [left, right] = [itemsOf(a), itemsOf(b)];
  if (left !== undefined && right !== undefined && sequenceKind(a) === sequenceKind(b)) {
    if (sequenceKind(a) === "set") throw new PythonUnsupported("sets compared with ==");
    if (left.length !== right.length) return FAILS;
    return and(...left.map((it, index) => equality(it, right[index] as Symbolic)));
  }
  if (a.is === "pieces" || b.is === "pieces")
    throw new PythonUnsupported("the parts of a text compared as a list");
  if (["event", "view"].includes(a.is) || ["event", "view"].includes(b.is))
    throw new PythonUnsupported("the event compared as a whole");
  return FAILS;
}

function sequenceKind(value: Symbolic): string | undefined {
  if (value.is === "sequence") return value.kind;
  if (value.is !== "constant" || typeof value.value !== "object" || value.value === null)
    return undefined;
  return "kind" in value.value ? value.value.kind : "set";
}

type Scalar = Extract<Symbolic, { is: "scalar" }>;

/** True is 1 and False is 0 to Python; not to JMESPath. */
function scalarsEqual(a: Scalar, b: Scalar): Formula {
  const usual = (it: Scalar) => usualKinds(it.of).filter((kind) => it.kinds.has(kind));
  const [x, y] = [usual(a), usual(b)];
  const crossing: Formula[] = [];
  for (const [one, other, kinds, others] of [
    [a, b, x, y],
    [b, a, y, x],
  ] as const) {
    if (!kinds.includes("boolean") || !others.includes("number")) continue;
    for (const value of [true, false]) {
      crossing.push(and(amongValues(one.of, [value]), amongValues(other.of, [Number(value)])));
    }
  }
  if (!isScalarOnly(a.of) || !isScalarOnly(b.of))
    throw new PythonUnsupported("two fields compared of which one can be an object");
  return or(test(`${a.of} == ${b.of}`), ...crossing);
}

function identity(a: Symbolic, b: Symbolic): Formula {
  const [side, other] = b.is === "constant" ? [a, b] : [b, a];
  if (other.is !== "constant") throw new PythonUnsupported("is between values that == is for");
  const { value } = other;
  if (value !== null && typeof value !== "boolean") {
    const isLike = side.is === "scalar" && equals(value, [...side.kinds]).length > 0;
    if (isLike || side.is === "pieces")
      throw new PythonUnsupported("is between values that == is for");
    return FAILS;
  }
  if (value === null)
    return side.is === "scalar" && side.kinds.has("none") ? ofKind(side.of, "none") : FAILS;
  const holds = holdsOf(side);
  if (holds !== undefined) return value ? holds : not(holds);
  return side.is === "scalar" && side.kinds.has("boolean") ? amongValues(side.of, [value]) : FAILS;
}

function membership(item: Symbolic, container: Symbolic, event: EventTests): Outcomes {
  if (container.is === "constant" && typeof container.value === "string") {
    return textIn(item, literalText(container.value), [], container.value);
  }
  if (container.is === "scalar") {
    if (!container.kinds.has("string")) return [];
    const when = hasKind(container, "string");
    const inside = textIn(item, container.of, [[container.of, new Set(["string"])]]);
    return inside.map((it) => ({ ...it, when: and(when, it.when) }));
  }
  if (container.is === "boolean") return [];
  if (container.is === "event" || (container.is === "view" && container.of === "keys")) {
    return always(truth(event.hasKey(item)));
  }
  if (container.is === "view" && container.of === "values")
    return always(truth(event.hasValue(item)));
  if (container.is === "pieces") {
    if (item.is === "constant" && typeof item.value !== "string") return always(truth(FAILS));
    const of =
      item.is === "constant" ? literalText(item.value) : item.is === "scalar" ? item.of : undefined;
    if (of === undefined) throw new PythonUnsupported("a value looked for in the parts of a text");
    const guard = item.is === "scalar" ? hasKind(item, "string") : HOLDS;
    return always(truth(and(guard, test(`contains(${container.of}, ${of})`))));
  }
  const items =
    container.is === "constant" && container.value instanceof PythonDict
      ? container.value.entries().map(([key]) => constant(key))
      : itemsOf(container);
  if (items !== undefined) {
    const isHashed =
      (container.is === "constant" && container.value instanceof PythonDict) ||
      sequenceKind(container) === "set";
    if (isHashed && itemsOf(item) !== undefined && sequenceKind(item) !== "tuple") return [];
    return always(truth(or(...items.map((it) => equality(item, it)))));
  }
  if (container.is === "constant") return [];
  throw new PythonUnsupported("in such a list");
}

type Implies = Parameters<typeof test>[1][];

/** A text within a text; what is no text raises. */
function textIn(item: Symbolic, within: string, implies: Implies, known?: string): Outcomes {
  if (item.is === "constant") {
    if (typeof item.value !== "string") return [];
    return always(truth(test(`contains(${within}, ${literalText(item.value)})`, ...implies)));
  }
  if (item.is !== "scalar" || !item.kinds.has("string")) return [];
  // What is within a known text is all known.
  if (known === "")
    return [{ when: hasKind(item, "string"), value: truth(amongValues(item.of, [""])) }];
  return [
    {
      when: hasKind(item, "string"),
      value: truth(
        test(`contains(${within}, ${item.of})`, ...implies, [
          item.of,
          new Set(["string"] as const),
        ]),
      ),
    },
  ];
}

type Order = "<" | "<=" | ">" | ">=";

/** Both numbers (booleans among them) or both texts; else Python raises. */
function order(by: Order, left: Symbolic, right: Symbolic): Outcomes {
  const sides = [numeric(left), numeric(right)] as const;
  const numbers = then(sides[0], (a) =>
    then(sides[1], (b) => {
      if (a.is === "constant" && b.is === "constant")
        return evaluated(() => compareValues(by, a.value, b.value));
      const guard = [a, b].flatMap((it) =>
        it.is === "scalar" ? [[it.of, new Set(["number"] as const)] as const] : [],
      );
      return always(truth(test(`${numberText(a)} ${by} ${numberText(b)}`, ...guard)));
    }),
  );
  const [a, b] = [texts(left), texts(right)];
  if (a === undefined || b === undefined) return numbers;
  const [x, y] = [a.of, b.of];
  const guards = [...a.guards, ...b.guards];
  const written = guards.map(([of]) => `type(${of}) == 'string' && `).join("");
  const first = by.startsWith("<") ? "min" : "max";
  const strict = by.length === 1 ? ` && ${x} != ${y}` : "";
  const ordered = test(`(${written}${first}([${x}, ${y}]) == ${x}${strict})`, ...guards);
  const when = and(...guards.map(([of]) => ofKind(of, "string")));
  return [...numbers, { when, value: truth(ordered) }];
}

/** What a value is as a number: nothing where it is none. */
export function numeric(value: Symbolic): Outcomes {
  if (value.is === "constant") {
    const number = typeof value.value === "boolean" ? BigInt(value.value) : value.value;
    return typeof number === "bigint" || typeof number === "number" ? always(constant(number)) : [];
  }
  if (value.is === "boolean") {
    return [
      { when: value.holds, value: constant(1n) },
      { when: not(value.holds), value: constant(0n) },
    ];
  }
  if (value.is !== "scalar") return [];
  const { of, kinds } = value;
  return [
    ...(kinds.has("number")
      ? [{ when: hasKind(value, "number"), value: scalar(of, "number") }]
      : []),
    ...(kinds.has("boolean") && usualKinds(of).includes("boolean")
      ? [
          { when: amongValues(of, [true]), value: constant(1n) },
          { when: amongValues(of, [false]), value: constant(0n) },
        ]
      : []),
  ];
}

/** A number as an operand. */
function numberText(value: Symbolic): string {
  if (value.is === "scalar") return value.of;
  if (value.is !== "constant") throw new PythonUnsupported("such a number");
  return literalText(jsonNumber(value.value as bigint | number));
}

function texts(
  value: Symbolic,
): { of: string; guards: (readonly [string, ReadonlySet<"string">])[] } | undefined {
  if (value.is === "constant") {
    return typeof value.value === "string"
      ? { of: literalText(value.value), guards: [] }
      : undefined;
  }
  if (value.is !== "scalar" || !value.kinds.has("string")) return undefined;
  return {
    of: value.of,
    guards: value.kinds.size === 1 ? [] : [[value.of, new Set(["string"] as const)]],
  };
}

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
  if (
    by === "%" &&
    (a.is === "constant" ? typeof a.value === "string" : a.is === "scalar" && a.kinds.has("string"))
  ) {
    throw new PythonUnsupported("text formatted by %");
  }
  if (
    by === "*" &&
    [a, b].some((it) =>
      it.is === "constant" ? typeof it.value === "string" : texts(it) !== undefined,
    )
  ) {
    throw new PythonUnsupported("a text that is repeated");
  }
  const numbers = then(numeric(a), (left) =>
    then(numeric(b), (right) => {
      if (left.is === "constant" && right.is === "constant")
        return evaluated(() => calculate(by, left.value, right.value));
      if (!"+-*".includes(by) || by.length > 1)
        throw new PythonUnsupported(`the operator ${by} with a field`);
      const guards = [left, right].flatMap((it) =>
        it.is === "scalar" && /^[\w".]+$/.test(it.of) ? [it.of] : [],
      );
      const text = `${numberText(left)} ${by} ${numberText(right)}`;
      const safe = guards.map((of) => `type(${of}) == 'number'`).join(" && ");
      return always(scalar(safe === "" ? `(${text})` : `(${safe} ? ${text} : \`null\`)`, "number"));
    }),
  );
  return [...numbers, ...joined];
}

/** `+` of texts. */
function joinedTexts(a: Symbolic, b: Symbolic): Outcomes {
  const [x, y] = [texts(a), texts(b)];
  if (x === undefined || y === undefined) return [];
  const when = and(...[...x.guards, ...y.guards].map(([of]) => ofKind(of, "string")));
  return [{ when, value: textFrom(joinOf([x.of, y.of])) }];
}

/** Texts as one; null if one of them is missing. */
export function joinOf(parts: readonly string[]): string {
  const flat = parts.flatMap((it) => JOINED.exec(it)?.[1] ?? it);
  return `join('', [${flat.join(", ")}])`;
}

const JOINED = /^join\('', \[(.*)\]\)$/;

/** `not`, as a value. */
export function negated(value: Symbolic, truthOfValue: Formula): Symbolic {
  return value.is === "constant" ? constant(!isTrue(value.value)) : truth(not(truthOfValue));
}
