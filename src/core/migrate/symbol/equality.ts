import { compare as compareValues, isShared } from "../../python/operator.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import {
  amongValues,
  and,
  booleanAsText,
  FAILS,
  type Formula,
  HOLDS,
  not,
  ofKind,
  or,
  test,
} from "./condition.ts";
import {
  equals,
  isScalarOnly,
  keyOfBoolean,
  keyOfOperand,
  literalText,
  usualKinds,
} from "./operand.ts";
import { sequenceKind } from "./sequence.ts";
import {
  constant,
  holdsOf,
  itemsOf,
  type ScalarSymbol,
  type Symbolic,
  type Whole,
} from "./symbol.ts";

/** That `==` holds. */
export function equality(a: Symbolic, b: Symbolic): Formula {
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
      return booleanAsText(a.of, key, b.value);
    if (typeof b.value === "string" && b.value.length > longestOf(a.of)) return FAILS;
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

/** Most UTF-16 units of a text that is a slice of another. */
function longestOf(of: string): number {
  const [, from, to] = /\[(\d*):(\d+)\]$/.exec(of) ?? [];
  return to === undefined ? Number.POSITIVE_INFINITY : 2 * (Number(to) - Number(from));
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

/** True is 1 and False is 0 to Python; not to JMESPath. */
function scalarsEqual(a: ScalarSymbol, b: ScalarSymbol): Formula {
  const usual = (it: ScalarSymbol) => usualKinds(it.of).filter((kind) => it.kinds.has(kind));
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

/** That `is` holds. */
export function identity(a: Symbolic, b: Symbolic): Formula {
  const [side, other] = b.is === "constant" ? [a, b] : [b, a];
  if (other.is !== "constant") throw new PythonUnsupported("is between values that == is for");
  const { value } = other;
  if (value !== null && typeof value !== "boolean") {
    if (side.is === "pieces") throw new PythonUnsupported("is between values that == is for");
    if (side.is !== "scalar" || equals(value, [...side.kinds]).length === 0) return FAILS;
    const isMade = keyOfOperand(side.of) === undefined && !side.of.startsWith("length(");
    if (!isShared(value) || (value !== "" && isMade))
      throw new PythonUnsupported("is between values that == is for");
    return amongValues(
      side.of,
      equals(
        value,
        usualKinds(side.of).filter((it) => side.kinds.has(it)),
      ).filter((it) => typeof it !== "boolean"),
    );
  }
  if (value === null)
    return side.is === "scalar" && side.kinds.has("none") ? ofKind(side.of, "none") : FAILS;
  const holds = holdsOf(side);
  if (holds !== undefined) return value ? holds : not(holds);
  // Text is never a boolean, nor is anything that CloudTrail writes as text alone.
  const canBe = side.is === "scalar" && side.kinds.has("boolean");
  return canBe && usualKinds(side.of).includes("boolean") ? amongValues(side.of, [value]) : FAILS;
}
