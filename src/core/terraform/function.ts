/* One file: the functions that people call, a table. */
import {
  distinctValues,
  listArgument,
  mapArgument,
  numberArgument,
  placedList,
  sorted,
  textArgument,
} from "./argument.ts";
import { KNOWN_FUNCTIONS } from "./known-function.ts";
import type { TerraformNode } from "./node.ts";
import {
  entriesOf,
  fromJson,
  type Gaps,
  isKnown,
  isList,
  TerraformError,
  type TerraformValue,
  templateValueText,
  toJson,
  Unknown,
  UnknownItems,
} from "./value.ts";

/** Files that functions read, by the paths they name. */
export interface Files {
  /** @throws {TerraformError} If there is none. */
  readonly text: (path: string) => string;
  /** The same, as a template. */
  readonly template: (path: string) => TerraformNode;
  /** Paths below a folder that a pattern of `fileset()` takes, in order. */
  readonly matching: (folder: string, pattern: string) => readonly string[];
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
  const open = args.find((it) => !isKnown(it));
  // Its value is not to be seen, but where it comes from.
  if (name === "sensitive")
    return args[0] instanceof Unknown ? args[0] : new Unknown("sensitive()");
  if (Object.hasOwn(KEEPING, name)) {
    try {
      return (KEEPING[name] as KeepingFunction)(args, gaps);
    } catch (error) {
      // What it does not take is what is not known.
      if (error instanceof TerraformError && open instanceof Unknown) return madeOf(name, open);
      throw error;
    }
  }
  if (open instanceof Unknown) return madeOf(name, open);
  if (open !== undefined) return new Unknown(`${name}() of what is not known`);
  if (name === "file") return files.text(textArgument(args[0]));
  if (name === "fileset") return files.matching(textArgument(args[0]), textArgument(args[1]));
  if (name === "fileexists") return hasFile(files, textArgument(args[0]));
  if (name === "yamldecode") return fromJson(files.yaml(textArgument(args[0])));
  if (Object.hasOwn(KNOWN_FUNCTIONS, name)) return KNOWN_FUNCTIONS[name]?.(args) as TerraformValue;
  return new Unknown(`${name}()`);
}

/** What a function makes of what is not known: no longer the value of a block. */
function madeOf(name: string, { name: of }: Unknown): Unknown {
  return new Unknown(`${name}(${of})`);
}

function hasFile(files: Files, path: string): boolean {
  try {
    files.text(path);
    return true;
  } catch (error) {
    if (error instanceof TerraformError) return false;
    throw error;
  }
}

type KeepingFunction = (args: readonly TerraformValue[], gaps: Gaps) => TerraformValue;

/** One argument that is not known makes the whole unknown. */
function lists(args: readonly TerraformValue[]): readonly (readonly TerraformValue[])[] | Unknown {
  const open = args.find((it) => it instanceof Unknown);
  return open instanceof Unknown ? open : args.map(listArgument);
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
      .join(templateValueText(separator ?? null, gaps));
  },
  format: ([pattern, ...rest], gaps) => format(textArgument(pattern), rest, gaps),
  formatlist: ([pattern, ...rest], gaps) => {
    const open = rest.find((it) => it instanceof Unknown);
    if (open instanceof Unknown) return open;
    const length = Math.max(...rest.map((it) => (isList(it) ? it.length : 1)));
    return Array.from({ length }, (_, at) =>
      format(
        textArgument(pattern),
        rest.map((it) => (isList(it) ? (it[at] as TerraformValue) : it)),
        gaps,
      ),
    );
  },
  concat: (args) =>
    args.flatMap((it) => (it instanceof Unknown ? [new UnknownItems(it.name)] : listArgument(it))),
  flatten: ([value]) => (value instanceof Unknown ? value : flat(listArgument(value))),
  compact: ([value]) =>
    value instanceof Unknown ? value : listArgument(value).filter((it) => it !== "" && it !== null),
  distinct: ([value]) => (value instanceof Unknown ? value : distinctValues(listArgument(value))),
  reverse: ([value]) => (value instanceof Unknown ? value : [...listArgument(value)].reverse()),
  merge: (args) => {
    const open = args.find((it) => it instanceof Unknown);
    if (open instanceof Unknown) return open;
    return new Map(args.flatMap((it) => (it === null ? [] : [...mapArgument(it)])));
  },
  values: ([value]) =>
    value instanceof Unknown ? value : entriesOf(mapArgument(value)).map(([, it]) => it),
  keys: ([value]) =>
    value instanceof Unknown ? value : entriesOf(mapArgument(value)).map(([key]) => key),
  tolist: ([value]) => (value instanceof Unknown ? value : listArgument(value)),
  toset: ([value]) => {
    if (value instanceof Unknown) return value;
    const items = distinctValues(listArgument(value));
    return items.every(isKnown) ? sorted(items) : items;
  },
  tomap: ([value]) => value as TerraformValue,
  tostring: ([value], gaps) =>
    value === null ? null : templateValueText(value as TerraformValue, gaps),
  nonsensitive: ([value]) => value as TerraformValue,
  trimspace: ([value]) => (value instanceof Unknown ? value : textArgument(value).trim()),
  chomp: ([value]) => (value instanceof Unknown ? value : chomped(textArgument(value))),
  replace: ([value, search, by]) => {
    if (value instanceof Unknown) return value;
    const [of, wanted, other] = [textArgument(value), textArgument(search), textArgument(by)];
    if (wanted.length < 2 || !wanted.startsWith("/") || !wanted.endsWith("/"))
      return of.replaceAll(wanted, () => other);
    const source = wanted.slice(1, -1);
    const replaced = Object.hasOwn(REPLACED, source) ? REPLACED[source] : undefined;
    return replaced?.(of, other) ?? fail(`replace() by the regular expression ${wanted}`);
  },
  split: ([separator, value]) =>
    value instanceof Unknown
      ? value
      : value === ""
        ? [""]
        : textArgument(value).split(textArgument(separator)),
  coalesce: (args) =>
    args.find((it) => it !== null && it !== "") ?? fail("coalesce() was given nothing"),
  coalescelist: (args) =>
    args.find((it) => it instanceof Unknown || listArgument(it).length > 0) ?? [],
  lookup: ([of, key, otherwise]) => {
    if (of instanceof Unknown) return of;
    return mapArgument(of).get(textArgument(key)) ?? otherwise ?? fail("lookup() found nothing");
  },
  element: ([of, index]) => {
    if (of instanceof Unknown) return of;
    const items = placedList(of);
    return items[numberArgument(index) % items.length] ?? fail("element() of an empty list");
  },
  slice: ([of, from, to]) =>
    of instanceof Unknown ? of : placedList(of).slice(numberArgument(from), numberArgument(to)),
  one: ([of]) => (of instanceof Unknown ? of : (placedList(of)[0] ?? null)),
  zipmap: ([keys, values]) => {
    if (keys instanceof Unknown || values instanceof Unknown) return new Unknown("zipmap()");
    const items = listArgument(values);
    return new Map(listArgument(keys).map((key, at) => [textArgument(key), items[at] ?? null]));
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
  "\\n\\s+": (text, by) => text.replace(/\n\s+/g, () => by),
  "\\s*\\n\\s*": (text, by) => linesOf(text).join(by),
  "\\n\\s*": (text, by) => linesOf(text).join(by),
};

function linesOf(text: string): readonly string[] {
  return text.split(/\n+/).map((line) => line.trim());
}

function chomped(value: string): string {
  let end = value.length;
  while (end > 0 && "\r\n".includes(value[end - 1] as string)) end--;
  return value.slice(0, end);
}
