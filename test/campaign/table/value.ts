import { Buffer } from "node:buffer";

/** A value as DynamoDB's JSON protocol carries it: one member, named by its type. */
export type Value = Readonly<Record<string, unknown>>;

/** An item: its attributes by name. */
export type Item = Readonly<Record<string, Value>>;

/** What a request is refused with. */
export class TableError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function invalid(message: string): TableError {
  return new TableError("ValidationException", message);
}

/** The type of a value: `S`, `N`, `M`, … */
export function typeOf(value: Value): string {
  const [type, ...more] = Object.keys(value);
  if (type === undefined || more.length > 0) {
    throw invalid(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  }
  return type;
}

/** Whether two values are the same, as `=` says. */
export function isSame(a: Value, b: Value): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  const [left, right] = [a[type], b[type]];
  if (type === "N") return Number(left) === Number(right);
  if (["SS", "NS"].includes(type)) {
    const [these, those] = [left as string[], right as string[]];
    return these.length === those.length && these.every((one) => those.includes(one));
  }
  return typeof left === "object" ? JSON.stringify(left) === JSON.stringify(right) : left === right;
}

/** Order of two values of one type; undefined where there is none. */
export function compare(a: Value, b: Value): number | undefined {
  const type = typeOf(a);
  if (type !== typeOf(b)) return undefined;
  if (type === "N") return Number(a.N) - Number(b.N);
  if (type === "S") return compareText(String(a.S), String(b.S));
  return undefined;
}

/** Order of two texts by their UTF-8 bytes, as sort keys have it. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what orders like its bytes.
  if (/^[\x00-\x7f]*$/.test(a + b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Bytes of an item, near enough for units and pages. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += name.length + valueBytes(value);
  return bytes;
}

function valueBytes(value: Value): number {
  const [type = "", content] = Object.entries(value)[0] ?? [];
  if (type === "S") return Buffer.byteLength(String(content));
  if (type === "N") return Math.ceil(String(content).length / 2) + 1;
  if (type === "B") return Math.ceil((String(content).length * 3) / 4);
  if (type === "BOOL" || type === "NULL") return 1;
  return Buffer.byteLength(JSON.stringify(content));
}

/** Checks a value as a request brings it. */
export function checkValue(value: Value): void {
  const type = typeOf(value);
  const content = value[type];
  switch (type) {
    case "S":
      if (typeof content !== "string") throw new TableError("SerializationException", "S");
      return;
    case "N":
      if (typeof content !== "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(content)) {
        throw invalid(`The parameter cannot be converted to a numeric value: ${content}`);
      }
      if (content.replace(/^-|\.|[eE].*$/g, "").replace(/^0+/, "").length > 38) {
        throw invalid("Attempting to store more than 38 significant digits in a Number");
      }
      return;
    case "B":
      if (typeof content !== "string") throw new TableError("SerializationException", type);
      return;
    case "BOOL":
    case "NULL":
      if (typeof content !== "boolean") throw new TableError("SerializationException", type);
      return;
    case "SS":
      if (!Array.isArray(content) || content.length === 0) {
        throw invalid("An string set  may not be empty");
      }
      if (new Set(content).size !== content.length) {
        throw invalid("Input collection contains duplicates.");
      }
      return;
    case "L":
      for (const one of content as Value[]) checkValue(one);
      return;
    case "M":
      for (const one of Object.values(content as Item)) checkValue(one);
      return;
    default:
      throw new Error(
        `Cannot keep a value of type ${type} as the simulated table knows no such type`,
      );
  }
}
