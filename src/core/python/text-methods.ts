import { BLANKS } from "./number-text.ts";
import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import { classOf, iterate, type Keywords, PythonSequence, type PythonValue } from "./value.ts";

/** A method: its value, then what it is called with. */
export type MethodPart<T> = (
  self: T,
  args: readonly PythonValue[],
  keywords: Keywords,
) => PythonValue;

/** @throws {PythonError} If a method is called with another number of arguments. */
export function expectArgs(
  name: string,
  args: readonly PythonValue[],
  least: number,
  most: number,
): void {
  if (args.length >= least && args.length <= most) return;
  throw new PythonError(
    "TypeError",
    `${name}() takes ${least} to ${most} arguments (${args.length} given)`,
  );
}

function textArg(name: string, value: PythonValue | undefined): string {
  if (typeof value === "string") return value;
  throw new PythonError(
    "TypeError",
    `${name} must be str, not ${value === undefined ? "missing" : classOf(value)}`,
  );
}

function intArg(value: PythonValue | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return Number(value);
  throw new PythonError("TypeError", "an integer is required");
}

/** Bounds as slices take them: from the end when negative. */
function part(
  self: string,
  from: PythonValue | undefined,
  to: PythonValue | undefined,
): [string[], number] {
  const chars = [...self];
  const bound = (value: PythonValue | undefined, fallback: number): number => {
    const at = value === null ? fallback : intArg(value, fallback);
    return at < 0 ? Math.max(0, at + chars.length) : at;
  };
  const start = bound(from, 0);
  return [chars.slice(start, bound(to, chars.length)), start > chars.length ? -1 : start];
}

function affix(
  name: "startswith" | "endswith",
  has: (text: string, affix: string) => boolean,
): MethodPart<string> {
  return (self, args, keywords) => {
    refuseKeywords(name, keywords);
    expectArgs(name, args, 1, 3);
    const [wanted, from, to] = args;
    const [chars, start] = part(self, from, to);
    const text = chars.join("");
    const test = (it: PythonValue) => start >= 0 && has(text, textArg(`${name} argument`, it));
    if (wanted instanceof PythonSequence && wanted.kind === "tuple") return wanted.items.some(test);
    return test(wanted as PythonValue);
  };
}

/** @throws {PythonError} If a method is called with names. */
export function refuseKeywords(name: string, keywords: Keywords): void {
  if (keywords.size > 0) throw new PythonError("TypeError", `${name}() takes no keyword arguments`);
}

function find(name: string, which: "indexOf" | "lastIndexOf", raises: boolean): MethodPart<string> {
  return (self, args, keywords) => {
    refuseKeywords(name, keywords);
    expectArgs(name, args, 1, 3);
    const [wanted, from, to] = args;
    const search = textArg("argument", wanted);
    const [chars, start] = part(self, from, to);
    const text = chars.join("");
    const at = start < 0 ? -1 : text[which](search);
    if (at < 0 && raises) throw new PythonError("ValueError", "substring not found");
    return at < 0 ? -1n : BigInt(start + [...text.slice(0, at)].length);
  };
}

function strip(name: string, left: boolean, right: boolean): MethodPart<string> {
  return (self, args, keywords) => {
    refuseKeywords(name, keywords);
    expectArgs(name, args, 0, 1);
    const [wanted] = args;
    const dropped =
      wanted === undefined || wanted === null ? BLANKS : textArg(`${name} arg`, wanted);
    const drops = new Set(dropped);
    const chars = [...self];
    let [from, to] = [0, chars.length];
    while (left && from < to && drops.has(chars[from] as string)) from++;
    while (right && to > from && drops.has(chars[to - 1] as string)) to--;
    return chars.slice(from, to).join("");
  };
}

function split(name: "split" | "rsplit"): MethodPart<string> {
  return (self, args, keywords) => {
    expectArgs(name, args, 0, 2);
    const separator = args[0] ?? keywords.get("sep") ?? null;
    const most = intArg(args[1] ?? keywords.get("maxsplit"), -1);
    if (separator === null) {
      if (most >= 0) throw new PythonUnsupported(`${name}() at blanks, so many times`);
      const parts = wordsOf(self);
      return new PythonSequence("list", parts);
    }
    const by = textArg("separator", separator);
    if (by === "") throw new PythonError("ValueError", "empty separator");
    const parts = self.split(by);
    if (most < 0 || parts.length - 1 <= most) return new PythonSequence("list", parts);
    const cut = parts.length - most;
    return new PythonSequence(
      "list",
      name === "split"
        ? [...parts.slice(0, most), parts.slice(most).join(by)]
        : [parts.slice(0, cut).join(by), ...parts.slice(cut)],
    );
  };
}

