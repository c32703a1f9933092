import { floatOf, intOf } from "./number-text.ts";
import { calculate, compare } from "./operator.ts";
import { textOfPart } from "./percent.ts";
import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import {
  asNumber,
  classOf,
  isTrue,
  iterate,
  type Keywords,
  PythonCallable,
  PythonDict,
  PythonIterator,
  PythonSequence,
  PythonSet,
  type PythonValue,
} from "./value.ts";

type Builtin = (args: readonly PythonValue[], keywords: Keywords) => PythonValue;

function one(name: string, args: readonly PythonValue[]): PythonValue {
  const [value] = args;
  if (args.length === 1 && value !== undefined) return value;
  throw new PythonError("TypeError", `${name}() takes exactly one argument (${args.length} given)`);
}

/** The elements, or what an empty call gives. */
function elements(name: string, args: readonly PythonValue[]): PythonValue[] {
  return args.length === 0 ? [] : [...iterate(one(name, args))];
}

function extreme(name: string, by: "<" | ">"): Builtin {
  return (args, keywords) => {
    if (keywords.size > 0) throw new PythonUnsupported(`${name}() with names`);
    const items = args.length === 1 ? [...iterate(args[0] as PythonValue)] : [...args];
    const [first, ...others] = items;
    if (first === undefined)
      throw new PythonError(args.length === 0 ? "TypeError" : "ValueError", `${name}() of nothing`);
    return others.reduce((best, it) => (compare(by, it, best) ? it : best), first);
  };
}

function toNumber(
  name: string,
  text: PythonValue,
  read: (text: string) => PythonValue | undefined,
): PythonValue {
  if (typeof text !== "string") {
    throw new PythonError(
      "TypeError",
      `${name}() argument must be a string or a real number, not '${classOf(text)}'`,
    );
  }
  const value = read(text);
  if (value === undefined) throw new PythonError("ValueError", `${name}() cannot read the text`);
  return value;
}

