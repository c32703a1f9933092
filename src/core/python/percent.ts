import { floatText } from "./number-text.ts";
import { PythonError, PythonUnsupported } from "./syntax/error.ts";
import { asNumber, classOf, PythonDict, PythonSequence, type PythonValue } from "./value.ts";

/** `text % value`, with %s, %d and %%. */
export function formattedByPercent(text: string, value: PythonValue): string {
  const isTuple = value instanceof PythonSequence && value.kind === "tuple";
  const given = isTuple ? [...value.items] : [value];
  const made = text.replace(/%(.?)/gsu, (_, sign: string) => {
    if (sign === "%") return "%";
    if (sign === "") throw new PythonError("ValueError", "incomplete format");
    if (sign !== "s" && sign !== "d") throw new PythonUnsupported("text formatted by %");
    const [next] = given;
    if (next === undefined) throw new PythonError("TypeError", "not enough arguments for format");
    given.shift();
    return sign === "s" ? textOfPart(next) : wholeOf(next);
  });
  if (given.length > 0 && (isTuple || !isMapping(value))) {
    throw new PythonError("TypeError", "not all arguments converted during string formatting");
  }
  return made;
}

/** What may be left over: it could be asked for by names. */
function isMapping(value: PythonValue): boolean {
  return value instanceof PythonDict || (value instanceof PythonSequence && value.kind === "list");
}

/** A value as `str()` writes it. */
export function textOfPart(value: PythonValue): string {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
      return String(value);
    case "number":
      return floatText(value);
    case "boolean":
      return value ? "True" : "False";
    default:
      if (value === null) return "None";
      throw new PythonUnsupported(`a ${classOf(value)} as text`);
  }
}

function wholeOf(value: PythonValue): string {
  const number = asNumber(value);
  if (number === undefined)
    throw new PythonError("TypeError", "%d format: a real number is required");
  if (typeof number === "bigint") return String(number);
  if (!Number.isFinite(number)) throw new PythonError("ValueError", "cannot convert to integer");
  return String(BigInt(Math.trunc(number)));
}
