/* One file: the operators between two values, which share how each is read. */
import { calculate, compare as compareValues } from "../python/operator.ts";
import { PythonError, PythonUnsupported } from "../python/syntax/error.ts";
import type { BinaryOperator, CompareOperator } from "../python/syntax/node.ts";
import { isTrue, iterate, PythonDict, PythonIterator } from "../python/value.ts";
import {
  amongValues,
  and,
  asText,
  FAILS,
  type Formula,
  HOLDS,
  not,
  ofKind,
  or,
  test,
  untold,
} from "./condition.ts";
import {
  equals,
  isScalarOnly,
  jsonNumber,
  keyOfBoolean,
  literalText,
  usualKinds,
} from "./operand.ts";
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
  thenAll,
  truth,
  type Whole,
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

function isContainer(value: Symbolic): boolean {
  if (value.is === "constant") return typeof value.value === "object" && value.value !== null;
  return !["scalar", "boolean"].includes(value.is);
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
    const key = keyOfBoolean(a.of);
    if (key !== undefined && a.kinds.has("string") && isBooleanWord(b.value))
      return asText(a.of, key, b.value);
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
  if (a.is === "pieces" && a.whole !== undefined) return piecesEqual(a.whole, b);
  if (b.is === "pieces" && b.whole !== undefined) return piecesEqual(b.whole, a);
  if (a.is === "pieces") return somePiecesEqual(a.of, b);
  if (b.is === "pieces") return somePiecesEqual(b.of, a);
  if (["event", "view"].includes(a.is) || ["event", "view"].includes(b.is))
    throw new PythonUnsupported("the event compared as a whole");
  return FAILS;
}

function isBooleanWord(value: unknown): value is "true" | "false" {
  return value === "true" || value === "false";
}

/** All parts of a text are those of a list: it is them joined. */
function piecesEqual({ of, by }: Whole, list: Symbolic): Formula {
  const items = itemsOf(list);
  if (items === undefined || sequenceKind(list) !== "list") {
    if (list.is === "constant" || list.is === "scalar" || list.is === "boolean") return FAILS;
    if (list.is === "sequence") return FAILS;
    throw new PythonUnsupported("the parts of a text compared as a list");
  }
  if (items.some((it) => it.is !== "constant"))
    throw new PythonUnsupported("the parts of a text compared with fields");
  const parts = items.map((it) => (it as { value: unknown }).value);
  if (parts.length === 0 || parts.some((it) => typeof it !== "string" || it.includes(by)))
    return FAILS;
  const joined = parts.join(by);
  // A part may begin with what the one before ends with.
  if (joined.split(by).join("\0") !== parts.join("\0")) return FAILS;
  return amongValues(of, [joined]);
}

/** Some parts of a text are those of a list. */
function somePiecesEqual(of: string, list: Symbolic): Formula {
  if (list.is === "pieces") throw new PythonUnsupported("the parts of two texts compared");
  const items = itemsOf(list);
  if (items === undefined || sequenceKind(list) !== "list") return FAILS;
  const texts = items.map((it) => (it.is === "constant" ? it.value : undefined));
  if (items.some((it) => it.is !== "constant"))
    throw new PythonUnsupported("the parts of a text compared with fields");
  if (texts.some((it) => typeof it !== "string")) return FAILS;
  return test(`${of} == [${texts.map(literalText).join(", ")}]`);
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
  // Text is never a boolean, nor is anything that CloudTrail writes as text alone.
  const canBe = side.is === "scalar" && side.kinds.has("boolean");
  return canBe && usualKinds(side.of).includes("boolean") ? amongValues(side.of, [value]) : FAILS;
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
      : container.is === "constant" && container.value instanceof PythonIterator
        ? [...iterate(container.value)].map(constant)
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
    ...(kinds.has("number") && usualKinds(of).includes("number")
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
  const [x, y] = [numberText(left), numberText(right)];
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