/** The pairs that a dict is made of. */
function pairsOf(value: PythonValue): readonly (readonly [PythonValue, PythonValue])[] {
  return [...iterate(value)].map((it) => {
    const [key, item, ...more] = iterate(it);
    if (key !== undefined && item !== undefined && more.length === 0) return [key, item];
    throw new PythonError("ValueError", "dictionary update sequence element has not length 2");
  });
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  any: (args) => {
    for (const it of iterate(one("any", args))) if (isTrue(it)) return true;
    return false;
  },
  all: (args) => {
    for (const it of iterate(one("all", args))) if (!isTrue(it)) return false;
    return true;
  },
  len: (args) => {
    const value = one("len", args);
    if (typeof value === "string") return BigInt([...value].length);
    if (value instanceof PythonSequence) return BigInt(value.items.length);
    if (value instanceof PythonDict) return BigInt(value.entries().length);
    if (value instanceof PythonSet) return BigInt(value.items.size);
    throw new PythonError("TypeError", `object of type '${classOf(value)}' has no len()`);
  },
  bool: (args) => args.length > 0 && isTrue(one("bool", args)),
  str: (args, keywords) => {
    if (args.length > 1 || keywords.size > 0) throw new PythonUnsupported("str() of bytes");
    return args.length === 0 ? "" : textOfPart(one("str", args));
  },
  int: (args, keywords) => {
    if (keywords.size > 0 || args.length > 1) throw new PythonUnsupported("int() with a base");
    if (args.length === 0) return 0n;
    const value = one("int", args);
    const number = asNumber(value);
    if (typeof number === "bigint") return number;
    if (number === undefined) return toNumber("int", value, intOf);
    if (Number.isFinite(number)) return BigInt(Math.trunc(number));
    throw new PythonError(Number.isNaN(number) ? "ValueError" : "OverflowError");
  },
  float: (args) => {
    if (args.length === 0) return 0;
    const value = one("float", args);
    const number = asNumber(value);
    return number === undefined ? toNumber("float", value, floatOf) : Number(number);
  },
  abs: (args) => {
    const number = asNumber(one("abs", args));
    if (number === undefined) throw new PythonError("TypeError", "bad operand type for abs()");
    return number < 0 ? -number : number;
  },
  list: (args) => new PythonSequence("list", elements("list", args)),
  tuple: (args) => new PythonSequence("tuple", elements("tuple", args)),
  set: (args) => new PythonSet(elements("set", args)),
  frozenset: (args) => new PythonSet(elements("frozenset", args)),
  dict: (args, keywords) => {
    if (args.length === 0) return new PythonDict(keywords);
    const [value] = args;
    if (value instanceof PythonDict && args.length === 1)
      return new PythonDict([...value.entries(), ...keywords]);
    return new PythonDict([...pairsOf(one("dict", args)), ...keywords]);
  },
  min: extreme("min", "<"),
  max: extreme("max", ">"),
  sum: (args) => {
    if (args.length > 1) throw new PythonUnsupported("sum() from a start");
    return [...iterate(one("sum", args))].reduce<PythonValue>(
      (sum, it) => calculate("+", sum, it),
      0n,
    );
  },
  sorted: (args, keywords) => {
    if (keywords.size > 0) throw new PythonUnsupported("sorted() with names");
    const items = [...iterate(one("sorted", args))];
    return new PythonSequence(
      "list",
      items.sort((a, b) => (compare("<", a, b) ? -1 : compare("<", b, a) ? 1 : 0)),
    );
  },
  range: (args) => {
    const bounds = args.map(asNumber);
    if (bounds.some((it) => typeof it !== "bigint") || args.length < 1 || args.length > 3) {
      throw new PythonError("TypeError", "range() takes one to three integers");
    }
    const [a = 0n, b, step = 1n] = bounds as bigint[];
    const [from, to] = b === undefined ? [0n, a] : [a, b];
    if (step === 0n) throw new PythonError("ValueError", "range() arg 3 must not be zero");
    const items: bigint[] = [];
    for (let at = from; step > 0n ? at < to : at > to; at += step) {
      if (items.push(at) > 10_000) throw new PythonUnsupported("so long a range()");
    }
    return new PythonSequence("list", items);
  },
  enumerate: (args) =>
    new PythonSequence(
      "list",
      [...iterate(one("enumerate", args))].map(
        (it, index) => new PythonSequence("tuple", [BigInt(index), it]),
      ),
    ),
  zip: (args, keywords) => {
    if (keywords.size > 0) throw new PythonUnsupported("zip() with names");
    const lists = args.map((it) => [...iterate(it)]);
    const count = lists.length === 0 ? 0 : Math.min(...lists.map((it) => it.length));
    const rows = Array.from(
      { length: count },
      (_, at) =>
        new PythonSequence(
          "tuple",
          lists.map((it) => it[at] as PythonValue),
        ),
    );
    return new PythonIterator(() => rows[Symbol.iterator]());
  },
  isinstance: ([value, wanted, ...more]) => {
    if (value === undefined || wanted === undefined || more.length > 0) {
      throw new PythonError("TypeError", "isinstance expected 2 arguments");
    }
    const classes =
      wanted instanceof PythonSequence && wanted.kind === "tuple" ? wanted.items : [wanted];
    for (const it of classes) {
      if (!(it instanceof PythonCallable) || !CLASSES.includes(it.name)) {
        throw new PythonError("TypeError", "isinstance() arg 2 must be a type or a tuple of types");
      }
      if (
        it.name === classOf(value) ||
        (it.name === "int" && typeof value === "boolean") ||
        it.name === "object"
      )
        return true;
    }
    return false;
  },
  callable: (args) => one("callable", args) instanceof PythonCallable,
  iter: (args) => {
    const items = iterate(one("iter", args));
    return new PythonIterator(() => items[Symbol.iterator]());
  },
  print: (args) => {
    for (const it of args) textOfPart(it);
    return null;
  },
};

/** Built-in classes. */
const CLASSES: readonly string[] = "str int float bool list tuple dict set frozenset object".split(
  " ",
);

/** Built-in names that Python has and that are not understood here. */
const OTHERS: ReadonlySet<string> = new Set(
  (
    "aiter anext ascii bin breakpoint bytearray bytes chr classmethod compile complex delattr dir divmod eval " +
    "exec filter format getattr globals hasattr hash help hex id input issubclass locals map memoryview next " +
    "object oct open ord pow property repr reversed round setattr slice staticmethod super type vars " +
    "__import__ __build_class__ __debug__ __name__ __doc__ Exception BaseException KeyError ValueError TypeError " +
    "Ellipsis NotImplemented exit quit copyright credits license AttributeError IndexError NameError"
  ).split(" "),
);

/**
 * A built-in name.
 *
 * @throws {PythonError} NameError if Python has none of this name.
 * @throws {PythonUnsupported} If it has, and this does not understand it.
 */
export function builtin(name: string): PythonValue {
  const run = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (run !== undefined) return new PythonCallable(name, run);
  if (OTHERS.has(name))
    throw new PythonUnsupported(name === "__import__" ? "__import__()" : `the built-in ${name}`);
  throw new PythonError("NameError", `name '${name}' is not defined`);
}
