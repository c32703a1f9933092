import { PythonUnsupported } from "./syntax/error.ts";

/** A float as `str()` writes it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0.0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) {
    const text = plain(digits, power);
    return text.includes(".") ? text : `${text}.0`;
  }
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Digits such as `-1.25` with the point moved. */
function plain(digits: string, power: number): string {
  const sign = digits.startsWith("-") ? "-" : "";
  const bare = digits.replace(/[-.]/g, "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${bare}`;
  const whole = bare.padEnd(power + 1, "0");
  const rest = whole.slice(power + 1);
  return `${sign}${whole.slice(0, power + 1)}${rest === "" ? "" : `.${rest}`}`;
}

/** A text as `int()` reads it; undefined if it raises. */
export function intOf(text: string, base = 10n): bigint | undefined {
  if (base !== 10n) throw new PythonUnsupported("int() with another base than 10");
  const digits = toAsciiDigits(stripped(text));
  const parts = /^([+-]?)(\d(?:_?\d)*)$/.exec(digits);
  if (parts === null) return undefined;
  const value = BigInt((parts[2] as string).replaceAll("_", ""));
  return parts[1] === "-" ? -value : value;
}

/** A text as `float()` reads it; undefined if it raises. */
export function floatOf(text: string): number | undefined {
  const digits = toAsciiDigits(stripped(text)).toLowerCase();
  const named = /^([+-]?)(inf|infinity|nan)$/.exec(digits);
  if (named !== null) {
    const value = named[2] === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
    return named[1] === "-" ? -value : value;
  }
  const shape = /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?$/;
  return shape.test(digits) ? Number(digits.replaceAll("_", "")) : undefined;
}

/** Digits of other scripts are digits to Python. */
function toAsciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    // Digits stand in tens; their zero is the first of a run.
    const value = (zero - digitZero(zero)) % 10;
    zero = value;
    return String(zero);
  });
}

/** The zero of the script a digit is of. */
function digitZero(point: number): number {
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return zero;
}

/** Characters that Python takes for blanks. */
export const BLANKS =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** Text without blanks at both ends. */
function stripped(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANKS.includes(text.charAt(from))) from++;
  while (to > from && BLANKS.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
