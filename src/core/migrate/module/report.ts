import {
  type Gaps,
  isKnown,
  isList,
  type TerraformValue,
  toJson,
  Unknown,
} from "../../terraform/value.ts";

/** What a person is told of a module's move to settings. */
export class MoveReport {
  /** What must be done before the settings can be used. */
  readonly todo: string[] = [];
  /** What is not as it was, without anything to do. */
  readonly changes: string[] = [];
  readonly gaps: Gaps;

  constructor(gaps: Gaps) {
    this.gaps = gaps;
  }

  /** Says that a setting stays open. */
  open(setting: string, input: string, why: string): undefined {
    this.todo.push(`set ${setting}: ${input} ${why}`);
    return undefined;
  }

  /** What a value is not known for, in words. */
  unknown(value: TerraformValue): string {
    const names = [...new Set(this.#namesIn(value))];
    return `is ${names.join(" and ")}, which these files do not tell`;
  }

  /** A value as it is written, with names for what is not known. */
  shown(value: TerraformValue): string {
    if (typeof value === "string") return this.gaps.written(value);
    return value instanceof Unknown ? value.name : JSON.stringify(toJson(value));
  }

  #namesIn(value: TerraformValue): readonly string[] {
    if (value instanceof Unknown) return [value.name];
    if (typeof value === "string") return this.gaps.namesIn(value);
    if (isList(value)) return value.flatMap((it) => this.#namesIn(it));
    return value instanceof Map ? [...value.values()].flatMap((it) => this.#namesIn(it)) : [];
  }
}

/** The inputs of one call; each is marked as read. */
export class ModuleInputs {
  readonly #values: ReadonlyMap<string, TerraformValue>;
  readonly #report: MoveReport;
  readonly #read = new Set<string>();

  constructor(values: ReadonlyMap<string, TerraformValue>, report: MoveReport) {
    this.#values = values;
    this.#report = report;
  }

  /** The value that is given; undefined if there is none, or null, which stands for the default. */
  value(name: string): TerraformValue | undefined {
    this.#read.add(name);
    return this.#values.get(name) ?? undefined;
  }

  /** The value as text; what is not known is said, as the setting that stays open. */
  text(name: string, setting: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isKnown(value)) return this.#report.open(setting, name, this.#report.unknown(value));
    if (typeof value === "object") return this.#report.open(setting, name, "is no text");
    return String(value);
  }

  number(name: string, setting: string): number | undefined {
    const text = this.text(name, setting);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number)) return number;
    return this.#report.open(setting, name, `is no number: ${text}`);
  }

  boolean(name: string, setting: string): boolean | undefined {
    const text = this.text(name, setting);
    if (text === undefined || text === "true" || text === "false")
      return text === undefined ? undefined : text === "true";
    return this.#report.open(setting, name, `is neither true nor false: ${text}`);
  }

  /** Names of inputs that nothing has read, and that have a value. */
  unread(): readonly string[] {
    return [...this.#values]
      .filter(([name, value]) => value !== null && !this.#read.has(name))
      .map(([name]) => name);
  }

  /** Names of inputs that are given, whether they were read or not. */
  names(): readonly string[] {
    return [...this.#values.keys()];
  }
}
