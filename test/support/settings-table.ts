import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
}

/** The settings page's table, as the schema has them. */
export function settingsTable(): string {
  const rows = rowsOf(SETTINGS_SCHEMA as Node, "");
  return ["| setting | default | what it is |", "|---|---|---|", ...rows].join("\n");
}

function rowsOf(node: Node, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, it]) => {
    const name = `${prefix}${key}`;
    const inner = it.type === "array" ? (it.items ?? {}) : it;
    const separator = it.type === "array" ? "[]." : ".";
    const named = typeof it.additionalProperties === "object" ? it.additionalProperties : {};
    const nested = inner.properties
      ? rowsOf(inner, `${name}${separator}`)
      : rowsOf(named, `${name}.<name>.`);
    const fallback =
      it.default !== undefined && !it.properties
        ? `\`${JSON.stringify(it.default)}\``
        : node.required?.includes(key)
          ? "required"
          : "";
    return [
      `| \`${name}\` | ${fallback} | ${(it.description ?? "").replaceAll("|", "\\|")} |`,
      ...nested,
    ];
  });
}

/** The text of the published `settings.schema.json`: the schema, without what only the product reads of it. */
export function publishedSchema(): string {
  const published = (key: string, value: unknown) => (key === "x-arn" ? undefined : value);
  return `${JSON.stringify(SETTINGS_SCHEMA, published, 2)}\n`;
}
