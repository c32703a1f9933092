import { isYamlWord, quotedYaml, yamlKey } from "../../yaml/quoted-yaml.ts";

/** A setting with its value, or settings below it. */
export type SettingValue = string | number | boolean | readonly SettingValue[] | SettingMap;

export interface SettingMap {
  readonly [name: string]: SettingValue | undefined;
}

/** Settings as a YAML file; what is undefined is left out, and so is what holds nothing else. */
export function settingsText(settings: SettingMap, comments: readonly string[]): string {
  const lines = comments.map((it) => `# ${it}`.trimEnd());
  return `${[...lines, ...linesOf(settings, "")].join("\n")}\n`;
}

function linesOf(settings: SettingMap, indent: string): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const key = `${indent}${yamlKey(name)}:`;
    if (isMap(value)) {
      const inner = linesOf(value, `${indent}  `);
      return inner.length === 0 ? [] : [key, ...inner];
    }
    if (!isList(value) || !value.some(isMap)) return [`${key} ${valueText(value)}`];
    return [key, ...value.map((it) => `${indent}  - ${valueText(it)}`)];
  });
}

function isList(value: SettingValue): value is readonly SettingValue[] {
  return Array.isArray(value);
}

function isMap(value: SettingValue): value is SettingMap {
  return typeof value === "object" && !isList(value);
}

function valueText(value: SettingValue): string {
  if (isList(value)) return `[${value.map(valueText).join(", ")}]`;
  if (!isMap(value)) return typeof value === "string" ? text(value) : String(value);
  const entries = Object.entries(value).flatMap(([name, it]) =>
    it === undefined ? [] : [`${yamlKey(name)}: ${valueText(it)}`],
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Plain where YAML reads it as text, JSON elsewhere, which is YAML too. */
function text(value: string): string {
  if (/^[A-Za-z/][\w./-]*$/.test(value) && !isYamlWord(value)) return value;
  if (/^arn:[\w:/.@+-]+[\w]$/.test(value)) return value;
  return quotedYaml(value);
}
