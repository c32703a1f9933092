/* One file: the functions that people call, a table. */
import type { TerraformNode } from "./node.ts";
import {
  entriesOf,
  fromJson,
  type Gaps,
  isKnown,
  isList,
  isSameValue,
  TerraformError,
  type TerraformValue,
  templateValueText,
  toJson,
  Unknown,
} from "./value.ts";

/** Files that functions read, by the paths they name. */
export interface Files {
  /** @throws {TerraformError} If there is none. */
  readonly text: (path: string) => string;
  /** The same, as a template. */
  readonly template: (path: string) => TerraformNode;
  /** YAML as the value it is. */
  readonly yaml: (text: string) => unknown;
}

/**
 * Calls a function of Terraform.
 *
 * @returns An unknown value if it is not known here, or if an argument is not known that it needs.
 */
export function callFunction(
  name: string,
  args: readonly TerraformValue[],
  gaps: Gaps,
  files: Files,
): TerraformValue {
  if (name === "sensitive") return new Unknown("sensitive()");
  if (Object.hasOwn(KEEPING, name)) return (KEEPING[name] as KeepingFunction)(args, gaps);
  const open = args.find((it) => !isKnown(it));
  if (open instanceof Unknown) return open;
  if (open !== undefined) return new Unknown(`${name}() of what is not known`);
  if (name === "file") return files.text(text(args[0]));
  if (name === "yamldecode") return fromJson(files.yaml(text(args[0])));
  if (Object.hasOwn(KNOWN, name)) return (KNOWN[name] as KnownFunction)(args);
  return new Unknown(`${name}()`);
}

type KeepingFunction = (args: readonly TerraformValue[], gaps: Gaps) => TerraformValue;
type KnownFunction = (args: readonly TerraformValue[]) => TerraformValue;

function text(value: TerraformValue | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TerraformError("a function needs a text");
}

function list(value: TerraformValue | undefined): readonly TerraformValue[] {
  if (value !== undefined && isList(value)) return value;
  throw new TerraformError("a function needs a list");
}

function map(value: TerraformValue | undefined): ReadonlyMap<string, TerraformValue> {
  if (value instanceof Map) return value;
  throw new TerraformError("a function needs a map");
}

function number(value: TerraformValue | undefined): number {
  const it = typeof value === "string" ? Number(value) : value;
  if (typeof it === "number" && !Number.isNaN(it)) return it;
  throw new TerraformError("a function needs a number");
}

/** One argument that is not known makes the whole unknown. */
function lists(args: readonly TerraformValue[]): readonly (readonly TerraformValue[])[] | Unknown {
  const open = args.find((it) => it instanceof Unknown);
  return open instanceof Unknown ? open : args.map(list);
}

