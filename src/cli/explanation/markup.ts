import { terminalText } from "../terminal-text.ts";

/** A piece of HTML. Made by {@linkcode html} alone, so that whatever else is put into a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, everything else escaped. */
export type Shown = Markup | string | number | undefined | readonly Shown[];

/**
 * Writes HTML: a template whose values are escaped, whether they stand in an element or in a quoted
 * attribute. Characters that nobody sees, or that turn the direction of text, stand as `\u202e`.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + textOf(values[index - 1]) + part));
}

function textOf(value: Shown): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return terminalText(String(value), false).replace(/[&<>"']/g, (it) => ENTITIES[it] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
