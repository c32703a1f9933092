import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import { expectArgs, type MethodPart, refuseKeywords, TEXT_METHODS } from "./text-methods.ts";
import {
  classOf,
  isEqualTo,
  iterate,
  PythonCallable,
  type PythonDict,
  PythonSequence,
  PythonSet,
  type PythonValue,
} from "./value.ts";

/** Looks an attribute up; of a value that has none of this name Python raises. */
export function attributeOf(value: PythonValue, name: string): PythonValue {
  if (/^__\w+__$/.test(name)) throw new PythonUnsupported(`the attribute ${name}`);
  const kind = classOf(value);
  const methods = METHODS[kind];
  const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) {
    return new PythonCallable(name, (args, keywords) => method(value as never, args, keywords));
  }
  const known = OTHERS[kind];
  if (known === undefined) throw new PythonUnsupported(`an attribute of a ${kind}`);
  if (known.includes(name)) throw new PythonUnsupported(`${kind}.${name}()`);
  throw new PythonError("AttributeError", `'${kind}' object has no attribute '${name}'`);
}

const DICT: Readonly<Record<string, MethodPart<PythonDict>>> = {
  get: (self, args, keywords) => {
    refuseKeywords("get", keywords);
    expectArgs("get", args, 1, 2);
    const value = self.get(args[0] as PythonValue);
    return value === undefined ? (args[1] ?? null) : value;
  },
  keys: (self, args) => {
    expectArgs("keys", args, 0, 0);
    return new PythonSequence(
      "view",
      self.entries().map(([key]) => key),
    );
  },
  values: (self, args) => {
    expectArgs("values", args, 0, 0);
    return new PythonSequence(
      "view",
      self.entries().map(([, value]) => value),
    );
  },
  items: (self, args) => {
    expectArgs("items", args, 0, 0);
    return new PythonSequence(
      "view",
      self.entries().map((pair) => new PythonSequence("tuple", pair)),
    );
  },
};

const SEQUENCE: Readonly<Record<string, MethodPart<PythonSequence>>> = {
  count: (self, args) => {
    expectArgs("count", args, 1, 1);
    return BigInt(self.items.filter((it) => isEqualTo(it, args[0] as PythonValue)).length);
  },
  index: (self, args) => {
    if (args.length > 1) throw new PythonUnsupported("index() between bounds");
    expectArgs("index", args, 1, 1);
    const at = self.items.findIndex((it) => isEqualTo(it, args[0] as PythonValue));
    if (at < 0) throw new PythonError("ValueError", "not in list");
    return BigInt(at);
  },
};

const SET: Readonly<Record<string, MethodPart<PythonSet>>> = {
  issubset: (self, args) => {
    const other = setArg("issubset", args);
    return [...self.items.keys()].every((key) => other.has(key));
  },
  issuperset: (self, args) =>
    [...setArg("issuperset", args).keys()].every((key) => self.items.has(key)),
  isdisjoint: (self, args) => {
    const other = setArg("isdisjoint", args);
    return ![...self.items.keys()].some((key) => other.has(key));
  },
};

/** The elements of the only argument, as a set has them. */
function setArg(name: string, args: readonly PythonValue[]): PythonSet["items"] {
  expectArgs(name, args, 1, 1);
  return new PythonSet(iterate(args[0] as PythonValue)).items;
}

const METHODS: Readonly<Record<string, Readonly<Record<string, MethodPart<never>>>>> = {
  str: TEXT_METHODS as Record<string, MethodPart<never>>,
  dict: DICT as Record<string, MethodPart<never>>,
  set: SET as Record<string, MethodPart<never>>,
  list: SEQUENCE as Record<string, MethodPart<never>>,
  tuple: SEQUENCE as Record<string, MethodPart<never>>,
};

/** Attributes that values have and that are not understood here. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  str: (
    "capitalize casefold center encode expandtabs format format_map isalnum isalpha isascii " +
    "isidentifier islower isnumeric isprintable isspace istitle isupper ljust maketrans rjust splitlines " +
    "swapcase title translate zfill"
  ).split(" "),
  int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes".split(
    " ",
  ),
  bool: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes".split(
    " ",
  ),
  float: "as_integer_ratio conjugate from_number fromhex hex imag is_integer real".split(" "),
  NoneType: [],
  dict: "clear copy fromkeys pop popitem setdefault update".split(" "),
  list: "append clear copy extend insert pop remove reverse sort".split(" "),
  tuple: [],
  set: (
    "add clear copy difference difference_update discard intersection intersection_update pop remove " +
    "symmetric_difference symmetric_difference_update union update"
  ).split(" "),
};
