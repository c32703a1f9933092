import { distinctValues, listArgument, numberArgument, sorted, textArgument } from "./argument.ts";
import { fromJson, isSameValue, TerraformError, type TerraformValue, toJson } from "./value.ts";

/** JSON as Terraform writes it. */
function jsonText(value: TerraformValue): string {
  return JSON.stringify(toJson(value)).replace(
    /[<>&\u2028\u2029]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

type KnownFunction = (args: readonly TerraformValue[]) => TerraformValue;

/** Functions that need all they are given. */
export const KNOWN_FUNCTIONS: Readonly<Record<string, KnownFunction>> = {
  jsonencode: ([value]) => jsonText(value as TerraformValue),
  jsondecode: ([value]) => {
    try {
      return fromJson(JSON.parse(textArgument(value)));
    } catch {
      throw new TerraformError("jsondecode() of what is no JSON");
    }
  },
  upper: ([value]) => textArgument(value).toUpperCase(),
  lower: ([value]) => textArgument(value).toLowerCase(),
  title: ([value]) => textArgument(value).replace(/\b\p{L}/gu, (it) => it.toUpperCase()),
  substr: ([value, from, length]) => {
    const chars = [...textArgument(value)];
    const start =
      numberArgument(from) < 0 ? chars.length + numberArgument(from) : numberArgument(from);
    const size = numberArgument(length);
    return chars.slice(start, size < 0 ? undefined : start + size).join("");
  },
  trim: ([value, chars]) => trimmed(textArgument(value), textArgument(chars)),
  trimprefix: ([value, it]) =>
    textArgument(value).startsWith(textArgument(it))
      ? textArgument(value).slice(textArgument(it).length)
      : textArgument(value),
  trimsuffix: ([value, it]) =>
    textArgument(it) !== "" && textArgument(value).endsWith(textArgument(it))
      ? textArgument(value).slice(0, -textArgument(it).length)
      : textArgument(value),
  startswith: ([value, it]) => textArgument(value).startsWith(textArgument(it)),
  endswith: ([value, it]) => textArgument(value).endsWith(textArgument(it)),
  strcontains: ([value, it]) => textArgument(value).includes(textArgument(it)),
  indent: ([spaces, value]) =>
    textArgument(value).replaceAll("\n", `\n${" ".repeat(numberArgument(spaces))}`),
  strrev: ([value]) => [...textArgument(value)].reverse().join(""),
  length: ([value]) =>
    typeof value === "string"
      ? [...value].length
      : value instanceof Map
        ? value.size
        : listArgument(value).length,
  contains: ([of, it]) => listArgument(of).some((item) => isSameValue(item, it ?? null)),
  index: ([of, it]) => listArgument(of).indexOf(it ?? null),
  sort: ([of]) => sorted(listArgument(of)),
  range: (args) => {
    const [a = 0, b, step = 1] = args.map(numberArgument);
    const [from, to] = b === undefined ? [0, a] : [a, b];
    if (step === 0 || Math.abs((to - from) / step) > 1024)
      throw new TerraformError("such a range()");
    const count = Math.max(0, Math.ceil((to - from) / step));
    return Array.from({ length: count }, (_, at) => from + at * step);
  },
  setunion: (args) => sorted(distinctValues(args.flatMap(listArgument))),
  setintersection: ([first, ...others]) =>
    listArgument(first).filter((it) => others.every((other) => listArgument(other).includes(it))),
  setsubtract: ([of, other]) => listArgument(of).filter((it) => !listArgument(other).includes(it)),
  chunklist: ([of, size]) => {
    const items = listArgument(of);
    const count = Math.ceil(items.length / numberArgument(size));
    return Array.from({ length: count }, (_, at) =>
      items.slice(at * numberArgument(size), (at + 1) * numberArgument(size)),
    );
  },
  tonumber: ([value]) => (value === null ? null : numberArgument(value)),
  tobool: ([value]) => (value === "true" ? true : value === "false" ? false : (value as boolean)),
  max: (args) => Math.max(...args.map(numberArgument)),
  min: (args) => Math.min(...args.map(numberArgument)),
  abs: ([of]) => Math.abs(numberArgument(of)),
  ceil: ([of]) => Math.ceil(numberArgument(of)),
  floor: ([of]) => Math.floor(numberArgument(of)),
  setproduct: (args) =>
    args
      .map(listArgument)
      .reduce<readonly (readonly TerraformValue[])[]>(
        (all, items) => all.flatMap((sofar) => items.map((it) => [...sofar, it])),
        [[]],
      ),
  basename: ([path]) => textArgument(path).split("/").at(-1) ?? "",
  dirname: ([path]) => textArgument(path).split("/").slice(0, -1).join("/") || ".",
  sum: ([of]) => listArgument(of).reduce<number>((sum, it) => sum + numberArgument(it), 0),
  alltrue: ([of]) => listArgument(of).every((it) => it === true || it === "true"),
  anytrue: ([of]) => listArgument(of).some((it) => it === true || it === "true"),
};

function trimmed(value: string, chars: string): string {
  let [from, to] = [0, value.length];
  while (from < to && chars.includes(value[from] as string)) from++;
  while (to > from && chars.includes(value[to - 1] as string)) to--;
  return value.slice(from, to);
}
