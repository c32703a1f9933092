import type { Exception } from "./exception.ts";

/** Writes the file of an ignore rule: YAML, its texts quoted as JSON, which is YAML too. */
export function exceptionFile({ rule, tests }: Exception): string {
  const { id, reason, owner, expires, rules, match } = rule;
  return [
    `id: ${id}`,
    `reason: ${quoted(reason)}`,
    `owner: ${quoted(owner)}`,
    ...(expires === undefined ? [] : [`expires: ${quoted(expires)}`]),
    ...(rules === undefined ? [] : [`rules: [${rules.map(bare).join(", ")}]`]),
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
  if (!/^[\x20-\x7e]+$/.test(match) || / {2}/.test(match)) return [`match: ${quoted(match)}`];
  const clauses = match.split(" && ");
  return [
    "match: >-",
    ...clauses.map((it, index) => `  ${it}${index < clauses.length - 1 ? " &&" : ""}`),
  ];
}

function branchLines(value: Readonly<Record<string, unknown>>, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === "object" && child !== null && !Array.isArray(child)
      ? [`${indent}${bare(key)}:`, ...branchLines({ ...child }, `${indent}  `)]
      : [`${indent}${bare(key)}: ${quoted(child)}`],
  );
}

/** Words that no reader of YAML takes for anything else stand as they are. */
function bare(word: string): string {
  const isPlain =
    /^[A-Za-z][\w-]*$/.test(word) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(word);
  return isPlain ? word : quoted(word);
}

function quoted(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Bidi_Control}/gu,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
