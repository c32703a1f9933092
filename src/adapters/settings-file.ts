import { readFileSync } from "node:fs";
import { Ajv, type DefinedError } from "ajv";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Settings } from "../core/settings/settings.ts";
import schema from "./settings.schema.json" with { type: "json" };

/** Settings that cannot be used; the message names every wrong setting, its line and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings file: YAML, checked by the published schema, defaults filled in.
 *
 * @throws {SettingsError} If it cannot be read or anything in it is wrong; all of it at once.
 */
export function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new SettingsError(`Cannot read settings file "${path}": ${reason}`, { cause });
  }
  return parseSettings(text, path);
}

/** As {@linkcode readSettings}, from the text; `path` is for messages alone. */
export function parseSettings(text: string, path: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    throw new SettingsError(`Cannot read settings file "${path}" as YAML: ${syntax.message}`, {
      cause: syntax,
    });
  }
  const value: unknown = document.toJS() ?? {};
  if (validate(value)) return value;

  const lineOf = (pointer: readonly string[]): number | undefined => {
    // The node itself may be missing (a required key): then its parent's line is the place to look.
    for (let depth = pointer.length; depth >= 0; depth--) {
      const node = document.getIn(pointer.slice(0, depth).map(asIndex), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  const problems = tellable(validate.errors as DefinedError[]).map((error) => {
    const pointer = error.instancePath.split("/").slice(1).map(unescapePointer);
    const line = lineOf(
      error.keyword === "additionalProperties"
        ? [...pointer, error.params.additionalProperty]
        : pointer,
    );
    return `  ${line === undefined ? "" : `line ${line}: `}${describe(error, pointer)}`;
  });
  throw new SettingsError(
    `Cannot use settings file "${path}" as ${problems.length === 1 ? "a setting is" : `${problems.length} settings are`} wrong:\n${problems.join("\n")}`,
  );
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  strict: true,
  strictRequired: false,
});
const validate = ajv.compile<Settings>(schema);

/** Drops the errors that only say that a combination around a told error failed too. */
function tellable(errors: readonly DefinedError[]): DefinedError[] {
  const combinations = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  return errors.filter((error) => {
    if (error.keyword === "propertyNames") return false;
    const inside = combinations.some(
      (outer) => outer !== error && error.schemaPath.startsWith(`${outer.schemaPath}/`),
    );
    return !inside;
  });
}

function describe(error: DefinedError, pointer: readonly string[]): string {
  const name = settingName(pointer);
  const allowed = (error.parentSchema as { description?: string }).description ?? "";
  switch (error.keyword) {
    case "additionalProperties": {
      const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
      const key = error.params.additionalProperty;
      return `${settingName([...pointer, key])} is no setting; here may stand ${known.join(", ")}`;
    }
    case "required":
      return `${settingName([...pointer, error.params.missingProperty])} is missing${allowed && `: ${name} is ${allowed}`}`;
    case "pattern":
      if (error.propertyName !== undefined) {
        return `${settingName([...pointer, error.propertyName])} has a wrong key "${error.propertyName}"; allowed: ${ajvDescription(error)}`;
      }
      return `${name} is ${show(error.data)}; allowed: ${allowed}`;
    case "enum":
      return `${name} is ${show(error.data)}; allowed: ${error.params.allowedValues.join(", ")}`;
    case "anyOf":
    case "oneOf":
      return pointer[0] === "routes" || pointer[0] === "consumers"
        ? `${name} names ${Object.keys((error.data as object) ?? {}).join(", ") || "nothing"}; allowed: ${pointer[0] === "routes" ? routeRule : allowed}`
        : `${name} is ${show(error.data)}; allowed: ${allowed}`;
    default:
      return `${name} is ${show(error.data)}; allowed: ${allowed || error.message}`;
  }
}

const routeRule: string = schema.properties.routes.items.description;

/** What the object whose key is wrong says of its keys. */
function ajvDescription(error: DefinedError): string {
  switch (error.instancePath) {
    case "/accounts":
      return schema.properties.accounts.description;
    case "/consumers":
      return schema.properties.consumers.description;
    default:
      return "";
  }
}

/** A value as the user wrote it, short; text that looks like a secret is not repeated. */
function show(value: unknown): string {
  if (typeof value === "string") {
    if (/^(xox|https?:)/.test(value)) return "a token or an address, which must not stand here";
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  }
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return `${String(value)} (a ${typeof value})`;
}

function settingName(pointer: readonly string[]): string {
  return (
    pointer
      .map((part) =>
        /^\d{1,4}$/.test(part)
          ? `[${part}]`
          : /^[\w-]+$/.test(part)
            ? `.${part}`
            : `[${JSON.stringify(part)}]`,
      )
      .join("")
      .replace(/^\./, "") || "the file"
  );
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function asIndex(part: string): string | number {
  return /^\d{1,4}$/.test(part) ? Number(part) : part;
}