function sorted(values: readonly TerraformValue[]): readonly TerraformValue[] {
  return [...values].sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

function distinct(values: readonly TerraformValue[]): readonly TerraformValue[] {
  const seen = new Set<string>();
  return values.filter((it) => {
    if (!isKnown(it)) return true;
    const key = JSON.stringify(toJson(it));
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function flat(values: readonly TerraformValue[]): readonly TerraformValue[] {
  return values.flatMap((it) => (isList(it) ? flat(it) : [it]));
}

function format(pattern: string, args: readonly TerraformValue[], gaps: Gaps): string {
  let next = 0;
  return pattern.replace(
    /%(?:%|(?:\[(\d+)\])?(-?\d*)(?:\.\d+)?([a-zA-Z]))/g,
    (found, at, width, verb) => {
      if (found === "%%") return "%";
      const index = at === undefined ? next : Number(at) - 1;
      next = index + 1;
      const value = args[index];
      if (value === undefined) throw new TerraformError("format() has too few values");
      const written =
        isList(value) || value instanceof Map
          ? JSON.stringify(toJson(value))
          : templateValueText(value, gaps);
      if (!"sqvdt".includes(verb)) throw new TerraformError(`%${verb} in format()`);
      const shown = verb === "q" ? JSON.stringify(written) : written;
      const size = Math.abs(Number(width));
      return width.startsWith("-") ? shown.padEnd(size) : shown.padStart(size);
    },
  );
}

/** Functions that keep what is known beside what is not. */
const KEEPING: Readonly<Record<string, KeepingFunction>> = {
  join: ([separator, ...rest], gaps) => {
    const all = lists(rest);
    if (all instanceof Unknown) return all;
    return flat(all)
      .map((it) => templateValueText(it, gaps))
      .join(text(separator));
  },
  format: ([pattern, ...rest], gaps) => format(text(pattern), rest, gaps),
  formatlist: ([pattern, ...rest], gaps) => {
    const open = rest.find((it) => it instanceof Unknown);
    if (open instanceof Unknown) return open;
    const length = Math.max(...rest.map((it) => (isList(it) ? it.length : 1)));
    return Array.from({ length }, (_, at) =>
      format(
        text(pattern),
        rest.map((it) => (isList(it) ? (it[at] as TerraformValue) : it)),
        gaps,
      ),
    );
  },
  concat: (args) => {
    const all = lists(args);
    return all instanceof Unknown ? all : all.flat();
  },
  flatten: ([value]) => (value instanceof Unknown ? value : flat(list(value))),
  compact: ([value]) =>
    value instanceof Unknown ? value : list(value).filter((it) => it !== "" && it !== null),
  distinct: ([value]) => (value instanceof Unknown ? value : distinct(list(value))),
  reverse: ([value]) => (value instanceof Unknown ? value : [...list(value)].reverse()),
  merge: (args) => {
    const open = args.find((it) => it instanceof Unknown);
    if (open instanceof Unknown) return open;
    return new Map(args.flatMap((it) => (it === null ? [] : [...map(it)])));
  },
  values: ([value]) =>
    value instanceof Unknown ? value : entriesOf(map(value)).map(([, it]) => it),
  keys: ([value]) => (value instanceof Unknown ? value : entriesOf(map(value)).map(([key]) => key)),
  tolist: ([value]) => (value instanceof Unknown ? value : list(value)),
  toset: ([value]) => {
    if (value instanceof Unknown) return value;
    const items = distinct(list(value));
    return items.every(isKnown) ? sorted(items) : items;
  },
  tomap: ([value]) => value as TerraformValue,
  tostring: ([value], gaps) =>
    value === null ? null : templateValueText(value as TerraformValue, gaps),
  nonsensitive: ([value]) => value as TerraformValue,
  trimspace: ([value]) => (value instanceof Unknown ? value : text(value).trim()),
  chomp: ([value]) => (value instanceof Unknown ? value : chomped(text(value))),
  replace: ([value, search, by]) => {
    if (value instanceof Unknown) return value;
    const [of, wanted, other] = [text(value), text(search), text(by)];
    if (wanted.length < 2 || !wanted.startsWith("/") || !wanted.endsWith("/"))
      return of.replaceAll(wanted, () => other);
    const source = wanted.slice(1, -1);
    const replaced = Object.hasOwn(REPLACED, source) ? REPLACED[source] : undefined;
    return replaced?.(of, other) ?? fail(`replace() by the regular expression ${wanted}`);
  },
  split: ([separator, value]) =>
    value instanceof Unknown ? value : value === "" ? [""] : text(value).split(text(separator)),
  coalesce: (args) =>
    args.find((it) => it !== null && it !== "") ?? fail("coalesce() was given nothing"),
  coalescelist: (args) => args.find((it) => it instanceof Unknown || list(it).length > 0) ?? [],
  lookup: ([of, key, otherwise]) => {
    if (of instanceof Unknown) return of;
    return map(of).get(text(key)) ?? otherwise ?? fail("lookup() found nothing");
  },
  element: ([of, index]) => {
    if (of instanceof Unknown) return of;
    const items = list(of);
    return items[number(index) % items.length] ?? fail("element() of an empty list");
  },
  slice: ([of, from, to]) =>
    of instanceof Unknown ? of : list(of).slice(number(from), number(to)),
  one: ([of]) => (of instanceof Unknown ? of : (list(of)[0] ?? null)),
  zipmap: ([keys, values]) => {
    if (keys instanceof Unknown || values instanceof Unknown) return new Unknown("zipmap()");
    const items = list(values);
    return new Map(list(keys).map((key, at) => [text(key), items[at] ?? null]));
  },
};

function fail(message: string): never {
  throw new TerraformError(message);
}

/** Regular expressions that are written for `replace()` again and again, without one. */
const REPLACED: Readonly<Record<string, (text: string, by: string) => string>> = {
  "\\n": (text, by) => text.replaceAll("\n", by),
  "\\r": (text, by) => text.replaceAll("\r", by),
  "\\r?\\n": (text, by) => text.replaceAll("\r\n", "\n").replaceAll("\n", by),
  "\\n+": (text, by) => text.replace(/\n+/g, () => by),
  "[\\r\\n]+": (text, by) => text.replace(/[\r\n]+/g, () => by),
  "\\s": (text, by) => text.replace(/\s/g, () => by),
  "\\s+": (text, by) => text.replace(/\s+/g, () => by),
  "\\s*\\n\\s*": (text, by) => linesOf(text).join(by),
  "\\n\\s*": (text, by) => linesOf(text).join(by),
};

function linesOf(text: string): readonly string[] {
  return text.split(/\n+/).map((line) => line.trim());
}

/** JSON as Terraform writes it. */
function jsonText(value: TerraformValue): string {
  return JSON.stringify(toJson(value)).replace(
    /[<>&\u2028\u2029]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Functions that need all they are given. */
const KNOWN: Readonly<Record<string, KnownFunction>> = {
  jsonencode: ([value]) => jsonText(value as TerraformValue),
  jsondecode: ([value]) => {
    try {
      return fromJson(JSON.parse(text(value)));
    } catch {
      throw new TerraformError("jsondecode() of what is no JSON");
    }
  },
  upper: ([value]) => text(value).toUpperCase(),
  lower: ([value]) => text(value).toLowerCase(),
  title: ([value]) => text(value).replace(/\b\p{L}/gu, (it) => it.toUpperCase()),
  substr: ([value, from, length]) => {
    const chars = [...text(value)];
    const start = number(from) < 0 ? chars.length + number(from) : number(from);
    const size = number(length);
    return chars.slice(start, size < 0 ? undefined : start + size).join("");
  },
  trim: ([value, chars]) => trimmed(text(value), text(chars)),
  trimprefix: ([value, it]) =>
    text(value).startsWith(text(it)) ? text(value).slice(text(it).length) : text(value),
  trimsuffix: ([value, it]) =>
    text(it) !== "" && text(value).endsWith(text(it))
      ? text(value).slice(0, -text(it).length)
      : text(value),
  startswith: ([value, it]) => text(value).startsWith(text(it)),
  endswith: ([value, it]) => text(value).endsWith(text(it)),
  strcontains: ([value, it]) => text(value).includes(text(it)),
  indent: ([spaces, value]) => text(value).replaceAll("\n", `\n${" ".repeat(number(spaces))}`),
  strrev: ([value]) => [...text(value)].reverse().join(""),
  length: ([value]) =>
    typeof value === "string"
      ? [...value].length
      : value instanceof Map
        ? value.size
        : list(value).length,
  contains: ([of, it]) => list(of).some((item) => isSameValue(item, it ?? null)),
  index: ([of, it]) => list(of).indexOf(it ?? null),
  sort: ([of]) => sorted(list(of)),
  range: (args) => {
    const [a = 0, b, step = 1] = args.map(number);
    const [from, to] = b === undefined ? [0, a] : [a, b];
    if (step === 0 || Math.abs((to - from) / step) > 1024)
      throw new TerraformError("such a range()");
    const count = Math.max(0, Math.ceil((to - from) / step));
    return Array.from({ length: count }, (_, at) => from + at * step);
  },
  setunion: (args) => sorted(distinct(args.flatMap(list))),
  setintersection: ([first, ...others]) =>
    list(first).filter((it) => others.every((other) => list(other).includes(it))),
  setsubtract: ([of, other]) => list(of).filter((it) => !list(other).includes(it)),
  chunklist: ([of, size]) => {
    const items = list(of);
    const count = Math.ceil(items.length / number(size));
    return Array.from({ length: count }, (_, at) =>
      items.slice(at * number(size), (at + 1) * number(size)),
    );
  },
  tonumber: ([value]) => (value === null ? null : number(value)),
  tobool: ([value]) => (value === "true" ? true : value === "false" ? false : (value as boolean)),
  max: (args) => Math.max(...args.map(number)),
  min: (args) => Math.min(...args.map(number)),
  sum: ([of]) => list(of).reduce<number>((sum, it) => sum + number(it), 0),
  alltrue: ([of]) => list(of).every((it) => it === true || it === "true"),
  anytrue: ([of]) => list(of).some((it) => it === true || it === "true"),
};

function chomped(value: string): string {
  let end = value.length;
  while (end > 0 && "\r\n".includes(value[end - 1] as string)) end--;
  return value.slice(0, end);
}

function trimmed(value: string, chars: string): string {
  let [from, to] = [0, value.length];
  while (from < to && chars.includes(value[from] as string)) from++;
  while (to > from && chars.includes(value[to - 1] as string)) to--;
  return value.slice(from, to);
}
