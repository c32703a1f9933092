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

/**
 * A table of the settings page, as the schema has them.
 *
 * @param elsewhere Begins the names of those that are in another table.
 */
export function settingsTable(schema: object = SETTINGS_SCHEMA, elsewhere?: string): string {
  const rows = rowsOf(schema as Node, "").filter(
    (row) => elsewhere === undefined || !row.startsWith(`| \`${elsewhere}`),
  );
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

/** The text of a published schema of settings: without what only the product reads of it. */
export function publishedSchema(schema: object = SETTINGS_SCHEMA): string {
  const published = (key: string, value: unknown) => (key === "x-arn" ? undefined : value);
  return `${JSON.stringify(schema, published, 2)}\n`;
}
