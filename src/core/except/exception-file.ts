import { quotedYaml, yamlKey } from "../yaml/quoted-yaml.ts";
import type { Exception } from "./exception.ts";

/** Writes the file of an ignore rule: YAML, its texts quoted as JSON, which is YAML too. */
export function exceptionFile({ rule, tests }: Exception): string {
  const { id, reason, owner, expires, rules, match } = rule;
  return [
    `id: ${id}`,
    `reason: ${quotedYaml(reason)}`,
    `owner: ${quotedYaml(owner)}`,
    ...(expires === undefined ? [] : [`expires: ${quotedYaml(expires)}`]),
    ...(rules === undefined ? [] : [`rules: [${rules.map(yamlKey).join(", ")}]`]),
    ...matchLines(match),
    "tests:",
    ...tests.flatMap(({ name, expect, event }) => [
      `  - name: ${name}`,
      `    expect: ${expect}`,
      "    event:",
      ...branchLines(event, "      "),
    ]),
    "",
  ].join("\n");
}

/** A clause a line, where each is printable: a fold makes one line of them again. */
function matchLines(match: string): readonly string[] {
  if (!/^[\x20-\x7e]+$/.test(match) || / {2}/.test(match)) return [`match: ${quotedYaml(match)}`];
  const clauses = match.split(" && ");
  return [
    "match: >-",
    ...clauses.map((it, index) => `  ${it}${index < clauses.length - 1 ? " &&" : ""}`),
  ];
}

function branchLines(value: Readonly<Record<string, unknown>>, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === "object" && child !== null && !Array.isArray(child)
      ? [`${indent}${yamlKey(key)}:`, ...branchLines({ ...child }, `${indent}  `)]
      : [`${indent}${yamlKey(key)}: ${quotedYaml(child)}`],
  );
}