function partition(name: string, which: "indexOf" | "lastIndexOf"): MethodPart<string> {
  return (self, args, keywords) => {
    refuseKeywords(name, keywords);
    expectArgs(name, args, 1, 1);
    const by = textArg("argument", args[0]);
    if (by === "") throw new PythonError("ValueError", "empty separator");
    const at = self[which](by);
    const none = which === "indexOf" ? [self, "", ""] : ["", "", self];
    return new PythonSequence(
      "tuple",
      at < 0 ? none : [self.slice(0, at), by, self.slice(at + by.length)],
    );
  };
}

/** Whether a text is of such characters alone, and has one. */
function isMadeOf(name: string, all: RegExp): MethodPart<string> {
  return (text, args) => {
    expectArgs(name, args, 0, 0);
    return all.test(text);
  };
}

function change(name: string, by: (text: string) => string): MethodPart<string> {
  return (self, args, keywords) => {
    refuseKeywords(name, keywords);
    expectArgs(name, args, 0, 0);
    return by(self);
  };
}

/** Decimal digits, and those that stand higher or lower, or in a ring. */
const DIGITS =
  /^[\p{Nd}\u{b2}-\u{b3}\u{b9}\u{1369}-\u{1371}\u{19da}\u{2070}\u{2074}-\u{2079}\u{2080}-\u{2089}\u{2460}-\u{2468}\u{2474}-\u{247c}\u{2488}-\u{2490}\u{24ea}\u{24f5}-\u{24fd}\u{24ff}\u{2776}-\u{277e}\u{2780}-\u{2788}\u{278a}-\u{2792}\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u;

/** Methods of text. */
export const TEXT_METHODS: Readonly<Record<string, MethodPart<string>>> = {
  startswith: affix("startswith", (text, it) => text.startsWith(it)),
  endswith: affix("endswith", (text, it) => text.endsWith(it)),
  lower: change("lower", (text) => text.toLowerCase()),
  upper: change("upper", (text) => text.toUpperCase()),
  isdecimal: isMadeOf("isdecimal", /^\p{Nd}+$/u),
  isdigit: isMadeOf("isdigit", DIGITS),
  strip: strip("strip", true, true),
  lstrip: strip("lstrip", true, false),
  rstrip: strip("rstrip", false, true),
  find: find("find", "indexOf", false),
  rfind: find("rfind", "lastIndexOf", false),
  index: find("index", "indexOf", true),
  rindex: find("rindex", "lastIndexOf", true),
  split: split("split"),
  rsplit: split("rsplit"),
  partition: partition("partition", "indexOf"),
  rpartition: partition("rpartition", "lastIndexOf"),
  removeprefix: (self, args) => {
    expectArgs("removeprefix", args, 1, 1);
    const prefix = textArg("argument", args[0]);
    return self.startsWith(prefix) ? self.slice(prefix.length) : self;
  },
  removesuffix: (self, args) => {
    expectArgs("removesuffix", args, 1, 1);
    const suffix = textArg("argument", args[0]);
    return suffix !== "" && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
  },
  count: (self, args, keywords) => {
    refuseKeywords("count", keywords);
    expectArgs("count", args, 1, 3);
    const search = textArg("argument", args[0]);
    const [chars, start] = part(self, args[1], args[2]);
    if (search === "") return BigInt(start < 0 ? 0 : chars.length + 1);
    return BigInt(chars.join("").split(search).length - 1);
  },
  replace: (self, args, keywords) => {
    if (keywords.size > 0) throw new PythonUnsupported("replace() with names");
    expectArgs("replace", args, 2, 3);
    const [search, by] = [textArg("argument 1", args[0]), textArg("argument 2", args[1])];
    const most = intArg(args[2], -1);
    if (search === "") throw new PythonUnsupported("replace() of nothing");
    const parts = self.split(search);
    if (most < 0 || parts.length - 1 <= most) return parts.join(by);
    return (
      parts.slice(0, most + 1).join(by) +
      parts
        .slice(most + 1)
        .map((it) => search + it)
        .join("")
    );
  },
  join: (self, args) => {
    expectArgs("join", args, 1, 1);
    return [...iterate(args[0] as PythonValue)]
      .map((it) => textArg("sequence item", it))
      .join(self);
  },
};

/** The parts between blanks. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  for (const char of text) {
    if (!BLANKS.includes(char)) word += char;
    else if (word !== "") {
      words.push(word);
      word = "";
    }
  }
  return word === "" ? words : [...words, word];
}
