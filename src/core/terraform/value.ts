/** A value of Terraform's language. Objects and maps are one. */
export type TerraformValue =
  | string
  | number
  | boolean
  | null
  | readonly TerraformValue[]
  | ReadonlyMap<string, TerraformValue>
  | Unknown;

/** A value that only an apply knows, or that is not to be known here. */
export class Unknown {
  /** What it is, as it stands in the text: `var.token`. */
  readonly name: string;
  /** The block that has it, with what is written in it. */
  readonly source: ValueSource | undefined;

  constructor(name: string, source?: ValueSource) {
    this.name = name;
    this.source = source;
  }
}

/** Elements of a list of which nobody knows how many there are. */
export class UnknownItems extends Unknown {}

/** A resource or data source. */
export interface ValueSource {
  /** E.g. `aws_ssm_parameter`. */
  readonly type: string;
  readonly attributes: ReadonlyMap<string, TerraformValue>;
  /** One of those that its `for_each` makes; absent where it has none. */
  readonly instance?: (key: string) => Unknown;
}

/** What a value cannot be evaluated for. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}

/**
 * Texts with gaps: what is not known stands in a text as one character of its own, so that what is
 * known around it stays.
 */
export class Gaps {
  readonly #values: Unknown[] = [];

  /** The character of an unknown value. */
  markOf(value: Unknown): string {
    const found = this.#values.findIndex(({ name }) => name === value.name);
    const at = found < 0 ? this.#values.push(value) - 1 : found;
    return String.fromCodePoint(FIRST_MARK + at);
  }

  /** Names of what is not known in a text, once each. */
  namesIn(text: string): readonly string[] {
    return [...new Set(this.#marked(text).map(({ name }) => name))];
  }

  /** The text as it is written, `${name}` for each gap. */
  written(text: string): string {
    return text.replace(MARKS, (mark) => `\${${this.#of(mark)?.name ?? ""}}`);
  }

  #marked(text: string): readonly Unknown[] {
    return (text.match(MARKS) ?? []).flatMap((mark) => this.#of(mark) ?? []);
  }

  #of(mark: string): Unknown | undefined {
    return this.#values[(mark.codePointAt(0) ?? 0) - FIRST_MARK];
  }
}

const FIRST_MARK = 0xf0000;
const MARKS = /[\u{f0000}-\u{ffffd}]/gu;

/** Whether a value holds nothing unknown. */
export function isKnown(value: TerraformValue): boolean {
  if (value instanceof Unknown) return false;
  if (typeof value === "string") return value.search(MARKS) < 0;
  if (isList(value)) return value.every(isKnown);
  return value instanceof Map ? [...value.values()].every(isKnown) : true;
}

export function isList(value: TerraformValue): value is readonly TerraformValue[] {
  return Array.isArray(value);
}

/** A value as a template writes it. */
export function templateValueText(value: TerraformValue, gaps: Gaps): string {
  if (typeof value === "string") return value;
  if (value instanceof Unknown) return gaps.markOf(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TerraformError("a text was made of what is none");
}

/** The elements that a `for` walks, with their keys. */
export function entriesOf(
  value: TerraformValue,
): readonly (readonly [TerraformValue, TerraformValue])[] {
  if (isList(value)) return value.map((it, index) => [index, it] as const);
  if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  throw new TerraformError("what is no list or map was walked");
}

/** JSON as a value. */
export function fromJson(value: unknown): TerraformValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).map(([key, it]) => [key, fromJson(it)]));
  }
  return value as string | number | boolean | null;
}

/** A value as JSON writes it. */
export function toJson(value: TerraformValue): unknown {
  if (value instanceof Unknown) throw new TerraformError(`${value.name} is not known`);
  if (isList(value)) return value.map(toJson);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries(entriesOf(value).map(([key, it]) => [key, toJson(it)]));
}

/** Whether two values are the same. */
export function isSameValue(a: TerraformValue, b: TerraformValue): boolean {
  return JSON.stringify(toJson(a)) === JSON.stringify(toJson(b));
}
