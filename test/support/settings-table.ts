import schema from "../../src/adapters/settings.schema.json" with { type: "json" };

interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
}

/** The settings page's table, as the published schema has them. */
export function settingsTable(): string {
  const rows = rowsOf(schema as unknown as Node, "");
  return ["| setting | default | what it is |", "|---|---|---|", ...rows].join("\n");
}

function rowsOf(node: Node, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, raw]) => {
    const it = resolve(raw);
    const name = `${prefix}${key}`;
    const inner = it.type === "array" ? resolve(it.items ?? {}) : it;
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

function resolve(node: Node): Node {
  if (node.$ref === undefined) return node;
  const name = node.$ref.split("/").at(-1) as keyof typeof schema.definitions;
  return { ...(schema.definitions[name] as Node), ...node };
}
